# SPDX-License-Identifier: Apache-2.0
"""The database itself refuses to change or delete a step."""

from __future__ import annotations

from django.db import migrations

TABLES = (
    "support_applicationversion", "support_measurestep", "support_restraintstep",
    "support_restraintrelease", "support_releasetime", "support_blockchange",
)  # fmt: skip
REFUSE = """
CREATE FUNCTION support_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION support_refuse_change();
"""
UNGUARD = "DROP TRIGGER append_only ON {table};\n"


class Migration(migrations.Migration):
    dependencies = [("support", "0001_measures_and_restraints")]

    operations = [
        migrations.RunSQL(
            REFUSE + "".join(GUARD.format(table=table) for table in TABLES),
            "".join(UNGUARD.format(table=table) for table in TABLES)
            + "DROP FUNCTION support_refuse_change();",
        )
    ]
