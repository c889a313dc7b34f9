"""The house stands as the plan says: floors, sizes, and nothing of one machine in the files."""

import ast
import gettext
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import polib
import pytest

LONGEST = 400
LONGER = {
    "src/huiyin/rules/facts.py": "one small type a fact: a list to look things up in",
    "src/huiyin/rules/evolve.py": "one small function a fact, in the same order",
    "src/huiyin/rules/vocabulary.py": "the whole vocabulary of the law, from which a page is made",
}
"""Files that may be longer, each with its reason."""

HOSTS = re.compile(
    r"py(?:pi|thonhosted)\.(?:org|io)|registry\.npm|https?://mirrors?\.", re.IGNORECASE
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|tmp/h)/|/opt/(?:pypi|wheels)")
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".lock", ".txt", ".csv", ""}


def tracked(root: Path) -> list[Path]:
    """What a clone would bring; in a tree without git, everything that is not hidden."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    names = asked.stdout.decode().split("\0") if asked.returncode == 0 else []
    found = [root / name for name in names if name] or [*root.glob("src/**/*"), *root.glob("*")]
    return [path for path in found if path.is_file() and path.suffix in TEXT]


def test_imports_go_down_only(root: Path) -> None:
    """DESIGN 2: floors, pure rules, rooms' own tables, no circles."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    asked = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stdout + asked.stderr


def test_no_file_is_too_long_to_read_at_a_sitting(root: Path) -> None:
    long = {
        str(path.relative_to(root)): lines
        for path in root.glob("src/**/*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert set(long) <= set(LONGER), long


def test_the_lock_pins_every_package_by_hash_and_names_no_host(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.findall(
        r"^[a-z0-9][\w.\-\[\],]*==\S+(?: ;[^\\]*)? \\\n(    --hash=sha256:\w{64}.*\n?)",
        lock,
        re.MULTILINE,
    )
    assert len(pinned) == len(re.findall(r"^\S", lock, re.MULTILINE))


def test_the_lock_has_everything_the_project_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["dependency-groups"]["build"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[\[><=~;! ]", line, maxsplit=1)[0].lower() for line in asked}
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert names <= set(re.findall(r"^([a-z0-9\-]+)(?:\[.*?\])?==", lock, re.MULTILINE))


def test_no_file_names_a_registry_or_a_folder_of_one_machine(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for path in tracked(root)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if HOSTS.search(line) or MACHINE.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_english_catalogue_is_complete_and_compiled(root: Path) -> None:
    """Every sentence has its English with the same {fields}; `make messages` made the .mo of it."""
    folder = root / "src/huiyin/locale/en/LC_MESSAGES"
    entries = [entry for entry in polib.pofile(str(folder / "django.po")) if not entry.obsolete]
    assert [entry.msgid for entry in entries if not entry.translated()] == []
    wrong = [
        entry.msgid
        for entry in entries
        if entry.msgstr and fields(entry.msgid) != fields(entry.msgstr)
    ]
    assert wrong == []
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [
        e.msgid
        for e in entries
        if e.msgstr and not e.msgctxt and compiled.gettext(e.msgid) != e.msgstr
    ]
    assert stale == []


def fields(sentence: str) -> set[str]:
    """The names a sentence is filled in with: {unit} and %(unit)s."""
    return set(re.findall(r"\{\w*\}|%\(\w+\)\w", sentence))


def test_what_was_fetched_is_what_is_listed(root: Path) -> None:
    """Front-end files that are not ours: each listed with its checksum, none beside the list."""
    folder = root / "src/huiyin/web/static/vendor"
    listed = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    sums = {
        f"{name}/{inside.removeprefix('dist/')}": checksum
        for name, package in listed.items()
        for inside, checksum in package["files"].items()
    }
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vendor.toml"
    }
    assert found == sums


BOTH_AT_ONCE = {
    "import.py": "its table says everything in both languages",
    "suggest.py": "likewise",
}
"""Files whose sentences need no translating, each with its reason."""


def test_no_sentence_is_an_f_string(root: Path) -> None:
    """What is put together in Chinese can be said in Chinese only."""
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in root.glob("src/**/*.py")
        if path.name not in BOTH_AT_ONCE and "demo" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for part in node.values
        if isinstance(part, ast.Constant) and re.search("[\u4e00-\u9fff]{3}", str(part.value))
    ]
    assert found == []


# put together here, so that this file holds none itself
PLANTED = ("https://" + "py" + "pi.org/simple", "cd /wo" + "rk/main", "/ro" + "ot/.pyenv/x")


@pytest.mark.parametrize("line", PLANTED)
def test_the_search_for_hosts_and_folders_finds_a_planted_one(line: str) -> None:
    assert HOSTS.search(line) or MACHINE.search(line)
