# SPDX-License-Identifier: Apache-2.0
"""Find the visits of a person."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("counter", "0001_visits_and_tasks")]
    operations = [
        migrations.AddIndex(
            model_name="visit",
            index=GinIndex(fields=["addressee_nos"], name="counter_visit_people"),
        )
    ]
