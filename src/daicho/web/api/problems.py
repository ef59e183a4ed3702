# SPDX-License-Identifier: Apache-2.0
"""Refusals and faults as application/problem+json (RFC 9457), in Japanese, repeating no input."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError

from daicho.kernel.findings import Finding
from daicho.web.desk.faults import note_fault

MEDIA_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)
TITLES = {
    400: "要求を読めません",
    401: "認証が必要です",
    403: "権限がありません",
    404: "見つかりません",
    405: "この操作はできません",
    413: "要求が大きすぎます",
    422: "入力に誤りがあります",
    429: "呼び出しが多すぎます",
    500: "処理できませんでした",
    503: "今は使えません",
}
# What pydantic calls a fault, by the beginning of its name.
WORDS = (
    ("missing", "必須です。"),
    ("int", "整数を指定してください。"),
    ("date", "YYYY-MM-DD の日付を指定してください。"),
    ("string_too_short", "短すぎます。"),
    ("string_too_long", "長すぎます。"),
    ("string_pattern", "使えない文字が含まれています。"),
    ("greater_than", "小さすぎます。"),
    ("less_than", "大きすぎます。"),
    ("json", "JSON として読めません。"),
)


class FieldError(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class ProblemOut(Schema):
    """Why a call was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] = []


class Problem(Exception):  # noqa: N818 - the name of RFC 9457
    """A refusal with its status, code and reason."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = tuple(errors), dict(headers or {})


def problem_of(finding: Finding, *, status: int) -> Problem:
    """A finding as a refusal."""
    return Problem(status, finding.code, finding.message_ja)


def answer(problem: Problem) -> HttpResponse:
    """The response that tells it."""
    body = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "errors": [{"field": name, "message": text} for name, text in problem.errors],
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=problem.status, content_type=MEDIA_TYPE,
        headers=problem.headers,
    )  # fmt: skip


UNAUTHENTICATED = Problem(
    401, "api.unauthenticated", "有効なアクセストークンを付けて呼び出してください。",
    headers={"WWW-Authenticate": 'Bearer realm="daicho"'},
)  # fmt: skip


def handle_problems(api: NinjaAPI) -> None:
    """Let every fault of an operation leave as a problem."""
    api.add_exception_handler(Problem, _of_problem)
    api.add_exception_handler(ValidationError, _of_validation)
    api.add_exception_handler(AuthenticationError, lambda request, error: answer(UNAUTHENTICATED))
    api.add_exception_handler(Http404, lambda request, error: answer(Problem(404, "api.not_found")))
    api.add_exception_handler(
        PermissionDenied, lambda request, error: answer(Problem(403, "api.forbidden"))
    )
    api.add_exception_handler(Exception, _of_defect)


def _of_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(problem)


def _of_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each field and what is wrong; what was sent is never sent back."""
    found = [(str(item["loc"][-1]), _said(item)) for item in error.errors]
    return answer(Problem(422, "api.invalid", "項目を確かめてください。", errors=found))


def _said(item: Mapping[str, Any]) -> str:
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    fitting = (words for name, words in WORDS if str(item["type"]).startswith(name))
    return next(fitting, "値が正しくありません。")


def _of_defect(request: HttpRequest, error: Exception) -> HttpResponse:
    """A defect: its traceback goes to the program's own log, nothing of it to the caller."""
    note_fault(request, error)
    logger.error("API %s failed", request.resolver_match and request.resolver_match.route,
                 exc_info=error)  # fmt: skip
    return answer(Problem(500, "api.failed", "管理者に連絡してください。"))
