"""Words and sentences that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive import patterns
from archive.drafts.draft import Draft
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import Place, Remark
from archive.drafts.sentences import around, sentences

# such as 进一步进一步, 的的 or 126条条; not 一件一件, 逐项逐项, 2025年年底 or 人民政府政府信息公开
_WORDS: Final = patterns.lazy(
    r"(?![一逐每两])(?!政府政府信息|信息公开信息公开(?:指南|目录|平台|专栏|网)|公开公开(?:栏|率|目录|指南)|年度年度报告)([^\W\da-zA-Z_]{2,10})\1(?!\1)|([的了和与及在是对将被把由为或])\2|(?<=\d)([条件份次项篇期元日])\3"
)
_NUMERALS: Final = patterns.lazy(r"[一二三四五六七八九十百千万亿〇零两]+")
_REDUPLICATED: Final = frozenset(
    {"研究", "讨论", "考虑", "商量", "方方", "事事", "人人", "时时", "处处", "层层", "点点"}
)
"""Words that Chinese doubles on purpose."""
_ENDED: Final = patterns.lazy(r"[。！？；]$")
"""A sentence, and not a title or a heading, which may stand twice."""
_LONG: Final = 18
_LONGEST: Final = 40


@drafting("doubled_words")
def _doubled_words(draft: Draft) -> Iterator[Remark]:
    for passage in draft.passages():
        for match in _WORDS.finditer(passage.text):
            words = match[1] or match[2] or match[3]
            if words not in _REDUPLICATED and not _NUMERALS.fullmatch(words):
                quote = around(passage.text, match[0], match.start())
                yield remark(Place(passage.section, quotes=(match[0],)), quote=quote, words=words)


@drafting("doubled_sentence")
def _doubled_sentence(draft: Draft) -> Iterator[Remark]:
    seen: set[str] = set()
    told: set[str] = set()
    for passage in draft.passages():
        for sentence in filter(_ENDED.search, sentences(passage.text)):
            bare = re.sub(r"\W", "", sentence)
            if len(bare) >= _LONG and bare in seen and bare not in told:
                told.add(bare)
                quote = sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST]}…"
                yield remark(Place(passage.section, quotes=(sentence,)), quote=quote)
            seen.add(bare)
