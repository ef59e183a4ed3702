# SPDX-License-Identifier: Apache-2.0
"""The register at 1,200,000 residents with fifty clerks at once: bench/results/register.json.

The web server runs in its own processes (gunicorn); the clerks are threads that search, open, look
at households and histories, type and register. Run: python -m bench.register [residents] [clerks]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

RESULT = Path(__file__).parent / "results" / "register.json"
PORT = 18765
WORKERS = 4
THREADS = 4
SECONDS = 60
THINK = 4.0  # seconds between two requests of a clerk: still a hurried one
PASSWORD = "hayai-uma-denchi"  # noqa: S105 - made up
LIMITS = {"search": 150, "open": 150, "save": 300}
SURNAMES = (
    "サトウ",
    "スズキ",
    "タカハシ",
    "タナカ",
    "イトウ",
    "ワタナベ",
    "オノ",
    "カサイ",
    "タカナシ",
)
GIVEN = ("キヨシ", "ミノル", "タダシ", "ヒロシ", "サブロウ", "アキラ")


def main(residents: int, clerks: int) -> None:
    """Fill, start the server, let the clerks work, write the figures down."""
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        os.environ |= {"DAICHO_HOME": folder, "DAICHO_SECOND_FACTOR": "optional"}
        from daicho.config.bootstrap import setup

        setup()
        from django.core.management import call_command

        from daicho.config.commands.db_stop import run as stop

        try:
            call_command("migrate", verbosity=0)
            figures = {"residents": residents, "clerks": clerks} | fill(residents)
            people = hire(clerks)
            figures |= serve_and_measure(clerks, people)
        finally:
            stop(argparse.Namespace(delete_data=True))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def fill(residents: int) -> dict[str, Any]:
    """The register, and its search index by the product's own rebuild."""
    from django.utils import timezone

    from daicho.counterparts.ward.bulk_register import make_register
    from daicho.domains.register.models import ResidentVersion, SearchEntry
    from daicho.domains.register.search.index import rebuild

    started = time.monotonic()
    make_register(residents=residents, at=timezone.now())
    filled = time.monotonic()
    rebuild(addressee_nos=None, at=timezone.now())
    rebuilt = time.monotonic()
    print(f"{filled - started:.0f} s to fill, {rebuilt - filled:.0f} s to rebuild", flush=True)
    return {
        "rows": ResidentVersion.objects.count(), "search_rows": SearchEntry.objects.count(),
        "fill_s": round(filled - started, 1), "rebuild_search_s": round(rebuilt - filled, 1),
        "rebuild_limit_s": 600,
    }  # fmt: skip


def hire(clerks: int) -> list[int]:
    """Staff for the clerks, and persons to ask for."""
    from datetime import timedelta

    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from daicho.domains.register.models import ResidentVersion
    from daicho.foundation.access import granting
    from daicho.foundation.identity.models import Staff

    now = timezone.now()
    today = timezone.localtime(now).date()
    hashed = make_password(PASSWORD)
    for number in range(clerks):
        staff = Staff(
            login=f"bench{number}", name=f"計測 {number}", kana="ケイソク", section="区民課",
            active_from=today, password=hashed,
        )  # fmt: skip
        staff.save()
        granting.grant_role(
            staff=staff, role="register_chief", first=today, last=today + timedelta(days=1),
            by="bench", at=now,
        )  # fmt: skip
    numbers = ResidentVersion.objects.filter(history_no=1).values_list("addressee_no", flat=True)
    return random.Random(1).sample(list(numbers), min(20_000, len(numbers)))


class Clerk:
    """A browser of one clerk."""

    def __init__(self, number: int) -> None:
        """Sign in and choose the purpose."""
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.jar = jar.cookiejar
        self.opener = urllib.request.build_opener(jar)
        self.get("/sign-in/")
        self.post("/sign-in/", {"login": f"bench{number}", "password": PASSWORD})
        self.get("/purpose/")
        self.post("/purpose/", {"purpose": "register"})
        if "個人番号でさがす" not in self.get("/register/"):
            raise SystemExit("the clerk has not come in")

    def get(self, path: str) -> str:
        """The text of a page."""
        with self.opener.open(f"http://127.0.0.1:{PORT}{path}") as answer:
            return str(answer.read().decode())

    def post(self, path: str, data: dict[str, Any]) -> str:
        """The text of the page after sending a form."""
        token = next((one.value for one in self.jar if one.name == "csrftoken"), "")
        body = urlencode({**data, "csrfmiddlewaretoken": token}, doseq=True).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}{path}", body, {"Referer": f"http://127.0.0.1:{PORT}/"}
        )
        with self.opener.open(request) as answer:
            return str(answer.read().decode())


