"""The platforms that hand a place their matters, as the operator writes them down."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError


class Platform(BaseModel):
    """One of them. `push`: where it hears what happens to its matters; "" for nowhere."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    channel: str = Field(
        min_length=1, max_length=40, description="The law's channel, for machines."
    )
    key: str = Field(min_length=1)
    secret: str = Field(min_length=1, repr=False)
    push: str = Field("", pattern=r"^(https?://.*)?$")
    kind: str = Field(
        "", description="Of which kind what names none is; from its words where empty."
    )


_READ: TypeAdapter[list[Platform]] = TypeAdapter(list[Platform])


def platforms(place: str) -> list[Platform]:
    """Every platform of a place. Raises ImproperlyConfigured."""
    listed = settings.HUIYIN_CHANNELS.get(place, {}).get("platforms", [])
    try:
        found = _READ.validate_python(listed)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ImproperlyConfigured(f"channels.toml [[{place}.platforms]] {wrong}") from None
    for name in ("key", "channel"):
        if len({getattr(one, name) for one in found}) < len(found):
            fault = f"channels.toml [[{place}.platforms]] {name}: each needs its own"
            raise ImproperlyConfigured(fault)
    return found


def by_key(place: str, key: str) -> Platform | None:
    """The platform that signs with this key."""
    return next((one for one in platforms(place) if one.key == key), None)


def by_channel(place: str, channel: str) -> Platform | None:
    """The platform whose matters come through this channel."""
    return next((one for one in platforms(place) if one.channel == channel), None)
