"""Where in a TOML file a path stands: the standard parser tells values, not lines."""

import re

_HEADER = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.-]+)\s*\]?\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_OPENS = re.compile(r"[^=]+=\s*\[\s*(#.*)?$")
_ITEM = re.compile(r"^\s*[{\"'\[0-9]")
_PART = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+)\]")


def line_of(text: str, path: str) -> int:
    """The line (from 1) on which `path`, such as `clocks[2].stops[0]`, or what holds it, stands.

    0 where nothing of it is to be found.
    """
    places = _index(text)
    parts = [part or f"[{number}]" for part, number in _PART.findall(path)]
    while parts:
        found = places.get(_join(parts))
        if found:
            return found
        parts.pop()
    return 0


def _join(parts: list[str]) -> str:
    return ".".join(parts).replace(".[", "[")


def _index(text: str) -> dict[str, int]:
    """Path -> line of every header and key, and of every item that has a line of its own."""
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    here = items = ""
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            here = _numbered(header.group(2), bool(header.group(1)), counts)
            places.setdefault(here, number)
        elif key:
            path = f"{here}.{key.group(1)}" if here else key.group(1)
            places.setdefault(path, number)
            items = path if _OPENS.match(line) else ""
        elif items and _ITEM.match(line):
            counts[items] = counts.get(items, -1) + 1
            places.setdefault(f"{items}[{counts[items]}]", number)
    return places


def _numbered(name: str, is_array: bool, counts: dict[str, int]) -> str:
    """The header's path, each array of tables with the number of its present item."""
    parts = name.split(".")
    path = ""
    for position, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        last = position == len(parts) - 1
        if last and is_array:
            counts[path] = counts.get(path, -1) + 1
            below = (f"{path}[", f"{path}.")
            for deeper in [one for one in counts if one.startswith(below)]:
                del counts[deeper]
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path
