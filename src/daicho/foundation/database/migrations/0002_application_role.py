# SPDX-License-Identifier: Apache-2.0
"""The role that the running application uses: it works in the tables and owns none of them.

Tables are made by the owner of the database (`daicho db migrate`), so what reaches the database
through a page can neither drop nor alter one, nor become the role that owns the log.
"""

from django.db import migrations

CREATE = """
DO $$
DECLARE
    relation regclass;
    kind "char";
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'daicho_app') THEN
        CREATE ROLE daicho_app LOGIN;
    END IF;
    -- The application takes on the vault's role for single statements; the log's role never.
    IF NOT pg_has_role('daicho_app', 'daicho_vault', 'SET') THEN
        GRANT daicho_vault TO daicho_app WITH INHERIT FALSE, SET TRUE;
    END IF;
    -- Our own relations; those of the log belong to its role and get their rights there.
    FOR relation, kind IN
        SELECT c.oid::regclass, c.relkind FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        AND pg_get_userbyid(c.relowner) = current_user
    LOOP
        IF kind = 'S' THEN
            EXECUTE format('GRANT SELECT, USAGE ON SEQUENCE %s TO daicho_app', relation);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON %s TO daicho_app',
                           relation);
        END IF;
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA public TO daicho_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON TABLES TO daicho_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO daicho_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM daicho_app;
"""


class Migration(migrations.Migration):
    """Rights on the tables that are there, and by default on every one that comes."""

    dependencies = [("database", "0001_extensions_and_roles")]
    operations = [migrations.RunSQL(CREATE, migrations.RunSQL.noop)]
