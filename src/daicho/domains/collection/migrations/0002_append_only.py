# SPDX-License-Identifier: Apache-2.0
"""Postings are append-only: the database refuses change and removal."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION collection_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% は追記専用です', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER collection_receivableposting_append_only BEFORE UPDATE OR DELETE ON collection_receivableposting
    FOR EACH ROW EXECUTE FUNCTION collection_refuse_change();
CREATE TRIGGER collection_receivableposting_no_truncate BEFORE TRUNCATE ON collection_receivableposting
    FOR EACH STATEMENT EXECUTE FUNCTION collection_refuse_change();
"""
ALLOW = """
DROP TRIGGER collection_receivableposting_no_truncate ON collection_receivableposting;
DROP TRIGGER collection_receivableposting_append_only ON collection_receivableposting;
DROP FUNCTION collection_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("collection", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
