# SPDX-License-Identifier: Apache-2.0
"""Walking every route as somebody: what is read, what is sent, and what the answers say.

Routes are those of the URL resolver, so that a new page is walked without being named. What is
sent is undone at once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

import pypdfium2
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.staff_room import purpose_for

from daicho.foundation.access.pages import PURPOSE_KEY

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What ends the session or belongs to the account of who walks.
NOT_WALKED = re.compile(r"^/(sign-out|sign-in|purpose|account|api)/")
MOST_OF_A_ROUTE = 500


@dataclass(kw_only=True)
class Values:
    """What the parameters of a route may be: by the words of its path, else by its converter."""

    people: Sequence[int]
    households: Sequence[int]
    texts: Mapping[str, Sequence[str]]  # by name of the parameter, "" for any other
    years: Sequence[int] = (2025, 2026)
    objects: Sequence[int] = field(default_factory=lambda: keys_of_everything())

    def of(self, path: str, converter: str, name: str) -> Sequence[object]:
        """The candidates for one parameter."""
        if name == "year":
            return self.years
        if converter in ("", "str", "slug", "path"):
            return self.texts.get(name, self.texts[""])
        before = path.split("<int")[0]
        if re.search(r"people|taxpayers|persons?/|addressees", before):
            return self.people
        if re.search(r"households?/", before):
            return self.households
        return (*self.people, *self.households) if "target" in path else self.objects

    def queries(self, path: str) -> Sequence[str]:
        """What is asked for behind the question mark: nothing, a person, a day of the past."""
        if any(f"/{number}/" in path for number in self.people):
            return ("", "?day=R5.1.1&known=R8.6.1&all=1")
        if re.search(r"/\d+/", path):
            return ("",)
        return ("", *(f"?person={one}&subject={one}&address=東京都港区" for one in self.people[:4]))


def keys_of_everything(each: int = 3) -> list[int]:
    """The first and last keys of every table whose rows a page could be about."""
    found: set[int] = set()
    for model in apps.get_models():
        if not model.__module__.startswith("daicho."):  # a test's own model has no table here
            continue
        if model._meta.pk is None or model._meta.pk.get_internal_type() != "BigAutoField":
            continue
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        if model._meta.label in LARGE:
            keys = keys.reverse()
        found.update(keys[:each])
    return sorted(found)


LARGE = ("audit.Entry",)


@dataclass(frozen=True, slots=True)
class Step:
    """One address to go to, for a purpose that opens it."""

    path: str
    purpose: str


def steps(values: Values, held: Collection[str]) -> Iterator[Step]:
    """Every address of every route; of a route that is closed one is enough."""
    for pattern, function in routes("/", get_resolver().url_patterns):
        if NOT_WALKED.match(pattern):
            continue
        purpose = purpose_for(function) if function else "assessment"
        most = MOST_OF_A_ROUTE if not function or function in held else 1
        for path in itertools.islice(filled(pattern, values), most):
            yield from (Step(path + query, purpose) for query in values.queries(path))


def routes(prefix: str, patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, str]]:
    """Each route's pattern with the function it declares."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(path, pattern.url_patterns)
        else:
            declared = getattr(pattern.callback, "page", None)
            yield path, declared.function if declared else ""


def filled(pattern: str, values: Values) -> Iterator[str]:
    """The pattern with every combination of candidates."""
    found = list(PARAMETER.finditer(pattern))
    choices = [values.of(pattern, one[1] or "", one[2]) for one in found]
    for chosen in itertools.product(*choices):
        path = pattern
        for one, value in zip(found, chosen, strict=True):
            path = path.replace(one[0], str(value), 1)
        yield path


def choose(client: Client, purpose: str) -> None:
    """Go on for this purpose of use."""
    session = client.session
    if session.get(PURPOSE_KEY) != purpose:
        session[PURPOSE_KEY] = purpose
        session.save()


def walk(
    client: Client,
    values: Values,
    *,
    held: Collection[str],
    sent: Sequence[dict[str, Any]],
) -> Iterator[tuple[str, str]]:
    """Each answer as text: every address read, and every form sent, whatever comes of it."""
    for step in steps(values, held):
        choose(client, step.purpose)
        response = undone(lambda step=step: client.get(step.path))
        yield f"GET {step.path}", text_of(response)
        if response.status_code in (403, 404) or "?" in step.path:
            continue
        for number, data in enumerate(sent):
            answer = undone(lambda step=step, data=data: client.post(step.path, data))
            yield f"POST {number} {step.path}", text_of(answer)
            if answer.status_code == 405:
                break


def undone(ask: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, its changes taken back."""
    with transaction.atomic():
        response = ask()
        if response.streaming:
            response.content_read = b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def text_of(response: HttpResponse) -> str:
    """The words of an answer and its headers, also of a PDF, also of an escaped text."""
    content = getattr(response, "content_read", None)
    content = response.content if content is None else content
    headers = unquote_to_bytes(str(response.headers)).decode(errors="replace")
    if response.headers.get("Content-Type") == "application/pdf":
        pages = pypdfium2.PdfDocument(content)
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        return re.sub(r"\s", "", text) + headers
    return readable(content.decode(errors="replace")) + headers


def readable(text: str) -> str:
    r"""A text with its \uXXXX and %XX said in letters as well."""
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)
    return plain if "%" not in plain else plain + unquote_to_bytes(plain).decode(errors="replace")
