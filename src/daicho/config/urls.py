# SPDX-License-Identifier: Apache-2.0
"""Every address of the application: each domain's and the desk's own, put together here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

handler500 = "daicho.web.desk.faults.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("register/", include("daicho.domains.register.web.urls")),
    path("extraction/", include("daicho.domains.extraction.web.urls")),
    path("addressees/", include("daicho.domains.addressee.web.urls")),
    path("support/", include("daicho.domains.support.web.urls")),
    path("tax/documents/", include("daicho.domains.tax.documents.web.urls")),
    path("tax/", include("daicho.domains.tax.inhabitants.web.urls")),
    path("seals/", include("daicho.domains.seals.web.urls")),
    path("inspection/", include("daicho.domains.inspection.web.urls")),
    path("statistics/", include("daicho.domains.statistics.web.urls")),
    path("certificates/", include("daicho.domains.certificates.web.urls")),
    path("counter/", include("daicho.web.counter.urls")),
    path("help/", include("daicho.web.help.urls")),
    path("api/v1/", include("daicho.web.api.urls")),
    path("", include("daicho.web.desk.rights_urls")),
    path("", include("daicho.web.desk.urls")),
]
