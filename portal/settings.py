"""Django's settings: the house as users meet it. `environment.py` says what the environment may change."""

import os
from typing import Any
from urllib.parse import urlsplit

from portal import environment, limits
from portal.environment import BASE_DIR

DATA_DIR = environment.data_dir()
PORT = environment.number("PORT", default=8000)
HOST = os.environ.get("PORTAL_HOST") or "127.0.0.1"
WEB_PROCESSES = environment.number("PORTAL_WEB_PROCESSES", default=1)
BASE_URL = environment.base_url(default=f"http://127.0.0.1:{PORT}")
HTTPS = urlsplit(BASE_URL).scheme == "https"
DEMO = environment.switch("PORTAL_DEMO", default=False)
DEMO_PASSWORD = os.environ.get("PORTAL_DEMO_PASSWORD") or "mihon-no-aikotoba-2024"
if os.environ.get("PORTAL_NOW") and not DEMO:
    raise environment.EnvironmentProblem("PORTAL_NOW は PORTAL_DEMO=1 のときだけ使えます")
RATE_LIMITS = environment.switch("PORTAL_RATE_LIMITS", default=True)
TRUSTED_PROXIES = environment.number("PORTAL_TRUSTED_PROXIES", default=0)
OFFICE = environment.switch("PORTAL_OFFICE", default=True)
OCR = environment.switch("PORTAL_OCR", default=False)
LIMITS = limits.read(DATA_DIR)
CONTACT = environment.contact()

DEBUG = False
SECRET_KEY = environment.secret_key(DATA_DIR / "keys")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("PORTAL_SECRET_KEY_FALLBACKS", "").split(",") if key]
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "127.0.0.1"] + ([] if HTTPS else ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "portal",
    "secretariat",
    "notices",
    "profiles",
    "discussion",
    "guidelines",
    "library",
    "search",
    "accounts",
    "audit",
    "jobs",
    "mail",
    "posting",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "audit.middleware.who_and_where",  # outermost: whatever fails within has its receipt number
    "portal.middleware.response_headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.request_size",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.guards.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.errors.only_by_button",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "portal.templatetags.ui",
                "posting.templatetags.once",
                "notices.templatetags.following",
                "notices.templatetags.unread",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "portal.rendering.PortalFormRenderer"

DATABASES: dict[str, dict[str, Any]] = {"default": environment.database(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Nothing is cached apart from the database: what one process remembered, another would not know to be out of date.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

# --- language and time ---
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# --- sign-in ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.StandingBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.PortalAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by its invitation
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # the same path, whether the address is known or not
# The library's own one asks for and writes rows of addresses for known accounts only: time would tell them apart.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  a class
ACCOUNT_RATE_LIMITS = False  # counted in rows that all processes share: posting/rates.py
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "change_password": "accounts.forms.passwords.ChangePasswordForm",
    "reset_password": "accounts.forms.passwords.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.passwords.ResetPasswordKeyForm",
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = LIMITS.reset_hours * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "accounts.passwords.CommonWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = LIMITS.session_hours * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Two copies on one host differ by port only, and cookies know no ports.
SESSION_COOKIE_NAME = "__Host-portal_session" if HTTPS else f"portal_session_{PORT}"
CSRF_COOKIE_NAME = "__Host-portal_csrf" if HTTPS else f"portal_csrf_{PORT}"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# --- what the browser is told ---
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"

# --- files ---
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "portal.staticfiles.StylesheetFinder",  # one style sheet out of its five parts
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
BUCKET = environment.bucket()
STORAGES = {
    "default": {"BACKEND": "library.storage.s3.BucketVault" if BUCKET else "library.storage.local.FolderVault"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"
SILENCED_SYSTEM_CHECKS = ["files.E001"]  # that folder is made at the start, not by looking at the settings
FILE_UPLOAD_HANDLERS = ["portal.incoming.UnnamedTemporaryFile"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS.fields_bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = LIMITS.fields
DATA_UPLOAD_MAX_NUMBER_FILES = (
    LIMITS.files_counted
)  # far above what is kept: the first of them are, the others are named

# --- mail, background work ---
CLAMD = environment.clamd()
SMTP = environment.smtp(os.environ.get("PORTAL_SMTP_URL", ""))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": SMTP.host,
            "port": SMTP.port,
            "username": SMTP.user,
            "password": SMTP.password,
            "use_ssl": SMTP.encrypted,
            "timeout": 20,
        },
    }
    if SMTP
    else {"BACKEND": "mail.backends.FolderBackend", "OPTIONS": {"folder": str(DATA_DIR / "mail")}},
}
DEFAULT_FROM_EMAIL = f"生成AI知見共有ポータル <portal@{urlsplit(BASE_URL).hostname}>"
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "long"],  # jobs.lanes
    },
}

# --- named here because a low app must reach a high one (docs/architecture.md) ---
LIBRARY_KINDS = ["guidelines.kind.ENTRY"]
LIBRARY_SAVED_LISTS = ["guidelines.saved.LIST", "search.answers.saved.LIST"]  # whose conditions people may keep
AUDIT_FOLLOWERS_WITHIN = ["library.facets.follow", "search.following.follow"]  # act within the transaction of the verb
AUDIT_FOLLOWERS_AFTER = ["notices.following.follow"]  # see the event with its number; enqueue tasks within it
MAIL_STOP_ADDRESS = "notices.stopping.address"  # where a person stops mail that is not about the account
MAIL_ASKED_AT_SENDING = {  # kind of letter: whether its receiver may still have it
    "report": "notices.letters.may_tell_desk",
    "report_outcome": "notices.letters.may_tell_reporter",
    "notices": "notices.letters.may_go",
}
JOBS_SCHEDULE = {  # task: every so many seconds
    "audit.tasks.fold_readings": 60,
    "mail.tasks.send_waiting": 60,
    "notices.tasks.tell_matches": 60,
    "notices.tasks.tell_again": 3600,
    "notices.tasks.write_letters": 60,
    "notices.tasks.remind": 300,
    "discussion.tasks.forget_unposted": 3600,
    "library.tasks.resume_reading": 30,
    "library.tasks.empty_bin": 3600,
    "library.tasks.sweep_files": 3600,
    "library.tasks.sweep_leftovers": 3600,
    "library.tasks.verify_files": 60,  # a piece; a whole walk once a week
    "search.tasks.catch_up": 60,
    "search.tasks.inspect_index": 24 * 3600,
    "search.tasks.forget_searches": 3600,
    "posting.tasks.forget_old": 3600,
    "jobs.tasks.prune": 3600,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"receipt": {"()": "portal.logs.WithReceipt"}, "refusals": {"()": "portal.logs.ShortRefusals"}},
    "formatters": {
        "line": {"()": "portal.logs.Line", "fmt": "%(asctime)s %(levelname)s %(name)s %(receipt)s %(message)s"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["receipt", "refusals"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "jobs": {"level": "WARNING"},
        "django.tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "ERROR"},  # calls every stop with Ctrl-C a warning
    },
}
