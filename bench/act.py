"""How fast is the door, beside the bare cost of the same SQL?

    python bench/act.py [--rounds 15] [--cases 20] [--profile]

See README.md beside this file for what is measured and how to read it.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import django

NO_SERVER = "PostgreSQL was not measured: HUIYIN_BENCH_POSTGRES_URL names none."


def main() -> int:
    """A process for each database, since settings are read once."""
    options = _options()
    if options.here:
        return measure_here(options)
    runs = [("", []), ("", ["--unsynced"])]
    own = os.environ
    server = own.get("HUIYIN_BENCH_POSTGRES_URL") or own.get("HUIYIN_DATABASE_URL", "")
    if server.startswith("postgres"):
        runs.append((server, []))
    if options.profile:
        runs = runs[:1]
    status = 0
    for nth, (url, more) in enumerate(runs):
        status = run(url, ["--heading", *more] if nth == 0 else more) or status
    if not server.startswith("postgres"):
        print(NO_SERVER)
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="the door beside the bare cost of its SQL")
    parser.add_argument("--rounds", type=int, default=15, help="rounds that count (15)")
    parser.add_argument("--cases", type=int, default=20, help="cases a round (20)")
    parser.add_argument("--profile", action="store_true", help="where the time goes, instead")
    for inner in ("--here", "--heading", "--unsynced"):
        parser.add_argument(inner, action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run(url: str, more: list[str]) -> int:
    """One database, in a home that vanishes."""
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as home:
        env = os.environ | {
            "HUIYIN_HOME": home,
            "HUIYIN_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        }
        words = [sys.executable, __file__, *sys.argv[1:], "--here", *more]
        return subprocess.run(words, env=env, check=False).returncode


def measure_here(options: argparse.Namespace) -> int:
    """On the database that the environment names."""
    django.setup()
    import measuring  # noqa: PLC0415 - its models need the line above

    if options.profile:
        measuring.profile(options.cases * options.rounds)
        return 0
    if options.heading:
        print(measuring.HEADING)
    for line in measuring.report(options.rounds, options.cases, waits=not options.unsynced):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
