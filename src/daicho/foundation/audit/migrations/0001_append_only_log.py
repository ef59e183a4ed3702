# SPDX-License-Identifier: Apache-2.0
"""The log, its chain and its checkpoints: the database refuses change and removal.

The tables belong to `daicho_audit`; the application may add and read. Entries wait in
`audit_pending` until a block takes them in, so that a long transaction never holds up another.
"""

from django.db import migrations

CREATE = """
CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
);
CREATE INDEX audit_entry_at ON audit_entry USING brin (at);
CREATE INDEX audit_entry_login ON audit_entry (login, id);
CREATE INDEX audit_entry_subjects ON audit_entry USING gin (subjects)
    WHERE subjects <> '{}';
-- Filled and emptied all day: swept after 1,000 dead rows, however large it once was.
CREATE TABLE audit_pending (entry_id bigint PRIMARY KEY)
    WITH (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
CREATE TABLE audit_block (
    number bigint PRIMARY KEY CHECK (number > 0),
    sealed_at timestamptz NOT NULL,
    entry_ids bigint[] NOT NULL CHECK (cardinality(entry_ids) > 0),
    entries bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE TABLE audit_checkpoint (
    block_number bigint PRIMARY KEY,
    entries bigint NOT NULL,
    at timestamptz NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    signature bytea NOT NULL CHECK (length(signature) = 64)
);
-- The chain's own name: what was signed for one database says nothing about another.
CREATE TABLE audit_chain (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    name uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO audit_chain DEFAULT VALUES;

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE FUNCTION audit_note_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_pending SELECT id FROM added;
    RETURN NULL;
END
$$;
-- Takes what waits into the next block. Returns how many, or -1 when another session is at it and
-- `waiting` is false; and whether a checkpoint is due. The verifier computes the same in Python.
CREATE FUNCTION audit_seal(moment timestamptz, most integer, waiting boolean,
                           checkpoint_entries integer, checkpoint_age interval,
                           OUT sealed integer, OUT checkpoint_due boolean)
LANGUAGE plpgsql AS $$
DECLARE
    head audit_block%ROWTYPE;
    ids bigint[];
    digests bytea;
    total bigint;
BEGIN
    sealed := 0;
    checkpoint_due := false;
    IF NOT EXISTS (SELECT FROM audit_pending) THEN
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
    -- By array, never by join: with any statistics, also none, each step stays linear. (As a join
    -- it took minutes for a batch's 96,000 entries, planned when the tables were empty.)
    SELECT array_agg(entry_id ORDER BY entry_id) INTO ids
    FROM (SELECT entry_id FROM audit_pending ORDER BY entry_id LIMIT most) AS oldest;
    IF ids IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM audit_pending WHERE entry_id = ANY(ids);
    SELECT string_agg(int8send(id) || digest, ''::bytea ORDER BY id) INTO digests
    FROM audit_entry WHERE id = ANY(ids);
    SELECT * INTO head FROM audit_block ORDER BY number DESC LIMIT 1;
    IF NOT FOUND THEN
        head.number := 0;
        head.entries := 0;
        head.hash := decode(repeat('00', 32), 'hex');
    END IF;
    sealed := cardinality(ids);
    total := head.entries + sealed;
    INSERT INTO audit_block VALUES (
        head.number + 1, moment, ids, total,
        sha256(head.hash || int8send(head.number + 1) || digests));
    checkpoint_due := NOT EXISTS (
        SELECT FROM (SELECT * FROM audit_checkpoint ORDER BY block_number DESC LIMIT 1) AS last
        WHERE last.entries > total - checkpoint_entries AND last.at > moment - checkpoint_age);
END
$$;
CREATE TRIGGER audit_entry_pending AFTER INSERT ON audit_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_note_pending();
"""
GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
GIVE_AWAY = """
DO $$
DECLARE
    name text;
BEGIN
    GRANT USAGE, CREATE ON SCHEMA public TO daicho_audit;
    FOREACH name IN ARRAY ARRAY['audit_refuse_change', 'audit_note_pending'] LOOP
        EXECUTE format('ALTER FUNCTION %I() OWNER TO daicho_audit', name);
    END LOOP;
    ALTER FUNCTION audit_seal OWNER TO daicho_audit;
    FOREACH name IN ARRAY ARRAY['audit_entry', 'audit_block', 'audit_checkpoint', 'audit_chain',
                                'audit_pending'] LOOP
        EXECUTE format('ALTER TABLE %I OWNER TO daicho_audit', name);
    END LOOP;
    SET LOCAL ROLE daicho_audit;
    EXECUTE format('GRANT SELECT, INSERT ON audit_entry, audit_block, audit_checkpoint TO %I',
                   session_user);
    EXECUTE format('GRANT SELECT ON audit_chain TO %I', session_user);
    -- Sealing takes names off the waiting list; an entry that nobody sealed is found without it.
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON audit_pending TO %I', session_user);
    RESET ROLE;
END
$$
"""
LOCK = 0x6461696368  # "daich": the advisory lock of the chain
GUARDED = ("audit_entry", "audit_block", "audit_checkpoint", "audit_chain")


class Migration(migrations.Migration):
    """State for the models; the tables themselves in SQL."""

    initial = True
    dependencies = [("database", "0001_extensions_and_roles")]
    operations = [
        migrations.RunSQL(
            CREATE.replace("{lock}", str(LOCK))
            + "".join(GUARD.format(table=table) for table in GUARDED)
            + GIVE_AWAY,
            migrations.RunSQL.noop,
        ),
    ]