def serve_and_measure(clerks: int, people: list[int]) -> dict[str, Any]:
    """Run the server, let everybody work for a minute, and take the times."""
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "daicho.config.wsgi", "--bind", f"127.0.0.1:{PORT}",
         "--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "error"],
    )  # fmt: skip
    try:
        _wait_for_server()
        times: dict[str, list[float]] = {"search": [], "open": [], "save": []}
        errors: list[str] = []
        until = time.monotonic() + SECONDS + clerks * 0.2
        threads = [
            threading.Thread(target=work, args=(number, people, times, errors, until))
            for number in range(clerks)
        ]
        for thread in threads:
            thread.start()
            time.sleep(0.2)
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    found: dict[str, Any] = {name: summary(name, values) for name, values in times.items()}
    return {"web_processes": WORKERS, "threads_each": THREADS, "think_s": THINK, **found,
            "errors": errors[:5], "error_count": len(errors)}  # fmt: skip


def _wait_for_server() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/sign-in/")
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def work(
    number: int, people: list[int], times: dict[str, list[float]], errors: list[str], until: float
) -> None:
    """One clerk's minute: mostly searches and looks, now and then a slip."""
    draw = random.Random(number)
    clerk = Clerk(number)
    while time.monotonic() < until:
        kind = draw.choices(("search", "open", "save"), (4, 5, 1))[0]
        task = {"search": _search, "open": _open, "save": _save}[kind]
        try:
            ask = task(clerk, draw, people)
            started = time.perf_counter()
            ask()
            times[kind].append((time.perf_counter() - started) * 1000)
        except Exception as error:
            errors.append(f"{kind}: {error}")
        time.sleep(draw.uniform(0.5, 1.5) * THINK)


def _search(clerk: Clerk, draw: random.Random, people: list[int]) -> Callable[[], object]:
    words = draw.choice((
        f"{draw.choice(SURNAMES)}{draw.choice(GIVEN)}",
        f"{draw.choice(SURNAMES)} S{draw.randint(20, 63)}.{draw.randint(1, 12)}",
        draw.choice(SURNAMES),
        f"S{draw.randint(20, 63)}.{draw.randint(1, 12)}.{draw.randint(1, 28)}",
        str(draw.choice(people)),
    ))  # fmt: skip
    return lambda: expect("検索結果", clerk.post("/register/", {"everything": words}))


def _open(clerk: Clerk, draw: random.Random, people: list[int]) -> Callable[[], object]:
    part = draw.choice(("", "", "household/", "history/"))
    return lambda: expect(
        "この人の画面", clerk.get(f"/register/people/{draw.choice(people)}/{part}")
    )


def _save(clerk: Clerk, draw: random.Random, people: list[int]) -> Callable[[], object]:
    """A death entered (仮登録) with its alerts acknowledged: the checks and the slip."""
    number = draw.choice(people)
    url = f"/register/slips/new/register.death/?person={number}"
    typed = {
        "happened_on": "R8.11.1", "addressee_no": number, "basis": "戸籍届出・通知", "entry": "",
        "version": "", "notifier": "計測", "notified_on": "R8.11.2",
    }  # fmt: skip
    looked = clerk.post(url, {**typed, "step": "look"})
    alerts = [part.split('"')[0] for part in looked.split('name="acknowledged" value="')[1:]]
    return lambda: expect(
        "仮登録しました", clerk.post(url, {**typed, "step": "enter", "acknowledged": alerts})
    )


def expect(words: str, page: str) -> None:
    """A page that is not the one asked for is an error, however fast."""
    if words not in page:
        raise AssertionError(f"no {words} on the page")


def summary(name: str, values: list[float]) -> dict[str, Any]:
    """Middle, 95th and 99th percentile, and the goal."""
    ordered = sorted(values)
    if not ordered:
        return {"count": 0}

    def percentile(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)

    return {
        "count": len(ordered), "p50_ms": percentile(0.5), "p95_ms": percentile(0.95),
        "p99_ms": percentile(0.99), "goal_p95_ms": LIMITS[name],
        "reached": percentile(0.95) <= LIMITS[name],
    }  # fmt: skip


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_200_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 50,
    )
