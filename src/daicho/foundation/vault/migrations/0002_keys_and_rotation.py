# SPDX-License-Identifier: Apache-2.0
"""Which key makes the hashes, what waits for new ones, and numbers of nobody in the register."""

from typing import Any

from django.conf import settings
from django.db import migrations

CREATE = """
SET LOCAL ROLE daicho_vault;
CREATE TABLE vault.key_in_force (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    key_id bytea NOT NULL CHECK (length(key_id) = 4)
);
-- Numbers in documents whose holder has no entry of their own, so that their hashes can follow.
CREATE TABLE vault.other_number (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lookup bytea NOT NULL UNIQUE CHECK (length(lookup) = 32),
    sealed bytea NOT NULL
);
-- During a rotation: the hash that is stored, and the one it becomes.
CREATE TABLE vault.rehash (
    old bytea PRIMARY KEY,
    new bytea NOT NULL CHECK (length(new) = 32)
);
RESET ROLE;
"""
DROP = """
SET LOCAL ROLE daicho_vault;
DROP TABLE vault.key_in_force, vault.other_number, vault.rehash;
RESET ROLE;
"""


def note_key(apps: Any, schema_editor: Any) -> None:
    """What is hashed so far was hashed with the key of today's settings."""
    from daicho.foundation.vault.keys import key_id

    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE daicho_vault")
        cursor.execute(
            "INSERT INTO vault.key_in_force (key_id) VALUES (%s)", [key_id(settings.VAULT_KEY)]
        )
        cursor.execute("RESET ROLE")


class Migration(migrations.Migration):
    """No model: the ORM has no way to a number."""

    dependencies = [("vault", "0001_vault")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.RunPython(note_key, migrations.RunPython.noop),
    ]
