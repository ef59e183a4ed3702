-- Post what stands in the temporary tables collection_new_entry, collection_new_line and collection_new_plain (ledger.py makes
-- them). A line says which figure of an instalment moves by how much; which accounts that touches follows from where the
-- instalment stands (position.py). Several lines of one instalment count one after the other. The entry's contra account
-- takes the rest, a component and year at a time; plain postings balance among themselves.
CREATE FUNCTION collection_post(at timestamptz, by_whom text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    PERFORM FROM collection_receivable
      WHERE id IN (SELECT receivable_id FROM collection_new_line
                   UNION SELECT receivable_id FROM collection_new_plain) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO collection_journalentry
           (id, kind, booked_on, effective_on, channel, source, source_id, reverses_id, note, posted_at, posted_by)
    SELECT id, kind, booked_on, effective_on, channel, source, source_id, reverses_id, note, at, by_whom
      FROM collection_new_entry ORDER BY no;
    INSERT INTO collection_posting (entry_id, receivable_id, component, account, figure, book_year, amount)
    WITH stands AS (
        SELECT l.no, l.receivable_id, l.component, l.figure, l.amount,
               COALESCE(b.book_year, r.fiscal_year) AS book_year,
               CASE l.figure WHEN 1 THEN l.amount WHEN 4 THEN -l.amount ELSE 0 END AS owed,
               CASE WHEN l.figure IN (2, 3, 7) THEN l.amount WHEN l.figure IN (5, 6) THEN -l.amount ELSE 0 END AS paid,
               COALESCE(b.assessed - b.written_off, 0)
               + sum(CASE l.figure WHEN 1 THEN l.amount WHEN 4 THEN -l.amount ELSE 0 END) OVER one AS owed_after,
               COALESCE(b.received + b.appropriated + b.recovered - b.refunded - b.appropriated_out, 0)
               + sum(CASE WHEN l.figure IN (2, 3, 7) THEN l.amount WHEN l.figure IN (5, 6) THEN -l.amount ELSE 0 END)
                 OVER one AS paid_after
          FROM collection_new_line l JOIN collection_receivable r ON r.id = l.receivable_id
          LEFT JOIN collection_balance b ON b.receivable_id = l.receivable_id AND b.component = l.component
        WINDOW one AS (PARTITION BY l.receivable_id, l.component ORDER BY l.no, l.place)
    ), subject AS MATERIALIZED (
    SELECT s.no, s.receivable_id, s.component, p.account, s.figure, s.book_year, p.amount::bigint
      FROM stands s CROSS JOIN LATERAL (VALUES
           (1, GREATEST(owed_after - GREATEST(paid_after, 0), 0)
               - GREATEST(owed_after - owed - GREATEST(paid_after - paid, 0), 0)),
           (2, GREATEST(paid_after - paid - owed_after + owed, 0) - GREATEST(paid_after - owed_after, 0)),
           (3, GREATEST(-paid_after, 0) - GREATEST(paid - paid_after, 0)),
           (CASE s.figure WHEN 8 THEN 20 WHEN 9 THEN 22 ELSE 24 END, CASE WHEN s.figure > 7 THEN -s.amount ELSE 0 END)
           ) p (account, amount)
     WHERE p.amount <> 0
    )
    SELECT e.id, p.receivable_id, p.component, p.account, p.figure, p.book_year, p.amount
      FROM (SELECT no, receivable_id, component, account, figure, book_year, amount FROM subject
            UNION ALL
            SELECT no, receivable_id, component, account, 0, book_year, amount FROM collection_new_plain
            UNION ALL
            SELECT s.no, NULL, s.component, n.contra, 0, s.book_year, -sum(s.amount)
              FROM subject s JOIN collection_new_entry n USING (no)
             WHERE n.contra IS NOT NULL GROUP BY 1, 3, 4, 6 HAVING sum(s.amount) <> 0) p
      JOIN collection_new_entry e USING (no) ORDER BY p.no, p.receivable_id, p.component, p.account;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;
