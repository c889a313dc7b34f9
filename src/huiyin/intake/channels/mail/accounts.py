"""The mailbox of a place, as the operator writes it down in channels.toml."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587, "imap": 143, "imaps": 993}


class Mailbox(BaseModel):
    """One address: out by `smtp`, in by `imap`; either may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    address: str = Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$", description="Who letters come from.")
    smtp: str = Field("", repr=False, pattern=r"^(smtps?|smtp\+starttls)://[^/]+/?$|^$")
    imap: str = Field("", repr=False, pattern=r"^imaps?://[^/]+(/[^/]+)?$|^$")
    channel: str = Field("mail", description="The law's channel of what people send to us.")
    kind: str = Field("", description="Of which kind that is; by its words where empty.")


@dataclass(frozen=True, slots=True)
class Server:
    """Where to, and as whom; the password is not shown."""

    scheme: str
    host: str
    port: int
    user: str
    _password: str
    folder: str

    @property
    def password(self) -> str:
        """For logging in, and nothing else."""
        return self._password

    def __repr__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def mailbox(place: str) -> Mailbox | None:
    """The mailbox of a place, or None. Raises ImproperlyConfigured."""
    table = settings.HUIYIN_CHANNELS.get(place, {}).get("mail")
    if table is None:
        return None
    try:
        found = Mailbox.model_validate(table)
        for address in filter(None, (found.smtp, found.imap)):
            server(address)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ImproperlyConfigured(f"channels.toml [{place}.mail] {wrong}") from None
    except ValueError:
        fault = "smtp, imap: ASCII only, with a number as the port"
        raise ImproperlyConfigured(f"channels.toml [{place}.mail] {fault}") from None
    return found


def server(address: str) -> Server:
    """`imaps://user:password@host:993/INBOX` taken apart. Raises ValueError."""
    parts = urlsplit(address)
    given = parts.username or "", parts.password or "", parts.path.strip("/")
    user, password, folder = map(unquote, given)
    f"{user}{password}{folder}".encode("ascii")  # the libraries can say nothing else
    port = parts.port or _PORTS[parts.scheme]
    return Server(parts.scheme, parts.hostname or "", port, user, password, folder or "INBOX")


def places() -> list[str]:
    """The places that have a mailbox."""
    return [place for place, table in settings.HUIYIN_CHANNELS.items() if "mail" in table]
