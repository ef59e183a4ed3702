-- The ledger's own guard: whatever program writes, an entry is whole and balanced, a posting is one its kind may have,
-- nothing changes afterwards, and balances follow.

CREATE OR REPLACE FUNCTION collection_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% は追記専用です', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_receivable
    FOR EACH STATEMENT EXECUTE FUNCTION collection_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_duedatechange
    FOR EACH STATEMENT EXECUTE FUNCTION collection_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION collection_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_posting
    FOR EACH STATEMENT EXECUTE FUNCTION collection_refuse_change();

-- position.py says the same: what is open, overpaid and to be recovered follows from the other figures.
ALTER TABLE collection_balance
    ADD CONSTRAINT balance_open_follows CHECK (open = GREATEST(assessed - written_off
        - GREATEST(received + appropriated + recovered - refunded - appropriated_out, 0), 0)),
    ADD CONSTRAINT balance_overpaid_follows CHECK (overpaid = GREATEST(received + appropriated + recovered
        - refunded - appropriated_out - assessed + written_off, 0)),
    ADD CONSTRAINT balance_recovery_follows CHECK (recovery = GREATEST(refunded + appropriated_out
        - received - appropriated - recovered, 0)),
    ADD CONSTRAINT balance_written_off_of_assessed CHECK (written_off BETWEEN 0 AND assessed),
    ADD CONSTRAINT balance_not_negative CHECK (received >= 0 AND appropriated >= 0 AND refunded >= 0
        AND appropriated_out >= 0 AND recovered >= 0 AND provisional >= 0 AND entrusted >= 0 AND planned >= 0);
ALTER TABLE collection_posting ADD CONSTRAINT posting_not_zero CHECK (amount <> 0);

-- The balances as the postings make them, for rebuilding and checking.
CREATE VIEW collection_figures AS
@FIGURES@
  FROM collection_posting WHERE receivable_id IS NOT NULL GROUP BY receivable_id, component;

CREATE FUNCTION collection_apply_postings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad bigint;
BEGIN
    SELECT n.entry_id INTO bad
      FROM (SELECT entry_id, count(*) AS postings, sum(amount) AS total FROM new_postings GROUP BY entry_id) n
     WHERE n.total <> 0
        OR n.postings <> (SELECT count(*) FROM collection_posting p WHERE p.entry_id = n.entry_id)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '仕訳 % は貸借が一致しないか、後から足されています', bad
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT n.entry_id INTO bad FROM new_postings n
     WHERE n.receivable_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM collection_receivable r WHERE r.id = n.receivable_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '仕訳 % に、ない調定の明細があります', bad USING ERRCODE = 'foreign_key_violation';
    END IF;
    SELECT n.entry_id INTO bad
      FROM new_postings n LEFT JOIN collection_journalentry e ON e.id = n.entry_id
      LEFT JOIN collection_journalentry r ON r.id = e.reverses_id  -- a reversal has the postings of its kind
      LEFT JOIN collection_postingrule k
        ON k.kind IN (e.kind, r.kind) AND k.account = n.account AND k.figure = n.figure
     WHERE k.kind IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '仕訳 % に、その種別にない明細があります', bad
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    UPDATE collection_balance b SET
           book_year = GREATEST(b.book_year, c.book_year), assessed = b.assessed + c.assessed, received = b.received + c.received,
           appropriated = b.appropriated + c.appropriated, written_off = b.written_off + c.written_off,
           refunded = b.refunded + c.refunded, appropriated_out = b.appropriated_out + c.appropriated_out,
           recovered = b.recovered + c.recovered, open = b.open + c.open, overpaid = b.overpaid + c.overpaid,
           recovery = b.recovery + c.recovery, provisional = b.provisional + c.provisional,
           entrusted = b.entrusted + c.entrusted, planned = b.planned + c.planned
      FROM (@FIGURES@ FROM new_postings WHERE receivable_id IS NOT NULL GROUP BY receivable_id, component) c
     WHERE b.receivable_id = c.receivable_id AND b.component = c.component;
    INSERT INTO collection_balance (@COLUMNS@)
    SELECT @COLUMNS@
      FROM (@FIGURES@ FROM new_postings WHERE receivable_id IS NOT NULL GROUP BY receivable_id, component) c
     WHERE NOT EXISTS (SELECT FROM collection_balance b
                        WHERE b.receivable_id = c.receivable_id AND b.component = c.component);
    RETURN NULL;
END $$;

CREATE TRIGGER apply_postings AFTER INSERT ON collection_posting REFERENCING NEW TABLE AS new_postings
    FOR EACH STATEMENT EXECUTE FUNCTION collection_apply_postings();
