"""Sentences for alerts and groups of alerts, and names of kinds, from the message catalogue. Pure.

The messages are described in `archive.alerts.kinds.kind`. Raises LookupError, TypeError or ValueError where
the evidence of an alert is not what its kind promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from archive.alerts import kinds
from archive.alerts.text.digest import Entry, Group
from archive.messages import text

Language = Literal["zh", "en"]

_NAMED = 10
"""How many counties of a province are named; all are counted."""


def kind_name(kind: str, language: Language) -> str:
    """A kind of alert in a word or two: `missed deadline`, `应公开未见`."""
    return text(f"alert-{kind}-name", language)


def sentence(entry: Entry, language: Language) -> str:
    """One alert in one sentence."""
    if entry.edge == "passed":
        return text("alert-passed", language, **_names(entry, language))
    if entry.edge == "closed":
        return text(f"alert-{entry.kind}-closed", language, **_names(entry, language))
    return text(f"alert-{entry.reason}", language, **_names(entry, language), **_terms(entry))


def remedy(reason: str, language: Language) -> str:
    """What an open alert of this reason asks of a person, in a sentence or two."""
    return text(f"alert-{reason}-remedy", language)


def group_sentence(group: Group, language: Language) -> str:
    """Alerts of one county, kind and edge in one sentence."""
    opened = group.edge == "opened"
    separator = text("alert-separator", language)
    given: dict[str, str | int] = {
        "kind": kind_name(group.kind, language),
        "place": group.entries[0].place,
        "count": str(len(group.entries)),
    }
    if group.of_a_province:
        named = [
            text("alert-county-item", language, place=name, count=count) for name, count in group.counties[:_NAMED]
        ]
        given |= {"counties": len(group.counties), "items": separator.join(named)}
        return text(f"alert-province-{group.edge}", language, **given)
    given["items"] = separator.join(_item(entry, language) for entry in group.entries)
    if not opened:
        return text(f"alert-several-{group.edge}", language, **given)
    kind = kinds.known()[group.kind]
    return text(
        f"alert-{group.kind}-several", language, **kind.terms([entry.evidence for entry in group.entries]), **given
    )


def _item(entry: Entry, language: Language) -> str:
    """One of several alerts in a sentence, with its id."""
    opened = entry.edge == "opened"
    message, terms = (f"alert-{entry.kind}-item", _terms(entry)) if opened else ("alert-item-now", {})
    item = text(message, language, **_names(entry, language), **terms)
    return text("alert-item-with-id", language, item=item, alert=entry.alert)


def _names(entry: Entry, language: Language) -> Mapping[str, str]:
    """The arguments of every message; `none` where an alert has no such value."""
    return {
        "name": entry.name,
        "place": entry.place,
        "year": entry.year or "none",
        "verdict": entry.verdict or "none",
        "kind": kind_name(entry.kind, language),
    }


def _terms(entry: Entry) -> Mapping[str, str]:
    return kinds.known()[entry.kind].terms([entry.evidence])
