# SPDX-License-Identifier: Apache-2.0
"""The environment, read once and strictly: every wrong value is named, nothing is guessed.

A secret may also come from a file (`SECRET_KEY_FILE`), and is made and kept under
`DAICHO_HOME/secrets` when neither is given.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from daicho.config.eras import read_eras
from daicho.kernel.dates import BUILT_IN, Era, EraError

SECRET_BYTES = 32
# Names read here; docs/reference/settings.md documents each (an invariant test compares them).
VARIABLES = (
    "DAICHO_HOME",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SECRET_KEY",
    "VAULT_KEY",
    "AUDIT_SIGNING_KEY",
    "AUDIT_CHECKPOINT_DIR",
    "AUDIT_DAY_BEGINS",
    "AUDIT_DAY_ENDS",
    "AUDIT_MASS_SEARCH",
    "VAULT_FORMER_KEYS",
    "MUNICIPALITY_CODE",
    "DAICHO_ERAS",
    "DEBUG",
    "HTTPS",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SESSION_IDLE_MINUTES",
    "API_CALLS_PER_MINUTE",
    "SESSION_LONGEST_HOURS",
    "TRUSTED_PROXY",
    "DAICHO_SECOND_FACTOR",
    "EMERGENCY_MINUTES",
    "CERTIFICATE_SIGNING_KEY",
    "CERTIFICATE_SIGNING_PASSPHRASE",
    "DAICHO_PRINT_COMMAND",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_LOGIN_CLAIM",
    "OIDC_SECOND_FACTOR",
)
SECRETS = (
    "SECRET_KEY",
    "VAULT_KEY",
    "AUDIT_SIGNING_KEY",
    "OIDC_CLIENT_SECRET",
    "CERTIFICATE_SIGNING_PASSPHRASE",
)


class SettingsError(Exception):
    """The environment cannot be used; the message names every wrong variable."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where a PostgreSQL of the municipality's own stands."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OidcClient:
    """Where staff sign in by OpenID Connect, and as whom we ask there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    login_claim: str
    does_trust_second_factor: bool


@dataclass(frozen=True, slots=True)
class Environment:
    """Every setting that a place of use may choose."""

    home: Path
    database: DatabaseAddress | None
    database_owner: DatabaseAddress | None
    secret_key: str
    vault_key: bytes
    vault_former_keys: tuple[bytes, ...]
    audit_signing_key: bytes
    audit_checkpoint_dir: Path
    audit_day_begins: int
    audit_day_ends: int
    audit_mass_search: int
    municipality_code: str
    eras: tuple[Era, ...]
    debug: bool
    https: bool
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    session_idle_minutes: int
    api_calls_per_minute: int
    session_longest_hours: int
    trusted_proxy: bool
    second_factor: str
    emergency_minutes: int
    oidc: OidcClient | None
    certificate_signing_key: Path | None
    certificate_signing_passphrase: str = field(repr=False)
    print_command: Path | None


class _Reader:
    """Collects what is wrong instead of stopping at the first variable."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.errors: list[str] = []

    def flag(self, name: str, default: bool) -> bool:
        text = self.variables.get(name)
        if text not in (None, "True", "False"):
            self.errors.append(f"{name}: True か False を指定してください(指定値 {text!r})。")
        return default if text is None else text == "True"

    def eras(self, name: str) -> tuple[Era, ...]:
        """The eras there are, with those of the file that is named."""
        if not (text := self.variables.get(name, "")):
            return BUILT_IN
        try:
            return read_eras(Path(text))
        except EraError as error:
            self.errors.append(f"{name}: {error}")
            return BUILT_IN

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        text = self.variables.get(name)
        if text is None:
            return default
        if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
            return int(text)
        self.errors.append(
            f"{name}: {lowest}〜{highest} の整数を指定してください(指定値 {text!r})。"
        )
        return default

    def words(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        text = self.variables.get(name)
        if text is None:
            return default
        words = tuple(word.strip() for word in text.split(","))
        if not all(words):
            self.errors.append(f"{name}: コンマ区切りに空の項目があります。")
        return words

    def secret(self, name: str, home: Path) -> str:
        """The secret itself, the content of its file, or one made now and kept."""
        path_text = self.variables.get(f"{name}_FILE")
        if name in self.variables and path_text is not None:
            self.errors.append(f"{name} と {name}_FILE は同時に指定できません。")
        if name in self.variables:
            return self._long_enough(name, self.variables[name])
        if path_text is None:
            return keep_secret(home / "secrets" / name.lower())
        try:
            return self._long_enough(f"{name}_FILE", Path(path_text).read_text("utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            self.errors.append(f"{name}_FILE: ファイルを読めません({error})。")
            return ""

    def key(self, name: str, home: Path) -> bytes:
        """A secret that is 32 bytes in hexadecimal."""
        text = self.secret(name, home)
        try:
            value = bytes.fromhex(text)
        except ValueError:
            value = b""
        if len(value) != SECRET_BYTES:
            self.errors.append(f"{name}: 32バイトの16進数(64文字)を指定してください。")
        return value

    def former_keys(self, name: str, home: Path) -> tuple[bytes, ...]:
        """Keys that were in force before, for what is still sealed with them."""
        kept = home / "secrets" / name.lower()
        source = kept if kept.exists() else None
        if f"{name}_FILE" in self.variables:
            source = Path(self.variables[f"{name}_FILE"])
        text = self.variables.get(name, "")
        if source is not None and not text:
            try:
                text = source.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                self.errors.append(f"{name}_FILE: ファイルを読めません({error})。")
        try:
            keys = tuple(bytes.fromhex(word) for word in text.replace(",", " ").split())
        except ValueError:
            keys = (b"",)
        if any(len(key) != SECRET_BYTES for key in keys):
            self.errors.append(f"{name}: 32バイトの16進数をコンマ区切りで指定してください。")
        return keys

    def _long_enough(self, name: str, text: str) -> str:
        if len(text) < SECRET_BYTES:
            self.errors.append(f"{name}: {SECRET_BYTES}文字以上にしてください。")
        return text

    def database(self, name: str) -> DatabaseAddress | None:
        text = self.variables.get(name)
        if text is None:
            return None
        try:
            return parse_database_url(text)
        except ValueError as error:
            self.errors.append(f"{name}: {error}")
            return None

    def choice(self, name: str, words: tuple[str, ...]) -> str:
        """One of `words`; the first when nothing is given."""
        text = self.variables.get(name, words[0])
        if text not in words:
            self.errors.append(f"{name}: {'・'.join(words)} のどれかを指定してください({text!r})。")
        return text

    def oidc(self, home: Path) -> OidcClient | None:
        """All of it or nothing; the issuer is asked over TLS, or on this machine."""
        issuer = self.variables.get("OIDC_ISSUER")
        if issuer is None:
            return None
        parts = urlsplit(issuer)
        is_local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
        if parts.scheme != "https" and not is_local:
            self.errors.append("OIDC_ISSUER: https:// で始まる URL を指定してください。")
        given = {"OIDC_CLIENT_SECRET", "OIDC_CLIENT_SECRET_FILE"} & set(self.variables)
        if not self.variables.get("OIDC_CLIENT_ID") or not given:
            self.errors.append("OIDC_CLIENT_ID と OIDC_CLIENT_SECRET を指定してください。")
        trust = self.choice("OIDC_SECOND_FACTOR", ("own", "issuer"))
        return OidcClient(
            issuer=issuer.rstrip("/"),
            client_id=self.variables.get("OIDC_CLIENT_ID", ""),
            client_secret=self.secret("OIDC_CLIENT_SECRET", home) if given else "",
            login_claim=self.variables.get("OIDC_LOGIN_CLAIM", "preferred_username"),
            does_trust_second_factor=trust == "issuer",
        )

    def program(self, name: str) -> Path | None:
        """A program that can be run here."""
        if not (text := self.variables.get(name, "")):
            return None
        path = Path(text).absolute()
        if not (path.is_file() and os.access(path, os.X_OK)):
            self.errors.append(f"{name}: 実行できるプログラムではありません。")
        return path

    def signing_passphrase(self, home: Path) -> str:
        """Needed with a key, and never made up."""
        name = "CERTIFICATE_SIGNING_PASSPHRASE"
        if "CERTIFICATE_SIGNING_KEY" not in self.variables:
            return ""
        if not {name, f"{name}_FILE"} & set(self.variables):
            self.errors.append(f"{name}: CERTIFICATE_SIGNING_KEY と共に指定してください。")
            return ""
        return self.secret(name, home)

    def municipality(self) -> str:
        code = self.variables.get("MUNICIPALITY_CODE", "131032")
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            self.errors.append(f"MUNICIPALITY_CODE: 6桁の団体コードを指定してください({code!r})。")
        return code


def parse_database_url(text: str) -> DatabaseAddress:
    """postgresql://user:password@host:port/name?option=value; a ValueError says what is wrong."""
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("postgresql:// で始まる URL を指定してください。")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("データベース名がありません。")
    try:
        port = "" if parts.port is None else str(parts.port)
    except ValueError as error:
        raise ValueError("ポート番号が正しくありません。") from error
    options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    return DatabaseAddress(
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=options.pop("host", unquote(parts.hostname or "")),
        port=options.pop("port", port),
        options=tuple(sorted(options.items())),
    )


def keep_secret(path: Path) -> str:
    """The secret kept at `path`, made at the first call; only its owner can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(SECRET_BYTES), "ascii")
        try:
            # A link fails when another process was first; its secret is then the one that counts.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text("ascii").strip()


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The whole environment, or a SettingsError that names every wrong variable."""
    reader = _Reader(variables)
    home = Path(variables.get("DAICHO_HOME") or ".daicho").expanduser().absolute()
    environment = Environment(
        home=home,
        database=reader.database("DATABASE_URL"),
        database_owner=reader.database("DATABASE_OWNER_URL"),
        secret_key=reader.secret("SECRET_KEY", home),
        vault_key=reader.key("VAULT_KEY", home),
        vault_former_keys=reader.former_keys("VAULT_FORMER_KEYS", home),
        audit_signing_key=reader.key("AUDIT_SIGNING_KEY", home),
        audit_checkpoint_dir=Path(
            variables.get("AUDIT_CHECKPOINT_DIR") or home / "audit-checkpoints"
        ).absolute(),
        audit_day_begins=reader.number("AUDIT_DAY_BEGINS", 7, 0, 12),
        audit_day_ends=reader.number("AUDIT_DAY_ENDS", 20, 13, 24),
        audit_mass_search=reader.number("AUDIT_MASS_SEARCH", 200, 1, 1_000_000),
        municipality_code=reader.municipality(),
        eras=reader.eras("DAICHO_ERAS"),
        debug=reader.flag("DEBUG", False),
        https=reader.flag("HTTPS", False),
        allowed_hosts=reader.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]")),
        csrf_trusted_origins=reader.words("CSRF_TRUSTED_ORIGINS", ()),
        session_idle_minutes=reader.number("SESSION_IDLE_MINUTES", 15, 1, 480),
        api_calls_per_minute=reader.number("API_CALLS_PER_MINUTE", 600, 1, 1_000_000),
        session_longest_hours=reader.number("SESSION_LONGEST_HOURS", 12, 1, 24),
        trusted_proxy=reader.flag("TRUSTED_PROXY", False),
        second_factor=reader.choice("DAICHO_SECOND_FACTOR", ("required", "optional")),
        emergency_minutes=reader.number("EMERGENCY_MINUTES", 60, 1, 60),
        oidc=reader.oidc(home),
        certificate_signing_key=(
            Path(variables["CERTIFICATE_SIGNING_KEY"]).absolute()
            if "CERTIFICATE_SIGNING_KEY" in variables
            else None
        ),
        certificate_signing_passphrase=reader.signing_passphrase(home),
        print_command=reader.program("DAICHO_PRINT_COMMAND"),
    )
    if reader.errors:
        raise SettingsError("設定に誤りがあります。\n" + "\n".join(reader.errors))
    return environment
