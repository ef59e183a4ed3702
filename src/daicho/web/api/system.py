# SPDX-License-Identifier: Apache-2.0
"""What a caller asks before anything else: is the system there, whose is it, a token."""

from __future__ import annotations

from typing import Literal

import psycopg
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from ninja import Router, Schema

from daicho.domains.tax.documents.public import list_municipalities
from daicho.foundation.database.query import row
from daicho.web.api.operations import API_USE, ApiRequest, operation
from daicho.web.api.problems import Problem, ProblemOut

router = Router(tags=["system"])


class HealthOut(Schema):
    """The system answers, and so does its database."""

    status: Literal["ok"]


class MunicipalityOut(Schema):
    """Whose registers these are."""

    code: str
    prefecture: str
    name: str


@router.get("/health", auth=None, response={200: HealthOut, 503: ProblemOut}, summary="稼働の確認")
def health(request: HttpRequest) -> HealthOut:
    """Open to everybody; says nothing but that the system answers."""
    try:
        row("SELECT 1")
    except (DatabaseError, psycopg.Error) as error:
        raise Problem(503, "api.database", "データベースが答えません。") from error
    return HealthOut(status="ok")


@operation(
    router, "GET", "/municipality", function=API_USE, title="API 団体照会", answers=MunicipalityOut
)
def municipality(request: ApiRequest) -> MunicipalityOut:
    """The code (団体コード) and name of the municipality."""
    code = settings.MUNICIPALITY_CODE
    one = next((one for one in list_municipalities() if one.code == code), None)
    return MunicipalityOut(
        code=code, prefecture=one.prefecture if one else "", name=one.city if one else ""
    )
