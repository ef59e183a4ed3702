# SPDX-License-Identifier: Apache-2.0
"""The work on the register that is not one person's: one page that leads to all of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daicho.foundation.access.pages import DeskRequest, page

# Label, what is done there, route, and the function that it needs.
Line = tuple[str, str, str, str]
GROUPS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    ("届出", (
        ("転出証明書情報の取込", "特例転入・転出証明書のデータから転入の入力票を作ります。",
             "register:certificates", "register.enter"),
        ("転入通知未着者", "転出した後、転入通知の届いていない人。",
             "register:awaiting", "register.view"),
        ("世帯主のいない世帯", "世帯主変更の届出を求める世帯。",
             "register:headless", "register.view"),
    )),
    ("外国人住民", (
        ("出入国在留管理庁長官通知", "届いた通知を取り込み、入力票にします。",
             "register:immigration", "register.view"),
        ("在留期間の満了", "在留期間の満了した人と、近く満了する人。",
             "register:stays", "register.view"),
        ("経過滞在者", "出生・国籍喪失による経過滞在者。",
             "register:transitional", "register.view"),
    )),
    ("一括処理", (
        ("住所などの一括変更", "住居表示・町名変更などをファイルで行います。",
             "register:bulk", "register.bulk"),
        ("住民票コード", "新規付番用の住民票コードの在庫と下限。",
             "register:codes", "register.code"),
        ("住所辞書・方書", "町名・郵便番号・方書の検索と修正。",
             "register:places", "register.bulk"),
        ("住居表示・地番", "住所を設定できる番地のマスタの取込と照会。",
             "register:lots", "register.bulk"),
        ("国名辞書", "国籍・地域と転出先の国名の検索と修正。",
             "register:countries", "register.bulk"),
        ("外字・異体字", "検索で同じ字とみなす外字・異体字の登録。",
             "register:own-variants", "register.bulk"),
        ("文字の拡大・文字コード", "文字を大きく見て、コードや似た字を調べます。",
             "register:pick-character", "register.view"),
    )),
)  # fmt: skip


@require_safe
@page(function="register.view", title="住民記録の業務")
def tasks(request: DeskRequest) -> HttpResponse:
    """What this person may do of it."""
    functions = request.desk.context.actor.functions
    groups = [
        (
            heading,
            [
                (label, note, reverse(route))
                for label, note, route, function in lines
                if function in functions
            ],
        )
        for heading, lines in GROUPS
    ]
    return render(
        request, "register/tasks/index.html", {"groups": [one for one in groups if one[1]]}
    )
