"""The accounts of a place in WeChat, as the operator writes them down."""

from typing import Annotated, Literal, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from huiyin.intake.channels.wechat.client import API, App
from huiyin.intake.channels.wechat.crypto import Envelope, WrongKey


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _is_key(key: str) -> str:
    if key:
        try:
            Envelope(key, "")
        except WrongKey:
            raise ValueError("EncodingAESKey 应为 43 位字母和数字") from None
    return key


class _App(_Part):
    """What WeChat gives to whoever registers an app there; `api` is another address for trying."""

    app: str = Field(min_length=1, max_length=40)
    secret: str = Field(min_length=1, repr=False)
    channel: str = "wechat"
    api: str = API

    def calling(self) -> App:
        """As the client takes it."""
        return App(self.app, self.secret, self.api)


class Notice(_Part):
    """The message template with which petitioners are told; "" for a blank it does not have.

    `number`, `words` and `at` are the template's own names for the case's number, for what is told
    and for the moment, such as `character_string1`, `thing2` and `time3`.
    """

    template: str
    kind: Literal["template", "subscribe"] = "template"
    number: str = ""
    words: str = ""
    at: str = ""


class Account(_App):
    """An official account. Without `aes_key` its messages come in the clear.

    `direct`: the kind of matter as which a message is registered at once when the user's number is
    known and the channel asks no more; "" leads to the page first, always.
    """

    token: str = Field(min_length=1, repr=False)
    aes_key: Annotated[str, AfterValidator(_is_key)] = Field("", repr=False)
    direct: str = ""
    notice: Notice | None = None

    def envelope(self) -> Envelope | None:
        """For messages in safe mode."""
        return Envelope(self.aes_key, self.app) if self.aes_key else None


class MiniProgram(_App):
    """A mini-program that shows the place's pages."""


T = TypeVar("T", bound=_App)


def official(place: str) -> Account | None:
    """The official account of a place, or None. Raises ImproperlyConfigured."""
    return _written(place, "wechat", Account)


def mini_program(place: str) -> MiniProgram | None:
    """The mini-program of a place, or None. Raises ImproperlyConfigured."""
    return _written(place, "miniprogram", MiniProgram)


def _written(place: str, name: str, kind: type[T]) -> T | None:
    table = settings.HUIYIN_CHANNELS.get(place, {}).get(name)
    if table is None:
        return None
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ImproperlyConfigured(f"channels.toml [{place}.{name}] {wrong}") from None
