"""The gateways' own ways: our signed protocol, and Tencent Cloud's."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.intake.channels.shape import Failed, Unsure
from huiyin.intake.channels.sms import accounts, client
from huiyin.intake.channels.sms.accounts import Plain, Tencent
from huiyin.intake.channels.sms.tencent import tc3
from huiyin.intake.signing import is_signed, signature
from tests.intake.sms.conftest import SECRET, Sms
from tests.world import County

NOW = datetime(2019, 2, 25, 16, 44, 25, tzinfo=UTC)
TENCENT = Tencent(
    vendor="tencent", key="AKID-invented", secret="invented", sign="示范县", app="1", template="2"
)


def test_a_signature_is_of_these_words_at_this_moment(sms: Sms) -> None:
    at = int(NOW.timestamp())
    proof = signature(SECRET, at, "n", b"body")
    assert is_signed(SECRET, str(at), "n", b"body", proof, now=NOW)
    assert not is_signed(SECRET, str(at), "n", b"BODY", proof, now=NOW)
    assert not is_signed(SECRET, str(at), "m", b"body", proof, now=NOW)
    assert not is_signed("other", str(at), "n", b"body", proof, now=NOW)
    old = str(at - 301)
    assert not is_signed(
        SECRET, old, "n", b"body", signature(SECRET, int(old), "n", b"body"), now=NOW
    )


@pytest.mark.parametrize("at", ["", "x", "-1", "１２", "9" * 40])
def test_a_moment_that_is_none_is_no_signature(at: str) -> None:
    assert not is_signed(SECRET, at, "n", b"", "", now=NOW)


def test_a_wrong_secret_is_refused_and_not_tried_again(county: County, sms: Sms) -> None:
    gateway = Plain(url=f"{sms.address}/send", key="county", secret="wrong", sign="x")
    with pytest.raises(Failed) as no:
        client.send(gateway, "k", "13812345678", "N", "text", now=county.now)
    assert (no.value.reason, no.value.again) == ("http 403", False)


def test_tc3_is_signed_as_tencents_own_documentation_shows() -> None:
    """The example of the documentation of API 3.0: DescribeInstances of 25 February 2019."""
    asked = (
        b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    )
    example = "Gu5t9xGARNpq86cd98joQYCN3" + "EXAMPLE"
    headers = tc3("AKID", example, "cvm.tencentcloudapi.com", asked, service="cvm", now=NOW)
    assert headers["X-TC-Timestamp"] == "1551113065"
    assert headers["Authorization"] == (
        "TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[dict[str, Any]]:
    """Tencent answers so; what it was asked."""
    asked: list[dict[str, Any]] = []

    def post(url: str, *, content: bytes, headers: dict[str, str], timeout: Any) -> Any:
        asked.append({"url": url, "headers": headers, **json.loads(content)})
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(200, json={"Response": answer})

    monkeypatch.setattr(httpx, "post", post)
    return asked


def test_tencent_gets_template_and_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, {"SendStatusSet": [{"Code": "Ok", "SerialNo": "2019:1"}]})
    assert client.send(TENCENT, "k", "13812345678", "SN-1", "已受理。", now=NOW) == "2019:1"
    (one,) = asked
    assert one["PhoneNumberSet"] == ["+8613812345678"]
    assert one["TemplateParamSet"] == ["SN-1", "已受理。"]
    assert one["headers"]["X-TC-Action"] == "SendSms"


@pytest.mark.parametrize(
    ("answer", "reason", "again"),
    [
        (
            {"Error": {"Code": "AuthFailure.SignatureFailure"}},
            "AuthFailure.SignatureFailure",
            False,
        ),
        ({"Error": {"Code": "RequestLimitExceeded"}}, "RequestLimitExceeded", True),
        (
            {"SendStatusSet": [{"Code": "InvalidParameterValue.X"}]},
            "InvalidParameterValue.X",
            False,
        ),
        ({}, "no answer", False),
        (httpx.ConnectError("away"), "network", True),
    ],
)
def test_what_tencent_refuses_is_told_apart_from_what_may_go_later(
    answer: Any, reason: str, again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, answer)
    with pytest.raises(Failed) as no:
        client.send(TENCENT, "k", "13812345678", "SN-1", "已受理。", now=NOW)
    assert (no.value.reason, no.value.again) == (reason, again)


def test_a_call_to_tencent_that_breaks_off_is_left_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, httpx.ReadTimeout("…"))
    with pytest.raises(Unsure):
        client.send(TENCENT, "k", "13812345678", "SN-1", "已受理。", now=NOW)


@pytest.mark.parametrize(
    "table",
    [{"url": "ftp://x", "key": "k", "secret": "s", "sign": "x"}, {"vendor": "tencent"}, {"key": 1}],
)
def test_a_slip_in_the_file_is_named_with_its_place_and_without_secrets(
    table: dict[str, Any], settings: Any
) -> None:
    settings.HUIYIN_CHANNELS = {"county": {"sms": table}}
    with pytest.raises(ImproperlyConfigured, match=r"channels.toml \[county.sms\]"):
        accounts.gateway("county")
