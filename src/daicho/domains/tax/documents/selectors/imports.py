# SPDX-License-Identifier: Apache-2.0
"""Imports: what came in, what it summed to, what is still open."""

from __future__ import annotations

from django.db.models import QuerySet

from daicho.domains.tax.documents.models import (
    FileState,
    ImportFile,
    RefusedRow,
    RefusedState,
)


def list_imports(*, fiscal_year: int, kind: str = "") -> QuerySet[ImportFile]:
    """Imports of a year, the latest first."""
    found = ImportFile.objects.filter(fiscal_year=fiscal_year)
    return (found.filter(kind=kind) if kind else found).order_by("-id")


def find_import(*, file_id: int) -> ImportFile | None:
    """One import."""
    return ImportFile.objects.filter(pk=file_id).first()


def list_refused_rows(*, file_id: int, only_open: bool = False) -> QuerySet[RefusedRow]:
    """Rows of an import that were refused."""
    found = RefusedRow.objects.filter(file_id=file_id)
    return (found.filter(state=RefusedState.OPEN) if only_open else found).order_by("line_no")


def list_open_imports(*, fiscal_year: int) -> QuerySet[ImportFile]:
    """Imports with refused rows that nobody has settled: a run must not pass them over."""
    return ImportFile.objects.filter(fiscal_year=fiscal_year, state=FileState.OPEN).order_by("id")
