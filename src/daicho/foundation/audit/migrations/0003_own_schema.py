# SPDX-License-Identifier: Apache-2.0
"""The log moves into a schema of its own, in partitions of a fiscal year each.

Schema, tables and functions belong to `daicho_audit`. The application's role may read, may add
entries and checkpoints, and may call `seal` and `prepare_years`; nothing else. Blocks and the
waiting list are written by functions that run with their owner's rights.
"""

from django.db import migrations

ENTRY_COLUMNS = """
    at timestamptz NOT NULL,
    kind varchar(16) NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    section text NOT NULL,
    terminal text NOT NULL,
    function text NOT NULL,
    screen text NOT NULL,
    purpose text NOT NULL,
    subjects bigint[] NOT NULL,
    individual_number_shown boolean NOT NULL,
    result varchar(8) NOT NULL,
    detail jsonb NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32)
"""
NAMES = ", ".join(line.split()[0] for line in ENTRY_COLUMNS.strip().splitlines())
CREATE = """
DO $$
BEGIN
    EXECUTE format('GRANT CREATE ON DATABASE %I TO daicho_audit', current_database());
END
$$;
SET LOCAL ROLE daicho_audit;
CREATE SCHEMA audit;
ALTER TABLE audit_block SET SCHEMA audit;
ALTER TABLE audit.audit_block RENAME TO block;
ALTER TABLE audit_checkpoint SET SCHEMA audit;
ALTER TABLE audit.audit_checkpoint RENAME TO checkpoint;
ALTER TABLE audit_chain SET SCHEMA audit;
ALTER TABLE audit.audit_chain RENAME TO chain;
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TABLE audit.entry (
    id bigint GENERATED ALWAYS AS IDENTITY,
    {columns},
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX entry_at ON audit.entry (at, id);
CREATE INDEX entry_login ON audit.entry (login, at, id);
CREATE INDEX entry_section ON audit.entry (section, at, id);
CREATE INDEX entry_function ON audit.entry (function, at, id);
CREATE INDEX entry_kind ON audit.entry (kind, at, id);
CREATE INDEX entry_terminal ON audit.entry (terminal, at, id);
CREATE INDEX entry_subjects ON audit.entry USING gin (subjects) WHERE subjects <> '{{}}';
-- What belongs to no prepared year lands here: the log never refuses an entry.
CREATE TABLE audit.entry_other PARTITION OF audit.entry DEFAULT;
CREATE TABLE audit.pending (
    entry_id bigint PRIMARY KEY,
    digest bytea NOT NULL
) WITH (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
-- Where the chain begins after years were purged, signed; the last row counts.
CREATE TABLE audit.tombstone (
    fiscal_year integer PRIMARY KEY,
    purged_at timestamptz NOT NULL,
    purged bigint NOT NULL,
    block_number bigint NOT NULL CHECK (block_number > 0),
    entries bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    kept bytea NOT NULL CHECK (length(kept) = 32),
    signature bytea NOT NULL CHECK (length(signature) = 64)
);
-- Digests of purged entries whose block also holds entries that stay.
CREATE TABLE audit.purged_entry (
    id bigint PRIMARY KEY,
    digest bytea NOT NULL CHECK (length(digest) = 32)
);
CREATE TABLE audit.monthly_review (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    section text NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    at timestamptz NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    result varchar(12) NOT NULL,
    comment text NOT NULL,
    summary jsonb NOT NULL
);
CREATE INDEX monthly_review_of ON audit.monthly_review (month, section, id);

-- One partition a fiscal year (年度, from April 1 in Tokyo), made ahead. Returns how many are new.
CREATE FUNCTION audit.prepare_years(first integer, last integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    year integer;
    name text;
    begins timestamptz;
    ends timestamptz;
    made integer := 0;
BEGIN
    FOR year IN greatest(first, 2000) .. least(last, 2200) LOOP
        name := 'entry_' || year;
        CONTINUE WHEN to_regclass('audit.' || name) IS NOT NULL;
        PERFORM pg_advisory_xact_lock({lock} + 1);
        CONTINUE WHEN to_regclass('audit.' || name) IS NOT NULL;
        CONTINUE WHEN EXISTS (SELECT FROM audit.tombstone WHERE fiscal_year = year);
        begins := make_timestamptz(year, 4, 1, 0, 0, 0, 'Asia/Tokyo');
        ends := make_timestamptz(year + 1, 4, 1, 0, 0, 0, 'Asia/Tokyo');
        CONTINUE WHEN EXISTS (SELECT FROM audit.entry_other WHERE at >= begins AND at < ends);
        EXECUTE format('CREATE TABLE audit.%I (LIKE audit.entry INCLUDING CONSTRAINTS)', name);
        EXECUTE format('ALTER TABLE audit.entry ATTACH PARTITION audit.%I'
                       ' FOR VALUES FROM (%L) TO (%L)', name, begins, ends);
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE'
                       ' ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()',
                       name);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
CREATE FUNCTION audit.note_pending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO audit.pending SELECT id, digest FROM added;
    RETURN NULL;
END
$$;
-- Takes what waits into the next block. Returns how many, or -1 when another session is at it and
-- `waiting` is false; and whether a checkpoint is due. The verifier computes the same in Python.
CREATE FUNCTION audit.seal(moment timestamptz, most integer, waiting boolean,
                           checkpoint_entries integer, checkpoint_age interval,
                           OUT sealed integer, OUT checkpoint_due boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head audit.block%ROWTYPE;
    ids bigint[];
    digests bytea;
    total bigint;
BEGIN
    sealed := 0;
    checkpoint_due := false;
    IF NOT EXISTS (SELECT FROM audit.pending) THEN
        RETURN;
    END IF;
    IF waiting THEN
        PERFORM pg_advisory_xact_lock({lock});
    ELSIF NOT pg_try_advisory_xact_lock({lock}) THEN
        sealed := -1;
        RETURN;
    END IF;
    -- A crash undoes a block together with its taking from the list: no need to wait for the disk.
    PERFORM set_config('synchronous_commit', 'off', true);
    -- The list carries the digests, so that sealing touches no partition; by bound, never by
    -- join: with any statistics, also none, it stays linear.
    WITH taken AS (
        DELETE FROM audit.pending WHERE entry_id <= coalesce(
            (SELECT entry_id FROM audit.pending ORDER BY entry_id OFFSET most - 1 LIMIT 1),
            9223372036854775807)
        RETURNING entry_id, digest
    )
    SELECT array_agg(entry_id ORDER BY entry_id),
           string_agg(int8send(entry_id) || digest, ''::bytea ORDER BY entry_id)
    INTO ids, digests FROM taken;
    IF ids IS NULL THEN
        RETURN;
    END IF;
    SELECT * INTO head FROM audit.block ORDER BY number DESC LIMIT 1;
    IF NOT FOUND THEN
        head.number := 0;
        head.entries := 0;
        head.hash := decode(repeat('00', 32), 'hex');
    END IF;
    sealed := cardinality(ids);
    total := head.entries + sealed;
    INSERT INTO audit.block VALUES (
        head.number + 1, moment, ids, total,
        sha256(head.hash || int8send(head.number + 1) || digests));
    checkpoint_due := NOT EXISTS (
        SELECT FROM (SELECT * FROM audit.checkpoint ORDER BY block_number DESC LIMIT 1) AS last
        WHERE last.entries > total - checkpoint_entries AND last.at > moment - checkpoint_age);
END
$$;
"""
# In a statement of its own each, because a plan sees what the one before has made.
FILL = """
SELECT audit.prepare_years(
    2024, extract(year FROM (now() AT TIME ZONE 'Asia/Tokyo') - interval '3 months')::integer + 1);
INSERT INTO audit.entry (id, {names}) OVERRIDING SYSTEM VALUE
    SELECT id, {names} FROM public.audit_entry ORDER BY id;
SELECT setval(pg_get_serial_sequence('audit.entry', 'id'),
              coalesce((SELECT max(id) FROM audit.entry), 0) + 1, false);
INSERT INTO audit.pending SELECT p.entry_id, e.digest
    FROM public.audit_pending p JOIN public.audit_entry e ON e.id = p.entry_id;
DROP TABLE public.audit_entry, public.audit_pending;
DROP FUNCTION public.audit_seal;
DROP TRIGGER audit_block_append_only ON audit.block;
DROP TRIGGER audit_checkpoint_append_only ON audit.checkpoint;
DROP TRIGGER audit_chain_append_only ON audit.chain;
DROP FUNCTION public.audit_note_pending;
DROP FUNCTION public.audit_refuse_change;
CREATE TRIGGER entry_pending AFTER INSERT ON audit.entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit.note_pending();
"""
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.{table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
"""
GIVE = """
DO $$
DECLARE
    worker text;
BEGIN
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
    REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
    FOREACH worker IN ARRAY ARRAY['daicho_app', session_user::text] LOOP
        -- What default rights gave when the tables were made in the public schema goes.
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM %I', worker);
        EXECUTE format('GRANT USAGE ON SCHEMA audit TO %I', worker);
        EXECUTE format('GRANT SELECT ON audit.entry, audit.block, audit.checkpoint, audit.chain,'
                       ' audit.pending, audit.tombstone, audit.purged_entry,'
                       ' audit.monthly_review TO %I', worker);
        EXECUTE format('GRANT INSERT ON audit.entry, audit.checkpoint, audit.monthly_review'
                       ' TO %I', worker);
        EXECUTE format('GRANT EXECUTE ON FUNCTION audit.seal, audit.prepare_years TO %I', worker);
    END LOOP;
END
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM daicho_audit;
"""
LOCK = 0x6461696368
GUARDED = (
    "entry", "entry_other", "block", "checkpoint", "chain", "tombstone", "purged_entry",
    "monthly_review",
)  # fmt: skip


class Migration(migrations.Migration):
    """Everything in SQL; the models follow in 0004."""

    dependencies = [("audit", "0002_models"), ("database", "0002_application_role")]
    operations = [
        migrations.RunSQL(
            [
                CREATE.replace("{columns}", ENTRY_COLUMNS.strip())
                .replace("{lock}", str(LOCK))
                .replace("{{}}", "{}"),
                FILL.replace("{names}", NAMES),
                "".join(GUARD.format(table=table) for table in GUARDED),
                GIVE,
            ],
            migrations.RunSQL.noop,
        ),
    ]
