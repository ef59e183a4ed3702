# SPDX-License-Identifier: Apache-2.0
"""Every place that holds what the vault's cipher sealed, for the change of its key.

Numbers, hashes and import files are the vault's own (`rotation`, `blobs`). A test walks the source
for every caller of `encrypt` and `seal`: its product lies in a place named here, or passes through.
"""

from __future__ import annotations

import base64

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from daicho.config.second_factor import USE as FACTOR
from daicho.domains.register.search.recent import USE as RECENT
from daicho.foundation.entries.store import USE as ENTRY
from daicho.foundation.vault.blobs import USE as BLOB
from daicho.foundation.vault.keys import VaultError
from daicho.foundation.vault.resealing import (
    Resealed,
    SealedHolder,
    column,
    inside_json,
    is_current,
    renewed,
)
from daicho.web.desk.enrolment import SECRET


def _offered(session: Session) -> bytes:
    """The sealed secret that a session offers to somebody enrolling right now; mostly none."""
    return base64.b64decode(session.get_decoded().get(SECRET, ""))


def _count_sessions() -> int:
    offered = map(_offered, Session.objects.iterator())
    return sum(bool(sealed) and not is_current(sealed) for sealed in offered)


def _reseal_sessions() -> Resealed:
    """A session whose secret no key opens could not be used any more and ends."""
    done = 0
    for key in list(Session.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            session = Session.objects.select_for_update().filter(pk=key).first()
            sealed = _offered(session) if session else b""
            if session is None or not sealed or is_current(sealed):
                continue
            _renew_session(session, sealed)
            done += 1
    return Resealed(done)


def _renew_session(session: Session, sealed: bytes) -> None:
    try:
        again = base64.b64encode(renewed(sealed, use=FACTOR)).decode("ascii")
    except VaultError:
        session.delete()
        return
    content = session.get_decoded() | {SECRET: again}
    session.session_data = SessionStore().encode(content)
    session.save(update_fields=["session_data"])


_FACTORS = {"table": "mfa_authenticator", "column": "data", "use": FACTOR}
_ISSUED = "daicho.domains.certificates.actions.issue._store"
_SCANNED = "daicho.domains.seals.actions.scanning.ScanImprint.change"

HOLDERS: tuple[SealedHolder, ...] = (
    inside_json(
        "認証アプリの秘密", inside="secret", **_FACTORS,
        sealed_by=("allauth.mfa.totp.internal.auth.TOTP.activate",),
    ),
    inside_json(
        "予備コードの種", inside="seed", **_FACTORS,
        sealed_by=("allauth.mfa.recovery_codes.internal.auth.RecoveryCodes.activate",),
    ),
    SealedHolder(
        "登録中の認証アプリ", "django_session.session_data",
        ("daicho.web.desk.enrolment._secret",), _count_sessions, _reseal_sessions,
    ),
    column(
        "入力票", table="entries_entry", column="sealed", use=ENTRY,
        sealed_by=("daicho.foundation.entries.store.save_content",),
    ),
    column(
        "検索履歴", table="register_recentsearch", column="sealed", use=RECENT,
        sealed_by=("daicho.domains.register.search.recent.keep",),
    ),
    column(
        "証明書のPDF", table="certificates_issueddocument", column="pdf", use=BLOB,
        sealed_by=(_ISSUED,),
    ),
    column(
        "証明書の内容", table="certificates_issueddocument", column="content", use=BLOB,
        sealed_by=(_ISSUED,),
    ),
    column(
        "印影", table="seals_sealimage", column="png", use=BLOB, sealed_by=(_SCANNED,),
    ),
    column(
        "印影の元画像", table="seals_sealimage", column="original", use=BLOB,
        sealed_by=(_SCANNED,),
    ),
)  # fmt: skip

# Sealed on the way through a browser only: what no key opens any more is typed again.
IN_TRANSIT = ("daicho.foundation.ui.slip_form._input",)
