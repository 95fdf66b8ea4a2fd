"""Resolves a printed name to the one township that it refers to, or to all candidates. It never guesses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from archive.gazetteer.book import Book
from archive.gazetteer.likeness import confusable_names, is_confusable, is_one_edit_apart
from archive.gazetteer.naming import kind, normalise, spellings, stem
from archive.gazetteer.places import Scope, within
from archive.gazetteer.reasons import ResolutionReason, Why, because
from archive.gazetteer.traditional import simplified
from archive.gazetteer.units import Remark, Resolution, Unit

_COUNTY_KINDS = ("县", "区", "市", "旗")
_PREFECTURE = 4
"""Digits of a prefecture's code; a county's has two more."""


@dataclass(frozen=True, slots=True)
class _Split:
    """One way to split a name: the places that it begins with, and the possible names of the unit after them."""

    scope: Scope
    names: tuple[str, ...]

    def covers(self, code: str) -> bool:
        return within(code, self.scope)

    @property
    def counties(self) -> list[str]:
        return [place for place in self.scope if len(place) == 6]


def resolve(book: Book, name: str, county: str | None, nearby: Collection[str]) -> Resolution:
    """The unit that `name` refers to.

    `county` is the code of the county under which the name was found, or its leading digits; `nearby` are codes of
    counties and prefectures that the document names elsewhere, which may decide between units of the same name.
    """
    text = simplified(normalise(name))
    splits = [_Split(scope, spellings(rest)) for scope, rest in book.places.splits(text) if rest]
    known = _known_prefix(book, county)
    matches = _search(book, splits)
    if not matches.codes:
        return _repair(book, splits, known)
    here = [code for code in matches.codes if known is None or code.startswith(known)]
    if not here:
        return _in_other_county(book, splits, matches, known or "")
    if len(here) == 1 and known is None and not matches.county_named and _is_elsewhere(here[0], nearby):
        why = because(ResolutionReason.ONLY_UNIT_ELSEWHERE, place=book.place_name(here[0]))
        return Resolution("ambiguous", why, candidates=_units(book, here), remark="unlisted")
    if len(here) == 1:
        return _decided(book, here[0], matches, known)
    close = [code for code in here if within(code, nearby)] or here
    closest = [code for code in close if code[:6] in nearby] or close
    if len(closest) == 1:
        why = because(ResolutionReason.DECIDED_BY_DOCUMENT, count=len(matches.everywhere))
        return _by_context(book, closest[0], matches, why)
    why = because(ResolutionReason.SEVERAL_UNITS_OF_NAME, count=len(here))
    return Resolution("ambiguous", why, candidates=_units(book, closest if known else here))


def _is_elsewhere(code: str, nearby: Collection[str]) -> bool:
    """Whether counties or prefectures are named and the unit lies in none of them.

    The one that is named may have had a unit of this name that the gazetteer does not know.
    """
    return any(len(place) >= _PREFECTURE for place in nearby) and not within(code, nearby)


@dataclass(frozen=True, slots=True)
class _NameMatches:
    """The units of a name: those in the places that it begins with, and those in all of the country."""

    codes: list[str]
    everywhere: list[str]
    county_named: bool


def _known_prefix(book: Book, county: str | None) -> str | None:
    """The county's code, or the prefix of a prefecture's or province's code that is padded with zeros."""
    if not county or book.county(county):
        return county or None
    return county.removesuffix("00").removesuffix("00")


def _search(book: Book, splits: Iterable[_Split]) -> _NameMatches:
    """The units that some split of the name fits; within a county, those that match its longest part."""
    length: dict[str, int] = {}
    in_named_county: set[str] = set()
    everywhere: set[str] = set()
    for split in splits:
        name = next((name for name in split.names if book.codes(name)), "")
        codes = book.codes(name)
        inside = [code for code in codes if split.covers(code)]
        everywhere.update(codes if inside else ())
        in_named_county.update(code for code in inside if within(code, split.counties))
        length.update((code, max(len(name), length.get(code, 0))) for code in inside)
    longest: dict[str, int] = {}
    for code, size in length.items():
        longest[code[:6]] = max(size, longest.get(code[:6], 0))
    best = {code for code, size in length.items() if size == longest[code[:6]]}
    return _NameMatches(sorted(best & in_named_county or best), sorted(everywhere), bool(best & in_named_county))


def _units(book: Book, codes: Iterable[str]) -> tuple[Unit, ...]:
    return tuple(unit for code in sorted(set(codes)) if (unit := book.unit(code)))


def _decided(book: Book, code: str, matches: _NameMatches, known: str | None) -> Resolution:
    unit = book.unit(code)
    if matches.county_named:
        return Resolution("exact", because(ResolutionReason.COUNTY_AND_UNIT_NAMED), unit)
    if (count := len(matches.everywhere)) == 1:
        return Resolution("unique", because(ResolutionReason.ONLY_UNIT_OF_NAME), unit)
    by_site = because(ResolutionReason.DECIDED_BY_SITE, count=count)
    in_front = because(ResolutionReason.DECIDED_BY_PLACE_IN_FRONT, count=count)
    return _by_context(book, code, matches, by_site if known else in_front)


def _by_context(book: Book, code: str, matches: _NameMatches, why: Why) -> Resolution:
    return Resolution("context", why, book.unit(code), _units(book, matches.everywhere))


