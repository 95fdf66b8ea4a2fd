"""From what a document's kind, issuer and year were concluded: codes with the arguments of their sentences.

A sentence is made only where people read it; English is what findings store.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import reduce

from archive.gazetteer import Why
from archive.messages import Argument
from archive.messages.coded import Sentence


class IdentityReason(StrEnum):
    """What the kind, the issuer or the year of a document rests on, or speaks against it."""

    KIND_BY_TITLE = "kind_by_title"
    """By its title it is a report. Arguments: `kind`, `title`."""
    KIND_BY_TITLE_AS = "kind_by_title_as"
    """By its title it is none. Arguments: `kind`, `title`, and `cause`, the sentence of a `NoReportReason`."""
    KIND_BY_TEXT = "kind_by_text"
    """By its text it is a report. Argument: `kind`."""
    KIND_BY_TEXT_AS = "kind_by_text_as"
    """It has no title, and its text is no report's. Arguments: `kind`, `cause`."""
    NAME_RESOLVED = "name_resolved"
    """A township's name. Arguments: `name`, and `cause`, the sentence of a `ResolutionReason`."""
    NAMES_OF_SEVERAL = "names_of_several"
    """The names of several townships, which report together. Arguments: `name`, `count`."""
    NAME_OF_SEVERAL_BODIES = "name_of_several_bodies"
    """It may be the name of a township or another body. Arguments: `name`, `units`."""
    NAME_OF_DEPARTMENT = "name_of_department"
    """A department's name. Argument: `name`."""
    NAME_OF_COUNTY = "name_of_county"
    """A county's name. Argument: `name`."""
    NAME_OF_ANY_COUNTY = "name_of_any_county"
    """Words such as 县人民政府. Argument: `name`."""
    NAME_OF_HIGHER_PLACE = "name_of_higher_place"
    """A prefecture's or province's name. Argument: `name`."""
    COUNTY_UNDER_ANOTHER = "county_under_another"
    """A county is named under another county. Arguments: `name`, `place`."""
    OFFICE_SPEAKS = "office_speaks"
    """The opening speaks for an office that it does not name. Argument: `words`."""
    STRANGER_NAMED = "stranger_named"
    """A body that is no township is named, and townships elsewhere. Arguments: `name`, `units`."""
    TITLES_NAME_TWO = "titles_name_two"
    """Two titles name two townships. Arguments: `first`, `second`."""
    NAMED_IN_SIGNATURE = "named_in_signature"
    """Only the signature names it. Argument: `cause`, the sentence on the name."""
    NAMED_IN_OPENING = "named_in_opening"
    """Only the opening names it. Argument: `cause`."""
    NAMED_IN_TEXT = "named_in_text"
    """Only the text names it. Argument: `cause`."""
    YEAR_FROM = "year_from"
    """The year. Arguments: `year`, `sources`."""
    YEAR_CONTRADICTED = "year_contradicted"
    """Other sources name other years. Arguments: `year`, `sources`, `others`."""
    YEAR_OF_SOURCE = "year_of_source"
    """What a source that contradicts names. Arguments: `source`, `year`."""
    SOURCES_TOGETHER = "sources_together"
    """A list. Arguments: `before`, `last`."""


class YearSource(StrEnum):
    """What a year was read from. Argument: `quote`, the words there."""

    TITLE = "year_in_title"
    PERIOD = "year_of_period"
    TEXT = "year_in_text"
    OPENING = "year_in_opening"
    ADDRESS = "year_in_address"
    SIGNING_DATE = "year_by_signing_date"
    PUBLICATION_DATE = "year_by_publication_date"


def because(reason: IdentityReason | YearSource, **args: Argument) -> Sentence:
    """A reason by its code and the arguments of its sentence."""
    return Sentence(reason, args)


def of_name(name: str, why: Why) -> Sentence:
    """To what a township's name was resolved."""
    return because(IdentityReason.NAME_RESOLVED, name=name, cause={"reason": why.reason, "args": why.args})


def together(sources: Iterable[Sentence]) -> Argument:
    """One source or several, as one argument."""
    return reduce(_and, (source.argument for source in sources))


def _and(before: Argument, last: Argument) -> Argument:
    return because(IdentityReason.SOURCES_TOGETHER, before=before, last=last).argument
