"""One settings file for every installation; what differs comes from the environment (docs/reference/settings.md)."""

import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from roviec.config import env

PACKAGE = Path(__file__).resolve().parent.parent
VAR = env.folder("ROVIEC_VAR", Path.cwd() / "var")
PRODUCTION = env.flag("ROVIEC_PRODUCTION")
DEMO = env.flag("ROVIEC_DEMO")
DEBUG = env.flag("ROVIEC_DEBUG")


def _secret_key() -> str:
    """The key of the environment, else one made for this installation and kept in var/ (never in production)."""
    if key := env.text("ROVIEC_SECRET_KEY"):
        return key
    if PRODUCTION:
        return ""
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
# Keys of before a change of key: they still open what was signed or encrypted under them.
SECRET_KEY_FALLBACKS = [key for key in env.text("ROVIEC_OLD_SECRET_KEYS").split(",") if key]
ALLOWED_HOSTS = [
    host for host in env.text("ROVIEC_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("ROVIEC_ORIGINS").split(",") if origin]
PROXY_DEPTH = env.number("ROVIEC_PROXY_DEPTH", 0)

INSTALLED_APPS = [
    "roviec.ledger",
    "roviec.web",
    "roviec.organisation",
    "roviec.custody",
    "roviec.work",
    "roviec.directives",
    "roviec.voice",
    "roviec.meetings",
    "roviec.evaluation",
    "roviec.alerts",
    "roviec.reports",
    "roviec.boards",
    "roviec.jobs",
    "roviec.demo",
    "roviec.config",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "roviec.organisation.middleware.LanguageMiddleware",
    "roviec.config.problems.ApiProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "roviec.web.middleware.BusinessClockMiddleware",
    "roviec.web.middleware.ProblemMiddleware",
    "roviec.organisation.middleware.ActorMiddleware",
    "roviec.config.limits.BodySizeMiddleware",
    "roviec.organisation.middleware.AccountGateMiddleware",
    "roviec.organisation.middleware.SignedInMiddleware",
    "roviec.web.idempotency.IdempotencyMiddleware",
]

ROOT_URLCONF = "roviec.config.urls"
WSGI_APPLICATION = "roviec.config.wsgi.application"
FORM_RENDERER = "roviec.web.form_renderer.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "roviec.organisation.accounts_shell.shell",
                "roviec.boards.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "roviec.web.templatetags.roviec"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR / 'roviec.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Deferred transactions lose writes under contention; immediate ones wait their turn (docs/decisions).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Pages ask small questions: compiling them to machine code costs more than answering; and on today's disks (and in memory, where
    # the indexes are) jumping to a row costs hardly more than reading on. With the old default the page of a ward read a million rows.
    # Values travel beside the statement, so that one that comes back is planned once per connection: planning took the database longer
    # than answering (docs/decisions/0002).
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c jit=off -c random_page_cost=1.1",
        "server_side_binding": True,
        "prepare_threshold": 3,
    } | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# However busy it is, a session lasts so long; unused, so long.
SESSION_COOKIE_AGE = env.number("ROVIEC_SESSION_HOURS", 12) * 3600
SESSION_IDLE_SECONDS = env.number("ROVIEC_SESSION_IDLE_MINUTES", 120) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Leaders and administrators give a second factor; the demo lets newcomers in without.
REQUIRE_TOTP = env.flag("ROVIEC_REQUIRE_TOTP", PRODUCTION and not DEMO)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_DEPTH
ACCOUNT_ADAPTER = "roviec.organisation.accounts_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Per address ("ip") and per account ("key"): whole offices share one address, so the first is wide and the second narrow.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_FORMS = {
    "login": "roviec.organisation.accounts_forms.SignInForm",
    "change_password": "roviec.organisation.accounts_forms.NewPasswordForm",
    "reauthenticate": "roviec.organisation.accounts_forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "roviec.organisation.accounts_adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Rõ Việc"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "roviec.organisation.accounts_forms.SecondFactorForm",
    "reauthenticate": "roviec.organisation.accounts_forms.ConfirmCodeForm",
    "activate_totp": "roviec.organisation.accounts_forms.ActivateForm",
    "generate_recovery_codes": "roviec.organisation.accounts_forms.NewRecoveryCodesForm",
}
SOCIALACCOUNT_ADAPTER = "roviec.organisation.accounts_adapter.IdentityProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if env.text("ROVIEC_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": env.text("ROVIEC_OIDC_NAME", "OpenID Connect"),
            "client_id": env.text("ROVIEC_OIDC_CLIENT"),
            "secret": env.text("ROVIEC_OIDC_SECRET"),
            "settings": {"server_url": env.text("ROVIEC_OIDC_SERVER")},
        }
    ]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
