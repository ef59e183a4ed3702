# SPDX-License-Identifier: Apache-2.0
"""`daicho certificates tidy`: close what was interrupted, let papers go whose days are over."""

from __future__ import annotations

import argparse

NAME = ("certificates", "tidy")
HELP = "途中で止まった証明書の発行を「中断」として閉じ、保存期限の過ぎた証明書の控えを消す"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    """Run it at the start of the web and every day."""
    from daicho.config.bootstrap import setup

    setup()
    from django.utils import timezone

    from daicho.config.operator import command_context
    from daicho.domains.certificates.public import CloseInterrupted, ForgetPapers
    from daicho.foundation.actions.action import perform

    context = command_context(
        functions=frozenset({"certificate.issue"}), purpose="certificate", at=timezone.now()
    )
    closed = perform(CloseInterrupted(), context=context)
    gone = perform(ForgetPapers(), context=context)
    print(f"中断として閉じた請求 {closed.value or 0}件、消した控え {gone.value or 0}件")
    return 1 if closed.is_refused or gone.is_refused else 0
