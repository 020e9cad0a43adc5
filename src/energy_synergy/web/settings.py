"""Django settings: one site, one data folder, closed by default."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from energy_synergy.web.data_folder import data_folder, secret_key
from energy_synergy.web.operator_settings import mail_settings, price_settings, transport_settings

HERE = Path(__file__).resolve().parent
DATA_DIR = data_folder()
SECRET_KEY = secret_key(DATA_DIR)
DEBUG = os.environ.get("ES_DEBUG") == "1"
SITE_HOSTS = list(filter(None, os.environ.get("ES_ALLOWED_HOSTS", "").split(",")))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *SITE_HOSTS]
# Behind a proxy that speaks TLS, forms come from https://<host>.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in SITE_HOSTS]
# Until somebody makes an account, whoever sits at this machine owns the site; not where it has a name of its own.
LOCAL_OWNER = not SITE_HOSTS and os.environ.get("ES_LOCAL_OWNER", "1") == "1"

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    # Before allauth, so that pages and mails of the same name are ours.
    "energy_synergy.web.apps.WebConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "energy_synergy.web.middleware.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "energy_synergy.web.middleware.SecurityHeaders",
    "energy_synergy.web.api.middleware.PlainRefusals",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "energy_synergy.web.middleware.AccountLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "energy_synergy.web.door.SignInDoor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "energy_synergy.web.urls"
WSGI_APPLICATION = "energy_synergy.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "energy-synergy.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "web.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("name", "email")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "energy_synergy.web.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "energy_synergy.web.accounts.forms.LoginForm",
    "signup": "energy_synergy.web.accounts.forms.SignupForm",
    "add_email": "energy_synergy.web.accounts.forms.AddEmailForm",
    "change_password": "energy_synergy.web.accounts.forms.ChangePasswordForm",
    "reset_password": "energy_synergy.web.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "energy_synergy.web.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "energy_synergy.web.accounts.forms.ReauthenticateForm",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "energy_synergy.web.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "energy_synergy.web.accounts.second_factor.AuthenticateForm",
    "reauthenticate": "energy_synergy.web.accounts.second_factor.ReauthenticateForm",
    "activate_totp": "energy_synergy.web.accounts.second_factor.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Energy Synergy"
# A clock that is half a minute wrong still counts.
MFA_TOTP_TOLERANCE = 1
# A site may send no mail, so that no address can be verified; accounts come by invitation alone.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 86_400
# Attempts are counted in the memory of this process: one process serves the site.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MAIL = mail_settings(os.environ, SITE_HOSTS)
MAIL_IS_SENT = MAIL.is_sent
MAIL_DIR = DATA_DIR / "mail"
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.tls == "starttls", MAIL.tls == "tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
FORMAT_MODULE_PATH = ["energy_synergy.web.local_formats"]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {"staticfiles": {"BACKEND": "energy_synergy.web.static_names.HashedNames"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# A file; all files that are sent at once; how long sending may take; how many files of a group may lie unfinished.
MAX_UPLOAD_BYTES = 50_000_000
MAX_UPLOADS_BYTES = 200_000_000
MAX_UPLOAD_SECONDS = 900
MAX_OPEN_UPLOADS = 100
UPLOADS_DIR = DATA_DIR / "uploads"
# Larger files are checked beside the pages, with their progress shown.
CHECKED_AT_ONCE_BYTES = 3_000_000
FILE_UPLOAD_HANDLERS = ["energy_synergy.web.uploads.LimitedFile"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 30

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 86_400
TRANSPORT = transport_settings(os.environ, SITE_HOSTS)
PRICES = price_settings(os.environ)
BEHIND_PROXY = TRANSPORT.has_proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRANSPORT.has_proxy else None
SECURE_SSL_REDIRECT = TRANSPORT.has_proxy
SECURE_HSTS_SECONDS = TRANSPORT.hsts_seconds
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TRANSPORT.is_secure
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TRANSPORT.is_secure else "http"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_secrets": {"()": "energy_synergy.web.log.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
