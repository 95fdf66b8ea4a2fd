"""From a printed name to the one township it stands for, or to the ones it could stand for. Never a guess."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from archive.gazetteer.book import Book
from archive.gazetteer.likeness import alike, lookalikes, near
from archive.gazetteer.naming import kind, plain, spellings, stem
from archive.gazetteer.places import Scope, within
from archive.gazetteer.units import Remark, Resolution, Unit

_COUNTY_KINDS = ("县", "区", "市", "旗")


@dataclass(frozen=True, slots=True)
class _Split:
    """One way to read the name: the places in front, whether they include a county, and what may follow."""

    scope: Scope
    names: tuple[str, ...]

    def covers(self, code: str) -> bool:
        return within(code, self.scope)

    @property
    def counties(self) -> list[str]:
        return [place for place in self.scope if len(place) == 6]


def resolve(book: Book, name: str, *, county: str | None, nearby: Collection[str]) -> Resolution:
    """Which unit `name` stands for.

    `county` is the county known from outside (a code, or the leading digits of one); `nearby` are codes of
    counties and prefectures that the document names elsewhere, which may decide between units of one name.
    """
    text = plain(name)
    splits = [_Split(scope, spellings(rest)) for scope, rest in book.places.splits(text) if rest]
    known = _known(book, county)
    found = _search(book, splits)
    if not found.codes:
        return _repair(book, splits, known)
    here = [code for code in found.codes if known is None or code.startswith(known)]
    if not here:
        return _elsewhere(book, splits, found, known or "")
    if len(here) == 1:
        return _decided(book, here[0], found, known)
    close = [code for code in here if within(code, nearby)] or here
    closest = [code for code in close if code[:6] in nearby] or close
    if len(closest) == 1:
        return _by_context(book, closest[0], found, "by a place that the document names")
    return Resolution(
        "ambiguous", candidates=_units(book, closest if known else here), detail=f"{len(here)} townships of this name"
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Codes that bear the name: those that lie where the name says, and all in the country."""

    codes: list[str]
    everywhere: list[str]
    county_named: bool


def _known(book: Book, county: str | None) -> str | None:
    """The digits that decide: a prefecture's or a province's code may come filled up with zeros."""
    if not county or book.county(county):
        return county or None
    return county.removesuffix("00").removesuffix("00")


def _search(book: Book, splits: Iterable[_Split]) -> _Found:
    """All units that bear the name by one split or another; within a county, those that bear the longest part of it."""
    length: dict[str, int] = {}
    named: set[str] = set()
    everywhere: set[str] = set()
    for split in splits:
        name = next((name for name in split.names if book.codes(name)), "")
        codes = book.codes(name)
        inside = [code for code in codes if split.covers(code)]
        everywhere.update(codes if inside else ())
        named.update(code for code in inside if within(code, split.counties))
        length.update((code, max(len(name), length.get(code, 0))) for code in inside)
    longest: dict[str, int] = {}
    for code, size in length.items():
        longest[code[:6]] = max(size, longest.get(code[:6], 0))
    best = {code for code, size in length.items() if size == longest[code[:6]]}
    return _Found(sorted(best & named or best), sorted(everywhere), bool(best & named))


def _units(book: Book, codes: Iterable[str]) -> tuple[Unit, ...]:
    return tuple(unit for code in sorted(set(codes)) if (unit := book.unit(code)))


def _decided(book: Book, code: str, found: _Found, known: str | None) -> Resolution:
    unit = book.unit(code)
    if found.county_named:
        return Resolution("exact", unit, detail="county and township are named")
    if len(found.everywhere) == 1:
        return Resolution("unique", unit, detail="the only township of this name in the country")
    return _by_context(book, code, found, "by the county of the site" if known else "by the place named in front of it")


def _by_context(book: Book, code: str, found: _Found, how: str) -> Resolution:
    return Resolution(
        "context",
        book.unit(code),
        _units(book, found.everywhere),
        f"one of {len(found.everywhere)} townships of this name, decided {how}",
    )


def _elsewhere(book: Book, splits: list[_Split], found: _Found, known: str) -> Resolution:
    """The name exists, but not in the county under which it was found."""
    if not found.county_named and (changed := _former(book, splits, known)):
        return changed
    units = _units(book, found.codes)
    where = "、".join(dict.fromkeys(book.place_name(unit.county_code) for unit in units[:3]))
    detail = f"found under {book.place_name(known)}, but it lies in {where}"
    if found.county_named and len(units) == 1:
        return Resolution("exact", units[0], detail=detail, remark="misfiled")
    if found.county_named or len(units) == 1:
        return Resolution("ambiguous", candidates=units, detail=detail, remark="misfiled")
    detail = f"{book.place_name(known)} has no such township; {len(units)} elsewhere bear the name"
    return Resolution("ambiguous", candidates=units, detail=detail, remark="unlisted")


