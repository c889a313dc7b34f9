"""The SMS gateway of a place, as the operator writes it down in channels.toml."""

from typing import Annotated, Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError


class _Gateway(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    key: str = Field(min_length=1)
    secret: str = Field(min_length=1, repr=False)
    sign: str = Field(min_length=1, description="Signature (签名), without its brackets.")


class Plain(_Gateway):
    """A gateway that speaks our own protocol; see docs/how-to/sms.md."""

    vendor: Literal["http"] = "http"
    url: str = Field(pattern=r"^https?://")
    channel: str = Field("sms", description="The law's channel of what people send to us.")
    kind: str = Field("", description="Of which kind that is; by its words where empty.")


class Tencent(_Gateway):
    """Tencent Cloud SMS (SendSms). `template` has two blanks: the case's number and the words."""

    vendor: Literal["tencent"]
    app: str = Field(min_length=1, description="SmsSdkAppId.")
    template: str = Field(min_length=1, description="Id of the approved template.")
    url: str = Field("https://sms.tencentcloudapi.com", pattern=r"^https?://")
    region: str = "ap-guangzhou"


Gateway = Plain | Tencent
_READ: TypeAdapter[Gateway] = TypeAdapter(Annotated[Gateway, Field(discriminator="vendor")])


def gateway(place: str) -> Gateway | None:
    """The gateway of a place, or None. Raises ImproperlyConfigured."""
    table = settings.HUIYIN_CHANNELS.get(place, {}).get("sms")
    if table is None:
        return None
    try:
        return _READ.validate_python({"vendor": "http", **table})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ImproperlyConfigured(f"channels.toml [{place}.sms] {wrong}") from None
