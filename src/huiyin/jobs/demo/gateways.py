"""The demo's gateways: played on this machine, so that a whole journey can be tried."""

import os
from pathlib import Path

from huiyin.jobs.stand_ins import mail, platform, sms, wechat

PLACE, CITY, CHANNEL, COUNTY = "suining", "xining", "citizen_app", "starter"


def write(path: Path, site: str) -> bool:
    """Write a channels.toml for the demo, unless the operator has one already. Was it written?"""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="utf-8") as written:
        written.write(f'[{PLACE}]\nsite = "{site}"\n\n')
        written.write(f"{wechat.example(PLACE)}\n{sms.example(PLACE)}\n")
        written.write(f'[{CITY}]\nsite = "{site}"\n\n{platform.example(CITY, CHANNEL)}\n')
        written.write(f'[{COUNTY}]\nsite = "{site}"\n\n{mail.example(COUNTY)}')
    return True
