# SPDX-License-Identifier: Apache-2.0
"""Why a sign-in or a change of one's own account is refused."""

from __future__ import annotations

from daicho.kernel.findings import Finding, Severity


def _refusal(code: str, message: str) -> Finding:
    return Finding(f"identity.{code}", Severity.ERROR, message)


# One message for every wrong pair: it must not tell which logins exist.
WRONG = _refusal("wrong_password", "職員番号またはパスワードが正しくありません。")
LOCKED = _refusal(
    "locked", "誤りが続いたためロックされています。システム管理者に解除を依頼してください。"
)
NOT_EMPLOYED = _refusal("not_employed", "在籍期間外のためサインインできません。")
WRONG_OWN_PASSWORD = _refusal("wrong_own_password", "現在のパスワードが正しくありません。")
SAME_PASSWORD = _refusal("same_password", "新しいパスワードが現在のものと同じです。")
WRONG_CODE = _refusal(
    "wrong_code",
    "確認コードが正しくありません。一度使ったコードは使えません。次のコードを待ってください。",
)
WRONG_KEY = _refusal("wrong_key", "セキュリティキーを確認できません。もう一度お試しください。")
KEY_COPIED = _refusal(
    "key_copied",
    "セキュリティキーの使用回数が合いません。複製のおそれがあります。"
    "システム管理者に連絡してください。",
)
WRONG_RECOVERY = _refusal("wrong_recovery_code", "回復コードが正しくないか、使用済みです。")
LAST_FACTOR = _refusal("last_factor", "二要素認証が必須のため、最後の認証手段は削除できません。")
NO_FACTOR = _refusal("no_factor", "該当する認証手段がありません。")
HAS_TOTP = _refusal("has_totp", "認証アプリは登録済みです。替えるときは先に削除してください。")
OIDC_FAILED = _refusal("oidc_failed", "外部認証の結果を確認できません。もう一度お試しください。")
OIDC_UNKNOWN = _refusal("oidc_unknown", "外部認証の利用者に対応する職員が登録されていません。")


def weak_password(message: str) -> Finding:
    """One of the rules for passwords that is not kept."""
    return _refusal("weak_password", message)
