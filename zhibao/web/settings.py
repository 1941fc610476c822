"""网站设置: read from the environment once, on the start; `zhibao serve` and the tests fill it in."""

import os
from pathlib import Path

from zhibao.web.database import database

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("ZHIBAO_DATA", "zhibao-data")).resolve()
IS_DEMO = os.environ.get("ZHIBAO_DEMO") == "1"
IS_HTTPS = os.environ.get("ZHIBAO_HTTPS") == "1"
VERSION_SHOWN = "0.1"

# Never a default: without a secret nothing starts (zhibao.web.refusals).
SECRET_KEY = os.environ.get("ZHIBAO_SECRET_KEY", "")
DEBUG = os.environ.get("ZHIBAO_DEBUG") == "1"
ALLOWED_HOSTS = [one for one in os.environ.get("ZHIBAO_HOSTS", "127.0.0.1,localhost").split(",") if one]
CSRF_TRUSTED_ORIGINS = ["://".join(("https", one)) for one in ALLOWED_HOSTS] if IS_HTTPS else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "zhibao.web.records",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhibao.web.headers.headers",
    "zhibao.web.language.language",
    "zhibao.web.bodies.bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "zhibao.web.urls"
WSGI_APPLICATION = "zhibao.web.wsgi.application"
# A page's template lies beside its module.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE],
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "zhibao.web.parts.tags",
                "zhibao.web.parts.public_tags",
                "zhibao.web.parts.language_tags",
            ],
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "records.Account"
LOGIN_URL = "sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("login", "name")}),
    )
]

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "zhibao"
CSRF_FAILURE_VIEW = "zhibao.web.failures.no_token"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Chinese unless somebody chose English by the switch (zhibao.web.language); scripts/write_english.py writes the texts.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_NAME = "zhibao-language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Work behind the page: how many processes do it beside the server.
JOB_PROCESSES = int(os.environ.get("ZHIBAO_JOBS", "1"))
# How long one of them may be silent before another one takes over what it was doing.
JOB_LEASE_SECONDS = float(os.environ.get("ZHIBAO_JOB_LEASE_SECONDS", "30"))
# The audit desk: whether it works without an account, how often then, how large, and how long it keeps what it got.
DESK_IS_OPEN = os.environ.get("ZHIBAO_DESK_OPEN") == "1"
DESK_PER_HOUR = int(os.environ.get("ZHIBAO_DESK_PER_HOUR", "10"))
DESK_MEGABYTES = int(os.environ.get("ZHIBAO_DESK_MEGABYTES", "50"))
DESK_MINUTES = int(os.environ.get("ZHIBAO_DESK_MINUTES", "60"))
MOST_BODY_MEGABYTES = max(64, DESK_MEGABYTES + 1)
# Behind a proxy of ours the last address that it names is who asks.
IS_BEHIND_PROXY = os.environ.get("ZHIBAO_PROXY") == "1"
# Publishing: whether an officer's button may ask the addresses of other reports; never where there is no network.
LINKS_MAY_BE_CHECKED = os.environ.get("ZHIBAO_CHECK_LINKS") == "1"

# Accounts: how long an invitation is good, after how long a person is asked again before approving, and the roles
# that come in with a second step ("all" for everybody).
INVITATION_DAYS = int(os.environ.get("ZHIBAO_INVITATION_DAYS", "7"))
CONFIRM_MINUTES = int(os.environ.get("ZHIBAO_CONFIRM_MINUTES", "30"))
SECOND_STEP_ROLES = [one for one in os.environ.get("ZHIBAO_SECOND_STEP", "").split(",") if one]
# Sign-in with a provider that the site shares with others (OpenID Connect); without an issuer there is none.
OIDC_ISSUER = os.environ.get("ZHIBAO_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT = os.environ.get("ZHIBAO_OIDC_CLIENT", "")
OIDC_SECRET = os.environ.get("ZHIBAO_OIDC_SECRET", "")
OIDC_CLAIM = os.environ.get("ZHIBAO_OIDC_CLAIM", "sub")
OIDC_NAME = os.environ.get("ZHIBAO_OIDC_NAME", "统一认证")
# Where the working folders lie whose year an administrator may open on the site.
CITIES = Path(os.environ.get("ZHIBAO_CITIES", DATA / "cities")).resolve()
