"""The program's own settings in a home that vanishes (see conftest), with cheap passwords."""

import os
import tempfile

HOME = tempfile.mkdtemp(prefix="huiyin-tests-")
os.environ["HUIYIN_HOME"] = HOME

from huiyin.config.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir()  # noqa: F405 - whitenoise looks for it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}

# a file, not memory: two claimants in two threads must meet as they do in life
DATABASES["default"]["TEST"] = {}  # noqa: F405
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": f"{HOME}/tests.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"] = {  # noqa: F405
        **DATABASES["default"]["OPTIONS"],  # noqa: F405
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
    }
