# SPDX-License-Identifier: Apache-2.0
"""The vault's schema, owned by a role that the application takes on for single statements only."""

from django.db import migrations

CREATE = """
DO $$
BEGIN
    EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO daicho_vault', current_database());
END
$$;
SET LOCAL ROLE daicho_vault;
CREATE SCHEMA vault;
CREATE TABLE vault.individual_number (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    addressee_no bigint NOT NULL,
    lookup bytea NOT NULL CHECK (length(lookup) = 32),
    sealed bytea NOT NULL,
    stored_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX individual_number_of_addressee
    ON vault.individual_number (addressee_no) WHERE ended_at IS NULL;
CREATE INDEX individual_number_lookup ON vault.individual_number (lookup) WHERE ended_at IS NULL;
RESET ROLE;
"""
DROP = """
SET LOCAL ROLE daicho_vault;
DROP SCHEMA vault CASCADE;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """No model: the ORM has no way to a number."""

    initial = True
    dependencies = [("database", "0001_extensions_and_roles")]
    operations = [migrations.RunSQL(CREATE, DROP)]
