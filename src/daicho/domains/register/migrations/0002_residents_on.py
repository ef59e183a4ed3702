# SPDX-License-Identifier: Apache-2.0
"""The register as a relation that other domains may join to: register_residents_on(day, known)."""

from django.db import migrations

CREATE = """
CREATE FUNCTION register_residents_on(day date, known timestamptz)
RETURNS SETOF register_residentversion LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT * FROM register_residentversion WHERE valid @> day AND recorded @> known
$$;
COMMENT ON FUNCTION register_residents_on(date, timestamptz) IS
    'public relation of the domain register: residents on a day as known at a time';
"""


class Migration(migrations.Migration):
    """Adds the public relation."""

    dependencies = [("register", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION register_residents_on(date, timestamptz)")
    ]
