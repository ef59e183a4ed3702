# SPDX-License-Identifier: Apache-2.0
"""Let an image be sealed anew under another key; everything said of it stays unchangeable."""

from __future__ import annotations

from django.db import migrations

FIXED = (
    "id, addressee_no, media, sha256, width, height, paper_width, paper_height, dpi, scanned_by,"
    " scanned_at, terminal"
)
LOOSEN = f"""
DROP TRIGGER append_only ON seals_sealimage;
CREATE TRIGGER append_only BEFORE UPDATE OF {FIXED} OR DELETE OR TRUNCATE ON seals_sealimage
    FOR EACH STATEMENT EXECUTE FUNCTION seals_refuse_change();
"""
TIGHTEN = """
DROP TRIGGER append_only ON seals_sealimage;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON seals_sealimage
    FOR EACH STATEMENT EXECUTE FUNCTION seals_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("seals", "0002_append_only")]

    operations = [migrations.RunSQL(LOOSEN, TIGHTEN)]
