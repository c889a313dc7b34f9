"""What the installation is told from outside, and the keys it makes for itself.

The environment is read here and nowhere else:

    HUIYIN_HOME           folder of the embedded database, files and keys (default: var/)
    HUIYIN_DATABASE_URL   postgres://user:password@host/name (default: SQLite in the home)
    HUIYIN_HOSTS          names this server answers to, with commas (default: this machine only)
    HUIYIN_ORIGINS        addresses with https:// in front, when a proxy changes the name
    HUIYIN_HTTPS          1: a proxy in front speaks HTTPS and sets X-Forwarded-Proto
    HUIYIN_SCANNER        host:port or socket path of a clamd (default: files are not scanned)
    HUIYIN_CTI            place=secret,place=secret: switchboards that may tell of calls
    HUIYIN_DEBUG          1: show tracebacks in the browser; never in production
    HUIYIN_SECRET_KEY     signs sessions (default: made once, kept in <home>/keys/secret)
    HUIYIN_DATA_KEY       encrypts identities (default: made once, kept in <home>/keys/data)

The accounts and gateways of the places stand in <home>/channels.toml, which holds secrets.
"""

import os
import secrets
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

CHECKOUT = Path(__file__).resolve().parents[3]
"""The repository when the program runs from one; meaningless when it was installed as a wheel."""


def text(name: str, default: str = "") -> str:
    """The variable HUIYIN_<name>, without blanks around it."""
    return os.environ.get(f"HUIYIN_{name}", "").strip() or default


def flag(name: str) -> bool:
    """Is HUIYIN_<name> switched on?"""
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """The variable HUIYIN_<name> as a list; commas between."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """The variable HUIYIN_<name> as `key=value,key=value`; what has no value is left out."""
    split = (word.partition("=") for word in words(name))
    return {key.strip(): value.strip() for key, _, value in split if value.strip()}


def home() -> Path:
    """The folder that holds everything this installation owns, as an absolute path."""
    here = CHECKOUT if _is_checkout() else Path.cwd()
    return Path(text("HOME") or here / "var").expanduser().resolve()


def regimes() -> Path:
    """The folder of the regimes that ship with the program."""
    return CHECKOUT / "regimes" if _is_checkout() else Path(__file__).parents[1] / "regimes/data"


def key(name: str, where: Path) -> str:
    """The key HUIYIN_<NAME>_KEY, or the one kept in that folder; made at the first asking.

    64 hexadecimal digits (32 bytes) when made here. Two processes that start at once get the
    same key: the file is linked into its place whole, and the second link fails. Raises OSError.
    """
    if given := text(f"{name.upper()}_KEY"):
        return given
    path = where / name
    if not path.exists():
        for folder in (where.parent, where):  # the database with all letters lies in the first
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _link(path, secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def channels(path: Path) -> dict[str, Any]:
    """The accounts and gateways of each place, from a TOML file; nothing where there is none.

    Raises ImproperlyConfigured for what is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path}: {error}") from error


def _link(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first; its key is the key
    finally:
        draft.unlink()


def _is_checkout() -> bool:
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "regimes").is_dir()
