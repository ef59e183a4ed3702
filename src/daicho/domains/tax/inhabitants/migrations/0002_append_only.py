# SPDX-License-Identifier: Apache-2.0
"""Assessments are append-only: the database refuses change and removal."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION tax_inhabitants_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% は追記専用です', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER tax_inhabitants_assessment_append_only BEFORE UPDATE OR DELETE ON tax_inhabitants_assessment
    FOR EACH ROW EXECUTE FUNCTION tax_inhabitants_refuse_change();
CREATE TRIGGER tax_inhabitants_assessment_no_truncate BEFORE TRUNCATE ON tax_inhabitants_assessment
    FOR EACH STATEMENT EXECUTE FUNCTION tax_inhabitants_refuse_change();
"""
ALLOW = """
DROP TRIGGER tax_inhabitants_assessment_no_truncate ON tax_inhabitants_assessment;
DROP TRIGGER tax_inhabitants_assessment_append_only ON tax_inhabitants_assessment;
DROP FUNCTION tax_inhabitants_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("tax_inhabitants", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
