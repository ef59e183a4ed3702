# SPDX-License-Identifier: Apache-2.0
"""Django's settings, from the typed environment. What a place may choose is in environment.py."""

from __future__ import annotations

import os
from typing import Any

from daicho.config.domains import DOMAIN_APPS
from daicho.config.environment import Environment, read_environment
from daicho.kernel.dates import ERAS

ENVIRONMENT: Environment = read_environment(os.environ)
ERAS.replace(ENVIRONMENT.eras)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.csrf_trusted_origins)

DAICHO_HOME = ENVIRONMENT.home
MUNICIPALITY_CODE = ENVIRONMENT.municipality_code
VAULT_KEY = ENVIRONMENT.vault_key
VAULT_FORMER_KEYS = ENVIRONMENT.vault_former_keys
VAULT_HASH_HOLDERS = "daicho.config.hash_holders"
AUDIT_SIGNING_KEY = ENVIRONMENT.audit_signing_key
AUDIT_CHECKPOINT_DIR = ENVIRONMENT.audit_checkpoint_dir
AUDIT_DAY_BEGINS = ENVIRONMENT.audit_day_begins
AUDIT_DAY_ENDS = ENVIRONMENT.audit_day_ends
AUDIT_MASS_SEARCH = ENVIRONMENT.audit_mass_search
ACCESS_CATALOGUE = "daicho.config.access_catalogue"
EMERGENCY_MINUTES = ENVIRONMENT.emergency_minutes
TAX_FILES = "daicho.config.imports"
REGISTER_HOOKS = "daicho.config.register_hooks"
CERTIFICATE_HOOKS = "daicho.config.certificate_hooks"
CERTIFICATE_SIGNING_KEY = ENVIRONMENT.certificate_signing_key
CERTIFICATE_SIGNING_PASSPHRASE = ENVIRONMENT.certificate_signing_passphrase
PRINT_COMMAND = ENVIRONMENT.print_command
TRUSTED_PROXY = ENVIRONMENT.trusted_proxy
API_CALLS_PER_MINUTE = ENVIRONMENT.api_calls_per_minute

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "daicho.foundation.database",
    "daicho.foundation.identity",
    "daicho.foundation.audit",
    "daicho.foundation.access",
    "daicho.foundation.actions",
    "daicho.foundation.vault",
    "daicho.foundation.entries",
    "daicho.foundation.temporal",
    "daicho.foundation.batch",
    "daicho.foundation.numbering",
    "daicho.foundation.ui",
    *DOMAIN_APPS,
    "daicho.jobs",
    "daicho.web.desk",
    "daicho.web.counter",
    "daicho.web.help",
    "daicho.web.api",
]

MIDDLEWARE = [
    "daicho.config.security_headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "daicho.config.security_headers.ApiByTlsOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "daicho.foundation.identity.idle.IdleTimeout",
    "daicho.config.upload_limit.UploadLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "daicho.web.desk.faults.FaultLog",
]

ROOT_URLCONF = "daicho.config.urls"
WSGI_APPLICATION = "daicho.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def _database(environment: Environment) -> dict[str, Any]:
    """The municipality's own server, or the private one that starts at the first connection."""
    shared: dict[str, Any] = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    address = environment.database
    if address is None:
        return {
            "ENGINE": "daicho.foundation.database.private",
            "NAME": "daicho",
            "OPTIONS": {"home": str(environment.home)},
            **shared,
        }
    return {
        "ENGINE": "daicho.foundation.database.external",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": {**_transport(address.host), **dict(address.options)},
        **shared,
    }


def _transport(host: str) -> dict[str, str]:
    """A database on another machine: over TLS, its certificate checked, unless told otherwise."""
    is_here = host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1")
    return {} if is_here else {"sslmode": "verify-full"}


def _database_users(environment: Environment) -> dict[str, dict[str, str]]:
    """Who connects: the owner of the tables for upkeep, the application for requests."""
    own, owner = environment.database, environment.database_owner
    if own is None:
        return {"owner": {"USER": "daicho"}, "application": {"USER": "daicho_app"}}
    application = {"USER": own.user, "PASSWORD": own.password}
    if owner is None:
        return {"owner": application, "application": application}
    return {"owner": {"USER": owner.user, "PASSWORD": owner.password}, "application": application}


DATABASES = {"default": _database(ENVIRONMENT)}
DATABASE_USERS = _database_users(ENVIRONMENT)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.Staff"
AUTHENTICATION_BACKENDS = ["daicho.foundation.identity.sessions.StaffSessions"]
LOGIN_URL = "/sign-in/"
PURPOSE_URL = "/purpose/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "kana", "section")},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "daicho.foundation.identity.password_words.PlaceWordsValidator"},
]

# Of allauth only the second factor is used, as a library: its pages and its sign-up are not here.
SECOND_FACTOR = ENVIRONMENT.second_factor
OIDC = ENVIRONMENT.oidc
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "daicho.config.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
# Served from the packages themselves: nothing has to be collected before the first start.
WHITENOISE_USE_FINDERS = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_SECONDS = ENVIRONMENT.session_idle_minutes * 60
# However busy, a session ends after this; the person signs in again (ASVS 7.3.2).
SESSION_LONGEST_SECONDS = ENVIRONMENT.session_longest_hours * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
if ENVIRONMENT.https:
    # A neighbouring host cannot plant a cookie of such a name (ASVS 3.3.3).
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Messages wait in the session: a cookie of their own would carry their text.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_REDIRECT_EXEMPT = [r"^api/"]  # refused instead, by ApiByTlsOnly
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENVIRONMENT.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# What is sent in holds 個人番号 until it is sealed: it waits in a folder that only we can enter.
FILE_UPLOAD_TEMP_DIR = ENVIRONMENT.home / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {
            "()": "daicho.config.log_format.MaskingFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
