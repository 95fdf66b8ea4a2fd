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


def kind_name(kind: str, language: Language) -> str:
    """A kind of alert in a word or two: `missed deadline`, `未发现`."""
    return text(f"alert-{kind}-name", language)


def sentence(entry: Entry, language: Language) -> str:
    """One alert in one sentence."""
    if entry.edge == "passed":
        return text("alert-passed", language, **_names(entry, language))
    if entry.edge == "closed":
        return text(f"alert-{entry.kind}-closed", language, **_names(entry, language))
    return text(f"alert-{entry.reason}", language, **_names(entry, language), **_terms(entry))


def group_sentence(group: Group, language: Language) -> str:
    """Alerts of one county, kind and edge in one sentence."""
    opened = group.edge == "opened"
    items = [
        text(f"alert-{group.kind}-item", language, **_names(entry, language), **_terms(entry))
        if opened
        else text("alert-item-now", language, **_names(entry, language))
        for entry in group.entries
    ]
    given = {
        "kind": kind_name(group.kind, language),
        "place": group.entries[0].place,
        "count": str(len(group.entries)),
        "items": text("alert-separator", language).join(items),
    }
    if not opened:
        return text(f"alert-several-{group.edge}", language, **given)
    kind = kinds.known()[group.kind]
    return text(
        f"alert-{group.kind}-several", language, **kind.terms([entry.evidence for entry in group.entries]), **given
    )


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
