"""The signature of Tencent Cloud: TC3-HMAC-SHA256."""

import hashlib
import hmac
from datetime import UTC, datetime


def tc3(
    key: str, secret: str, host: str, body: bytes, *, service: str, now: datetime
) -> dict[str, str]:
    """The headers `Authorization` and `X-TC-Timestamp` for a POST of JSON to Tencent Cloud."""
    at = int(now.timestamp())
    day = now.astimezone(UTC).strftime("%Y-%m-%d")
    kind = "application/json; charset=utf-8"
    hashed = hashlib.sha256(body).hexdigest()
    asked = f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\n\ncontent-type;host\n{hashed}"
    scope = f"{day}/{service}/tc3_request"
    digest = hashlib.sha256(asked.encode()).hexdigest()
    said = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{digest}"
    signing = f"TC3{secret}".encode()
    for word in (day, service, "tc3_request"):
        signing = hmac.new(signing, word.encode(), hashlib.sha256).digest()
    signed = hmac.new(signing, said.encode(), hashlib.sha256).hexdigest()
    proof = f"Credential={key}/{scope}, SignedHeaders=content-type;host, Signature={signed}"
    return {
        "Authorization": f"TC3-HMAC-SHA256 {proof}",
        "Content-Type": kind,
        "Host": host,
        "X-TC-Timestamp": str(at),
    }
