"""The sentences of remarks, from the message catalogue: what to do, why, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from archive import messages
from archive.drafts.consistency import FALLBACK
from archive.drafts.finding_arguments import SECTION_OF
from archive.drafts.form_labels import column_label, line_label
from archive.drafts.remark import WEIGHTS, Remark
from archive.drafts.review import Review

Language = Literal["zh", "en"]

_NUMERALS: Final = ("标题", "一", "二", "三", "四", "五", "六")


def remedy(remark: Remark, lang: Language) -> str:
    """What to do; of a sum also which one cell would put everything right, where there is one."""
    sentence = _sentence(remark, "", lang)
    if remark.fix is None:
        return sentence
    (_, line, column), value = remark.fix
    fix = messages.text(
        "draft-fix", lang, line=line_label("applications", line), column=column_label(column), value=value
    )
    return f"{fix}{sentence}" if lang == "zh" else f"{fix} {sentence}"


def reason(remark: Remark, lang: Language) -> str:
    """Why."""
    return _sentence(remark, "-why", lang)


def place(remark: Remark, lang: Language) -> str:
    """Where it stands, "" for the whole draft: the section, and of a table the line and the column."""
    section = remark.place.section
    if section is None:
        return ""
    name = messages.text(f"draft-section-{section}", lang)
    table, line, column = remark.place.cells[0] if remark.place.cells else ("", "", "")
    if not line or SECTION_OF.get(table) != section:
        return name
    if not column:
        return messages.text("draft-place-line", lang, section=name, line=line_label(table, line))
    labels = {"line": line_label(table, line), "column": column_label(column)}
    return messages.text("draft-place-cell", lang, section=name, **labels)


def summary(review: Review, lang: Language) -> str:
    """How much there is to do, in one sentence."""
    counts = [
        messages.text(f"draft-count-{weight}", lang, count=count) for weight, count in review.counts.items() if count
    ]
    if not counts:
        return messages.text("draft-clean", lang)
    return messages.text("draft-found", lang, counts=messages.text("draft-between", lang).join(counts))


def checked(review: Review, lang: Language) -> str:
    """What was read and checked, in one sentence."""
    previous = review.draft.previous
    counted: dict[str, str | int] = {
        "sections": len(review.draft.report.sections),
        "numbers": review.numbers,
    }
    if previous and previous.year and review.draft.follows_previous:
        return messages.text("draft-checked-beside", lang, previous=previous.year, **counted)
    return messages.text("draft-checked", lang, **counted)


def head(weight: str, lang: Language) -> str:
    """The heading over the remarks of one weight."""
    return messages.text(f"draft-head-{weight}", lang)


def _sentence(remark: Remark, suffix: str, lang: Language) -> str:
    """The sentence of a remark; of a rule without one, or whose arguments are not known, the finding's own."""
    args: dict[str, str | int] = {**_in_language(remark.args, lang)}
    if (count := remark.args.get("count", "")).isdecimal():
        args["count"] = int(count)
    try:
        return messages.text(remark.code + suffix, lang, **args)
    except (KeyError, ValueError):
        return messages.text(FALLBACK + suffix, lang, **{"detail": "", "explained": "", **args})


def _in_language(args: Mapping[str, str], lang: Language) -> dict[str, str]:
    """The arguments with codes among them put in words."""
    spelled = dict(args)
    if because := args.get("because"):
        spelled["because"] = messages.text(because, lang)
    if table := args.get("table"):
        spelled["table_name"] = messages.text(f"draft-table-{table}", lang)
    if (number := args.get("number", "")).isdigit() and int(number) in range(1, 7):
        spelled |= {"numeral": _NUMERALS[int(number)], "heading": messages.text(f"draft-heading-{number}", lang)}
    if "part" in args:
        spelled["part"] = _part(args["part"], lang)
    return spelled


def _part(part: str, lang: Language) -> str:
    try:
        return messages.text(f"draft-part-{part}", lang)
    except KeyError:
        return part


def as_json(review: Review, path: str, lang: Language) -> dict[str, object]:
    """A review in the shape of the contract, with its sentences in one language."""
    report = review.draft.report
    return {
        "path": path,
        "title": report.title,
        "year": report.year,
        "issuer": report.issuer.name,
        "summary": summary(review, lang),
        "counts": {str(weight): review.counts[weight] for weight in WEIGHTS},
        "remarks": [_remark_as_json(remark, lang) for remark in review.remarks],
    }


def _remark_as_json(remark: Remark, lang: Language) -> dict[str, object]:
    return {
        "rule": remark.rule,
        "weight": str(remark.weight),
        "remedy": remedy(remark, lang),
        "reason": reason(remark, lang),
        "where": place(remark, lang),
        "section": remark.place.section,
        "cells": [{"table": table, "line": line, "column": column} for table, line, column in remark.place.cells],
        "quotes": list(remark.place.quotes),
    }