PUBLIC_ROOT = VAR / "public"
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
READING = env.text("ROVIEC_READING")  # reads assignments instead of our own rules: "package.module:function"
MAX_UPLOAD_BYTES = env.number("ROVIEC_MAX_UPLOAD_MB", 25) * 1024 * 1024
# Uploads stay in memory until they are known not to be classified; Django gives up on larger ones than this, so not smaller.
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES + 2 * 1024 * 1024
# A folder per body, named by its code, for documents from elsewhere; none is watched unless this is set.
INBOX = Path(inbox) if (inbox := env.text("ROVIEC_INBOX")) else None
SOON_WORKING_DAYS = env.number("ROVIEC_SOON_WORKING_DAYS", 3)
# What the way of work through somebody's hands shows, they see first; others after so many working days.
OWN_FIRST_WORKING_DAYS = env.number("ROVIEC_OWN_FIRST_WORKING_DAYS", 3)
# Share of the work closed in a month that is drawn by lot to be looked at again; 0: none is.
SPOT_CHECK_PERCENT = env.number("ROVIEC_SPOT_CHECK_PERCENT", 5)
# Readings of deadlines where letter and practice differ (docs/reference/settings.md).
BEFORE_DAY_COUNTS = env.flag("ROVIEC_BEFORE_DAY_COUNTS", True)
TERMS_ROLL_OVER = env.flag("ROVIEC_TERMS_ROLL_OVER", True)
DATES_ROLL_OVER = env.flag("ROVIEC_DATES_ROLL_OVER", False)
ACCEPT_WORKING_DAYS = env.number("ROVIEC_ACCEPT_WORKING_DAYS", 2)
REPORT_CLOSING_DAY = env.number("ROVIEC_REPORT_CLOSING_DAY", 0)
FORECAST_LIKELY_PERCENT = env.number("ROVIEC_FORECAST_LIKELY_PERCENT", 70)
TICK_SECONDS = env.number("ROVIEC_TICK_SECONDS", 30)
# What leaves the house: how links in messages begin, the office's relay and sender, and what may be reached inside (docs/reference/settings.md).
PUBLIC_URL = env.text("ROVIEC_URL", (CSRF_TRUSTED_ORIGINS or ["http://localhost:8000"])[0]).rstrip("/")
SMTP = env.text("ROVIEC_SMTP")
MAIL_FROM = env.text("ROVIEC_MAIL_FROM")
# What wakes workers: "" the database, else the address of a broker for Celery (docs/decisions/0006).
ENGINE = env.text("ROVIEC_ENGINE")
TASKS = {
    "default": {
        "BACKEND": "roviec.jobs.engines.celery.CeleryBackend"
        if ENGINE
        else "roviec.jobs.engines.embedded.EmbeddedBackend"
    }
}
METRICS_TOKEN = env.text("ROVIEC_METRICS_TOKEN")
WATCHER_URL = env.text("ROVIEC_WATCHER_URL")
VAPID_KEY = Path(env.text("ROVIEC_VAPID_KEY", str(VAR / "vapid-key.pem")))
WEBHOOK_INSIDE = frozenset(place for place in env.text("ROVIEC_WEBHOOK_INSIDE").split(",") if place)
# Certificates to trust instead of the system's, for relays and webhooks inside.
OUTSIDE_CA = env.text("ROVIEC_OUTSIDE_CA")
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
    }
}
if env.text("ROVIEC_OIDC_SERVER"):
    # The form that starts the sign-in is answered with a redirect to the provider, which browsers count as its target.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        "/".join(env.text("ROVIEC_OIDC_SERVER").split("/", 3)[:3])
    )
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_DEPTH else None
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# Shared by all web processes, or the throttles would count per process; large, or a flood of addresses would wash them out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 10},
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "roviec.config.logs.SecretsFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env.text("ROVIEC_LOG", "WARNING")},
}