def _repair(book: Book, splits: list[_Split], known: str | None) -> Resolution:
    """The name does not exist as printed: a township that changed its kind, or a misprint."""
    if changed := _former(book, splits, known):
        return changed
    fits: dict[str, str] = dict(_misprinted_county(book, splits, known))
    fits |= dict(_misprinted_unit(book, splits, known))
    if not fits and known is None:
        fits = dict(_lookalikes(book, splits))
    sure = [code for code, printed in fits.items() if any(alike(printed, full) for full in _spelt(book, code))]
    codes = sure if len(sure) == 1 else list(fits)
    if len(codes) == 1:
        unit = _units(book, codes)[0]
        detail = f"printed {fits[codes[0]]}, read as {book.place_name(unit.county_code)}{unit.name}"
        return Resolution("corrected", unit, detail=detail, remark="misprint")
    if codes:
        detail = f"no such township; {len(codes)} are one character away"
        return Resolution("ambiguous", candidates=_units(book, codes), detail=detail)
    return Resolution("none", detail="no township of this name")


def _former(book: Book, splits: Iterable[_Split], known: str | None) -> Resolution | None:
    """A name that a unit of the county bears but for its kind or its ethnic designation."""
    codes: dict[str, None] = {}
    printed = ""
    for split in splits:
        for county in _counties(split, known):
            for name in filter(kind, split.names[:1]):
                same = [
                    code for code in book.codes_of(county) if any(_same_stem(name, own) for own in book.names(code))
                ]
                alike_kind = [code for code in same if any(kind(own) == kind(name) for own in book.names(code))]
                codes.update(dict.fromkeys(alike_kind or same))
                printed = name if same else printed
    if not codes:
        return None
    units = _units(book, codes)
    if len(units) > 1:
        return Resolution(
            "ambiguous", candidates=units, detail=f"{printed} could be any of {len(units)} units of the county"
        )
    remark: Remark | None = None if kind(units[0].name) == kind(printed) else "former_kind"
    detail = f"{printed} is listed as {units[0].name} in {book.place_name(units[0].county_code)}"
    return Resolution("corrected" if remark else "context", units[0], detail=detail, remark=remark)


def _same_stem(printed: str, listed: str) -> bool:
    return bool(kind(listed)) and stem(printed) == stem(listed)


def _counties(split: _Split, known: str | None) -> list[str]:
    """The counties in which the rest of the name is to be looked for: those named, else the one known."""
    named = [code for code in split.counties if known is None or code.startswith(known)]
    if named or split.counties:
        return named
    return [known] if known and len(known) == 6 else []


def _misprinted_unit(book: Book, splits: Iterable[_Split], known: str | None) -> Iterator[tuple[str, str]]:
    """Units of the named or known county one character away, with the name as printed.

    A name that some township elsewhere really bears is more likely a unit that no longer exists than a misprint:
    only easily mistaken characters count then.
    """
    for split in splits:
        for county in _counties(split, known):
            for code in book.codes_of(county):
                for printed in filter(kind, split.names):
                    fit = alike if book.codes(printed) else near
                    if any(kind(own) == kind(printed) and fit(printed, own) for own in book.names(code)):
                        yield code, printed


def _misprinted_county(book: Book, splits: Iterable[_Split], known: str | None) -> Iterator[tuple[str, str]]:
    """Units that are named rightly behind a county's name that is one character off and that no county bears."""
    for split in splits:
        for whole in split.names:
            for cut in range(2, len(whole) - 1):
                front, name = whole[:cut], whole[cut:]
                if not front.endswith(_COUNTY_KINDS) or book.places.named(front):
                    continue
                for code in book.codes(name):
                    county = book.county(code[:6])
                    right_place = split.covers(code) and (known is None or code.startswith(known))
                    if county and right_place and near(front, county.name) and front[-1] == county.name[-1]:
                        yield code, whole


def _lookalikes(book: Book, splits: Iterable[_Split]) -> Iterator[tuple[str, str]]:
    for split in splits:
        for printed in filter(kind, split.names):
            for other in lookalikes(printed):
                yield from ((code, printed) for code in book.codes(other) if split.covers(code))


def _spelt(book: Book, code: str) -> Iterator[str]:
    county = book.county(code[:6])
    for own in book.names(code):
        yield own
        if county:
            yield county.name + own
