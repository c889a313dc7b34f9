"""Django's settings: few, and the same for every installation; see `environ` for what differs."""

from pathlib import Path

from huiyin.config import environ
from huiyin.config.databases import database

PACKAGE = Path(__file__).resolve().parents[1]

HUIYIN_HOME = environ.home()
HUIYIN_FILES = HUIYIN_HOME / "files"
HUIYIN_DATA_KEY = environ.key("data", HUIYIN_HOME / "keys")
HUIYIN_SCANNER = environ.text("SCANNER")
HUIYIN_CTI = environ.pairs("CTI")
REGIMES_DIR = environ.regimes()
HUIYIN_CHANNELS = environ.channels(HUIYIN_HOME / "channels.toml")

DEBUG = environ.flag("DEBUG")
SECRET_KEY = environ.key("secret", HUIYIN_HOME / "keys")
ALLOWED_HOSTS = environ.words("HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environ.words("ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "huiyin.journal",
    "huiyin.people",
    "huiyin.regimes",
    "huiyin.cases",
    "huiyin.intake",
    "huiyin.dispatch",
    "huiyin.handling",
    "huiyin.jobs",
    "huiyin.web",
    "huiyin.web.citizen",
    "huiyin.web.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huiyin.config.security.content_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huiyin.web.trouble.Trouble",
]

ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database(environ.text("DATABASE_URL"), HUIYIN_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who logs in
AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["huiyin.people.backends.BrakedBackend"]
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:inbox"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_AGE = 12 * 60 * 60  # a long working day
SESSION_COOKIE_HTTPONLY = True

# Words and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files
STATIC_URL = "static/"
STATIC_ROOT = HUIYIN_HOME / "static"
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if DEBUG:
    STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HUIYIN_FILES},
    },
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "huiyin.web.uploading.Bounded",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Behind HTTPS: the proxy says so in X-Forwarded-Proto
HTTPS = environ.flag("HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# whether all of a government's subdomains speak HTTPS is not ours to promise
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # it tells every address it calls, and there are tokens and numbers in those of gateways
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        # they tell every step of drawing a sheet
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
