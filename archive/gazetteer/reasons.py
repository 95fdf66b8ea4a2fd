"""Why a printed name refers to a unit, or to none: codes with the arguments of their sentences.

The sentences stand in `archive.messages`, which the gazetteer does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ResolutionReason(StrEnum):
    """What a resolution rests on. In the arguments `place`, `county` and `places` are full names of places."""

    COUNTY_AND_UNIT_NAMED = "county_and_unit_named"
    """The name begins with the county's."""
    ONLY_UNIT_OF_NAME = "only_unit_of_name"
    """No other township of the country has the name."""
    ONLY_UNIT_ELSEWHERE = "only_unit_elsewhere"
    """The only township of the name lies in a place that the document does not name. Argument: `place`."""
    SEVERAL_UNITS_OF_NAME = "several_units_of_name"
    """Several townships have the name. Argument: `count`."""
    DECIDED_BY_DOCUMENT = "decided_by_document"
    """Of several units of the name, the one in a place that the document names. Argument: `count`."""
    DECIDED_BY_SITE = "decided_by_site"
    """Of several units of the name, the one in the county of the site. Argument: `count`."""
    DECIDED_BY_PLACE_IN_FRONT = "decided_by_place_in_front"
    """Of several units of the name, the one in the place that the name begins with. Argument: `count`."""
    FOUND_UNDER_OTHER_COUNTY = "found_under_other_county"
    """The unit was named under a county in which it does not lie. Arguments: `county`, `places`."""
    ONLY_IN_OTHER_COUNTIES = "only_in_other_counties"
    """The county has no unit of the name, and several others have. Arguments: `county`, `count`."""
    MISPRINTED = "misprinted"
    """The name is misprinted. Arguments: `printed`, and `whole`, the unit's full name."""
    ONE_CHARACTER_AWAY = "one_character_away"
    """Several names are one character away. Argument: `count`."""
    NO_UNIT_OF_NAME = "no_unit_of_name"
    """No unit has the name."""
    SEVERAL_UNITS_OF_STEM = "several_units_of_stem"
    """Several units of the county have the name but for its kind. Arguments: `printed`, `count`."""
    LISTED_UNDER_OTHER_KIND = "listed_under_other_kind"
    """The unit has another kind, or another ethnic designation. Arguments: `printed`, `name`, `county`."""
    LISTED_WITH_KIND = "listed_with_kind"
    """The name lacks the unit's kind. Arguments: `name`, `county`."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason and the arguments of its sentence."""

    reason: ResolutionReason
    args: Mapping[str, str | int] = field(default_factory=dict, hash=False)


def because(reason: ResolutionReason, **args: str | int) -> Why:
    """A reason by its code and its arguments."""
    return Why(reason, args)
