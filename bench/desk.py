"""How fast are the desk's pages when the house is large?

    python bench/desk.py [--cases 1000000] [--copies 1] [--rounds 20]

See README.md beside this file for what is measured and how to read it.
"""

import argparse
import os
import sys
from pathlib import Path

import django
from tqdm import tqdm

HOME = Path(__file__).resolve().parents[1] / "var" / "bench"


def main() -> int:
    """Make what is missing, then measure."""
    parser = argparse.ArgumentParser(description="pages of the desk in a large house")
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many cases (1,000,000)")
    parser.add_argument(
        "--copies", type=int, default=1, help="1: all by the bulk door; 10: a tenth, and copied"
    )
    parser.add_argument("--rounds", type=int, default=20, help="times each page is asked (20)")
    options = parser.parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("HUIYIN_HOME", str(HOME))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()
    import asking  # noqa: PLC0415 - its models need the line above

    with tqdm(total=options.cases, unit=" cases", desc="making", disable=None) as bar:
        for made in asking.prepare(options.cases, options.copies):
            bar.update(made - bar.n)
    for line in asking.report(options.rounds):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
