# SPDX-License-Identifier: Apache-2.0
"""Extensions, and the roles without sign-in that own what the application may not touch."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

CREATE_ROLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['daicho_vault', 'daicho_audit'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = guard) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', guard);
        END IF;
        -- The creator may act as the role when it says so, and holds none of its rights otherwise.
        IF NOT pg_has_role(current_user, guard, 'SET') THEN
            EXECUTE format('GRANT %I TO %I WITH INHERIT FALSE, SET TRUE', guard, current_user);
        END IF;
    END LOOP;
END
$$
"""


class Migration(migrations.Migration):
    """Before every table."""

    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(CREATE_ROLES, migrations.RunSQL.noop),
    ]
