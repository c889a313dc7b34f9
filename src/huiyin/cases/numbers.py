"""Case numbers that can be read over the phone, and the query code beside them.

`SN-20261124-00012-7`: place, day, sequence, check digit (Damm: finds every single wrong digit and
every swap of neighbours). The code, `K7QM-2R9X`, is derived from the number with the installation's
own key, so it is stored nowhere and can be given again.
"""

import hashlib
import hmac
import re
import unicodedata
from datetime import date

from django.conf import settings
from django.db import connection

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_SHAPE = re.compile(r"^([A-Z]{2})(\d{8})(\d{5,7})(\d)$")


def check_digit(text: str) -> str:
    """The Damm digit over the digits of `text`, letters counted by their place in the alphabet."""
    digits = "".join(c if c.isdigit() else f"{ord(c) - 64:02d}" for c in text if c.isalnum())
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def compose(prefix: str, on: date, sequence: int) -> str:
    """The number of the `sequence`-th case of a day."""
    body = f"{prefix}-{on:%Y%m%d}-{sequence:05d}"
    return f"{body}-{check_digit(body)}"


def normalise(text: str) -> str:
    """The number meant by what somebody typed; "" if it cannot be one, typing errors included."""
    plain = unicodedata.normalize("NFKC", text).upper()
    found = _SHAPE.match(re.sub(r"[^A-Z0-9]", "", plain))
    if found is None:
        return ""
    prefix, day, sequence, check = found.groups()
    body = f"{prefix}-{day}-{sequence}"
    return f"{body}-{check}" if check_digit(body) == check else ""


def allocate(prefix: str, on: date, count: int = 1) -> list[str]:
    """`count` new numbers of that day, inside the caller's transaction. Numbers may be skipped."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [f"{prefix}{on:%Y%m%d}", count])
        last = int(cursor.fetchone()[0])
    return [compose(prefix, on, n) for n in range(last - count + 1, last + 1)]


_TAKE = (
    "INSERT INTO cases_counter (name, last) VALUES (%s, %s) ON CONFLICT (name) "
    "DO UPDATE SET last = cases_counter.last + excluded.last RETURNING last"
)
"""One statement, so that two at once can never be given the same; alike on both databases."""


def code_of(number: str, petitioner: str = "") -> str:
    """The query code of a case: 8 characters that nobody without the installation's key can tell.

    With `petitioner`, that of a co-signer, who gets a code of their own.
    """
    said = f"query-code:{number}:{petitioner}"
    mac = hmac.new(settings.HUIYIN_DATA_KEY.encode(), said.encode(), hashlib.sha256).digest()
    value = int.from_bytes(mac, "big")
    letters = ""
    for _ in range(8):
        value, rest = divmod(value, len(_ALPHABET))
        letters += _ALPHABET[rest]
    return f"{letters[:4]}-{letters[4:]}"


def is_code_of(number: str, text: str, petitioner: str = "") -> bool:
    """Is what somebody typed the code of that case?"""
    plain = unicodedata.normalize("NFKC", text).upper()
    typed = re.sub(r"[^A-Z0-9]", "", plain).encode()
    return hmac.compare_digest(typed, code_of(number, petitioner).replace("-", "").encode())
