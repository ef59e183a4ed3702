# SPDX-License-Identifier: Apache-2.0
"""Protected persons by an index of their own: a search by address leaves them out at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0009_search_and_places"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="residentversion",
            index=models.Index(
                condition=models.Q(("protected", True)),
                fields=["addressee_no"],
                name="register_protected",
            ),
        ),
    ]
