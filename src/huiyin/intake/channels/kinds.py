"""Every kind of channel that can tell people something, the preferred first."""

from huiyin.intake.channels.mail.kind import Mail
from huiyin.intake.channels.platform.kind import ToPlatform
from huiyin.intake.channels.shape import Kind
from huiyin.intake.channels.sms.kind import Sms
from huiyin.intake.channels.wechat.kind import Wechat

KINDS: dict[str, Kind] = {kind.id: kind for kind in (Wechat(), ToPlatform(), Sms(), Mail())}