def _in_other_county(book: Book, splits: list[_Split], matches: _NameMatches, known: str) -> Resolution:
    """Resolve a name that exists, but not in the county under which it was found."""
    if not matches.county_named and (changed := _changed_kind(book, splits, known)):
        return changed
    units = _units(book, matches.codes)
    where = "、".join(dict.fromkeys(book.place_name(unit.county_code) for unit in units[:3]))
    county = book.place_name(known)
    why = because(ResolutionReason.FOUND_UNDER_OTHER_COUNTY, county=county, places=where)
    if matches.county_named and len(units) == 1:
        return Resolution("exact", why, units[0], remark="misfiled")
    if matches.county_named or len(units) == 1:
        return Resolution("ambiguous", why, candidates=units, remark="misfiled")
    why = because(ResolutionReason.ONLY_IN_OTHER_COUNTIES, county=county, count=len(units))
    return Resolution("ambiguous", why, candidates=units, remark="unlisted")


def _repair(book: Book, splits: list[_Split], known: str | None) -> Resolution:
    """Resolve a name that does not exist as printed: the unit changed its kind, or the name is misprinted."""
    if changed := _changed_kind(book, splits, known):
        return changed
    fits: dict[str, str] = dict(_misprinted_county(book, splits, known))
    fits |= dict(_misprinted_unit(book, splits, known))
    if not fits and known is None:
        fits = dict(_confusable_units(book, splits))
    confusable = [
        code
        for code, printed in fits.items()
        if any(is_confusable(printed, full) for full in _names_with_county(book, code))
    ]
    codes = confusable if len(confusable) == 1 else list(fits)
    if len(codes) == 1:
        unit = _units(book, codes)[0]
        whole = f"{book.place_name(unit.county_code)}{unit.name}"
        why = because(ResolutionReason.MISPRINTED, printed=fits[codes[0]], whole=whole)
        return Resolution("corrected", why, unit, remark="misprint")
    if codes:
        why = because(ResolutionReason.ONE_CHARACTER_AWAY, count=len(codes))
        return Resolution("ambiguous", why, candidates=_units(book, codes))
    return Resolution("none", because(ResolutionReason.NO_UNIT_OF_NAME))


def _changed_kind(book: Book, splits: Iterable[_Split], known: str | None) -> Resolution | None:
    """Resolve a name that differs from a unit's of the county only in kind or ethnic designation."""
    codes: dict[str, None] = {}
    printed = ""
    for split in splits:
        for county in _counties(split, known):
            for name in filter(kind, split.names[:1]):
                fitting = _units_of_stem(book, county, name)
                codes.update(dict.fromkeys(fitting))
                printed = name if fitting else printed
    if not codes:
        return None
    units = _units(book, codes)
    if len(units) > 1:
        why = because(ResolutionReason.SEVERAL_UNITS_OF_STEM, printed=printed, count=len(units))
        return Resolution("ambiguous", why, candidates=units)
    remark: Remark | None = None if kind(units[0].name) == kind(printed) else "former_kind"
    county = book.place_name(units[0].county_code)
    why = because(ResolutionReason.LISTED_UNDER_OTHER_KIND, printed=printed, name=units[0].name, county=county)
    return Resolution("corrected" if remark else "context", why, units[0], remark=remark)


def _units_of_stem(book: Book, county: str, name: str) -> list[str]:
    """The units of a county with the stem of this name; only those of its kind, where there are any."""
    same_stem = [code for code in book.codes_of(county) if any(_same_stem(name, listed) for listed in book.names(code))]
    same_kind = [code for code in same_stem if any(kind(listed) == kind(name) for listed in book.names(code))]
    return same_kind or same_stem


def _same_stem(printed: str, listed: str) -> bool:
    return bool(kind(listed)) and stem(printed) == stem(listed)


def _counties(split: _Split, known: str | None) -> list[str]:
    """The counties in which to search for the unit: those that the name begins with, else the known county."""
    named = [code for code in split.counties if known is None or code.startswith(known)]
    if named or split.counties:
        return named
    return [known] if known and len(known) == 6 else []


def _misprinted_unit(book: Book, splits: Iterable[_Split], known: str | None) -> Iterator[tuple[str, str]]:
    """Units of the named or known county that are one character away, with the name as printed.

    A name that some township elsewhere has is more likely a unit that no longer exists than a misprint: then only
    easily mistaken characters count.
    """
    for split in splits:
        for county in _counties(split, known):
            for code in book.codes_of(county):
                for printed in filter(kind, split.names):
                    fit = is_confusable if book.codes(printed) else is_one_edit_apart
                    if any(kind(listed) == kind(printed) and fit(printed, listed) for listed in book.names(code)):
                        yield code, printed


def _misprinted_county(book: Book, splits: Iterable[_Split], known: str | None) -> Iterator[tuple[str, str]]:
    """Units whose name is right after a county's name that is one character off and that no county has."""
    for split in splits:
        for whole in split.names:
            for cut in range(2, len(whole) - 1):
                front, name = whole[:cut], whole[cut:]
                if not front.endswith(_COUNTY_KINDS) or book.places.named(front):
                    continue
                for code in book.codes(name):
                    county = book.county(code[:6])
                    right_place = split.covers(code) and (known is None or code.startswith(known))
                    if (
                        county
                        and right_place
                        and is_one_edit_apart(front, county.name)
                        and front[-1] == county.name[-1]
                    ):
                        yield code, whole


def _confusable_units(book: Book, splits: Iterable[_Split]) -> Iterator[tuple[str, str]]:
    for split in splits:
        for printed in filter(kind, split.names):
            for similar in confusable_names(printed):
                yield from ((code, printed) for code in book.codes(similar) if split.covers(code))


def _names_with_county(book: Book, code: str) -> Iterator[str]:
    county = book.county(code[:6])
    for listed in book.names(code):
        yield listed
        if county:
            yield county.name + listed
