"""Punctuation: half-width marks between Chinese characters, marks without a counterpart, torn sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from archive import patterns
from archive.drafts.draft import Draft
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import Place, Remark
from archive.drafts.sentences import around

_HAN: Final = r"[^\W\da-zA-Z_]"
"""A letter that is not Latin. A range of all Chinese characters takes milliseconds to compile, wherever it stands."""
_FULL: Final = str.maketrans({**dict(zip(",;:?!().", "，；：？！（）。", strict=True)), '"': "“”"})
# such as 我镇高度重视,认真落实 or (一)主动公开; not 3,000 or 1.5
_HALF: Final = patterns.lazy(
    rf"(?:(?<={_HAN})|(?<=[”》）]))[,;:?!](?=\s*{_HAN})|\((?=\s*{_HAN})|(?<={_HAN})\)|(?<={_HAN})\.(?=\s*(?:{_HAN}|$))"
    rf'|"(?={_HAN})|(?<={_HAN})"'
)
# such as ２０８ between full-width or Chinese characters
_WIDE: Final = patterns.lazy(r"[０-９]+")
# such as ，， or 。。 or ，。 ; not …… or ——
_DOUBLED: Final = patterns.lazy(r"[，、；：][，、；：。！？,;]|。[。，、；：]|[,;][,;，；。]")
_BEGINS: Final = patterns.lazy(r"[，。、；：？！）》」』]")
_ENDS: Final = patterns.lazy(r"[，、,]$")
_STOPPED: Final = patterns.lazy(r"[。！？；：…”’）》」』.!?;:)\]】〕]$")
_PAIRS: Final = ("（）", "《》", "〔〕", "【】", "“”", "‘’")
# such as 国办公开办函[2021]30号 or (2021)30号
_NUMBER_BRACKETS: Final = patterns.lazy(r"[\[［【(（](?:19|20)\d\d[\]］】)）]\s*\d{1,4}\s*号")
_SENTENCE_SIZE: Final = 40
# such as 1 or 一 before ）, at the beginning of a line or clause
_OF_A_LIST: Final = patterns.lazy(r"(?:^|[。；;：:，,、\s])(?:\d{1,2}|[一二三四五六七八九十]{1,2})$")
# such as （一）主动公开。及时更新机构, where the line ends in the middle of a sentence
_BROKEN_OFF: Final = patterns.lazy(r"。[^。！？；]{4,}$")
_SHOWN: Final = 3


@drafting("half_width")
def _half_width(draft: Draft) -> Iterator[Remark]:
    """One remark for all: where there is one there are many."""
    found = [(passage, match) for passage in draft.passages() for match in _HALF.finditer(passage.text)]
    if found:
        marks = Counter(match[0] for _, match in found)
        quotes = tuple(dict.fromkeys(around(p.text, m[0], m.start()) for p, m in found))[:_SHOWN]
        yield remark(
            Place(found[0][0].section, quotes=quotes),
            count=len(found),
            marks=" ".join(marks),
            full=" ".join(mark.translate(_FULL) for mark in marks),
            quote=quotes[0],
        )


@drafting("wide_digits")
def _wide_digits(draft: Draft) -> Iterator[Remark]:
    found = [(passage, match) for passage in draft.passages() for match in _WIDE.finditer(passage.text)]
    if found:
        passage, match = found[0]
        quote = around(passage.text, match[0], match.start())
        yield remark(Place(passage.section, quotes=(quote,)), count=len(found), quote=quote, digits=match[0])


@drafting("doubled_punctuation")
def _doubled_punctuation(draft: Draft) -> Iterator[Remark]:
    for passage in draft.passages():
        for match in _DOUBLED.finditer(passage.text):
            quote = around(passage.text, match[0], match.start())
            yield remark(Place(passage.section, quotes=(match[0],)), quote=quote, marks=match[0])


@drafting("torn_sentence")
def _torn_sentence(draft: Draft) -> Iterator[Remark]:
    for passage in draft.passages() if not draft.is_printed else ():
        text = passage.text.strip()
        if not passage.section:
            continue
        if _ENDS.search(text):
            quote = text[-20:]
            yield remark(Place(passage.section, quotes=(quote,)), quote=quote, where="end")
        elif _BEGINS.match(text):
            quote = text[:20]
            yield remark(Place(passage.section, quotes=(quote,)), quote=quote, where="start")


@drafting("full_stop")
def _full_stop(draft: Draft) -> Iterator[Remark]:
    for passage in draft.passages() if not draft.is_printed else ():
        text = passage.text.strip()
        whole = (len(text) >= _SENTENCE_SIZE and "，" in text) or bool(_BROKEN_OFF.search(text))
        if passage.section and whole and not _STOPPED.search(text) and not _ENDS.search(text):
            quote = text[-20:]
            yield remark(Place(passage.section, quotes=(quote,)), quote=quote)


@drafting("brackets")
def _brackets(draft: Draft) -> Iterator[Remark]:
    for passage in draft.passages():
        for left, right in _PAIRS:
            text = passage.text.replace("(", "（").replace(")", "）") if left == "（" else passage.text
            if (at := _unpaired(text, left, right)) is not None:
                quote = around(text, text[at], at)
                yield remark(Place(passage.section, quotes=(quote,)), quote=quote, pair=left + right, more=text[at])


def _unpaired(text: str, left: str, right: str) -> int | None:
    """Where a mark without its counterpart stands; None where there is none. The mark of a list (1）) has none."""
    open_at: list[int] = []
    for at, sign in enumerate(text):
        if sign == left:
            open_at.append(at)
        elif sign == right and open_at:
            open_at.pop()
        elif sign == right and not _OF_A_LIST.search(text[:at]):
            return at
    return open_at[-1] if open_at else None


@drafting("number_brackets")
def _number_brackets(draft: Draft) -> Iterator[Remark]:
    seen: set[str] = set()
    for passage in draft.passages():
        for match in _NUMBER_BRACKETS.finditer(passage.text):
            if match[0] not in seen:
                seen.add(match[0])
                yield remark(Place(passage.section, quotes=(match[0],)), quote=match[0])
