"""A review as plain text, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from archive import messages
from archive.drafts import words
from archive.drafts.remark import Remark
from archive.drafts.review import Review
from archive.drafts.words import Language


def lines(review: Review, name: str, lang: Language) -> Iterator[str]:
    """The lines: the file and its title, the summary, and the remarks numbered by weight."""
    yield f"{name}　{review.draft.report.title or messages.text('draft-untitled', lang)}"
    yield words.summary(review, lang)
    if review.draft.report.kind == "report":
        yield words.checked(review, lang)
    numbered = enumerate(review.remarks, 1)
    for weight, remarks in groupby(numbered, lambda pair: pair[1].weight):
        yield ""
        yield f"【{words.head(weight, lang)}】"
        for number, remark in remarks:
            yield from _remark(number, remark, lang)


def _remark(number: int, remark: Remark, lang: Language) -> Iterator[str]:
    yield f"{number:>3}. {words.remedy(remark, lang)}"
    if where := words.place(remark, lang):
        yield f"     {messages.text('draft-where', lang, place=where)}"
    yield f"     {messages.text('draft-why', lang, why=words.reason(remark, lang))}"
