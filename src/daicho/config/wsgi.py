# SPDX-License-Identifier: Apache-2.0
"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daicho.config.settings")
application = get_wsgi_application()

from daicho.foundation.database.roles import work_as_application  # noqa: E402

work_as_application()

# Load every page now: the first clerk of the morning does not wait for it.
from django.urls import get_resolver  # noqa: E402

get_resolver().url_patterns  # noqa: B018
