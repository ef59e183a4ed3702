# SPDX-License-Identifier: Apache-2.0
"""The database itself refuses to change or delete a step or an image."""

from __future__ import annotations

from django.db import migrations

TABLES = ("seals_sealstep", "seals_sealimage")
REFUSE = """
CREATE FUNCTION seals_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION seals_refuse_change();
"""
UNGUARD = "DROP TRIGGER append_only ON {table};\n"


class Migration(migrations.Migration):
    dependencies = [("seals", "0001_registrations")]

    operations = [
        migrations.RunSQL(
            REFUSE + "".join(GUARD.format(table=table) for table in TABLES),
            "".join(UNGUARD.format(table=table) for table in TABLES)
            + "DROP FUNCTION seals_refuse_change();",
        )
    ]
