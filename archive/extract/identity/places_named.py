"""Which divisions a document names as its own: they decide between units of one name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive import patterns
from archive.extract.identity.evidence import Evidence
from archive.gazetteer import Gazetteer
from archive.gazetteer.naming import normalise, without_organ

# such as 苍南县 in 苍南县政务公开办 or 苍南县委
_ITS_ORGAN = patterns.lazy(
    r"(?:人民)?政府|委|政务|信息公开|门户|人大|档案馆|图书馆|融媒体|行政服务|统一|部署|要求|安排|领导"
)
_VISITED = patterns.lazy(r"(?:赴|到|去|往|参观|考察|学习|走访|来自|寄自|寄往|与|同|对标|借鉴|参照)[^。;,]{0,6}$")
# such as before 苍南县 in 浙江省温州市苍南县, 按照苍南县关于… or (苍南县)
_SENTENCE_BEGINS = patterns.lazy(
    r"(?:^|[。;\n(])(?:[\u4e00-\u9fff]{2,8}(?:省|自治区|市|州|盟|地区)){0,2}$|"
    r"(?:按照|根据|依据|依照|遵照|遵循|落实|执行|贯彻|按|经|由|受)(?:[\u4e00-\u9fff]{2,8}[省市州])?[《〈]?$"
)
_ADDRESS = patterns.lazy(r"(?:隶属|所属|属)于?$|(?:地址|住址|邮编|联系|位于|通讯)[^。;]{0,16}$")


def places_named(evidence: Evidence, issuers: Sequence[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Codes of divisions that the document names: all in titles and labels, in the text only those it may belong to.

    `issuers` are the names that its titles give.
    """
    titles = filter(None, (*evidence.titles, evidence.link_title))
    outside = " ".join((*titles, *(meta.value for meta in evidence.metadata)))
    text = "\n".join(map(normalise, (evidence.text or evidence.lead).splitlines()))
    names = [without_organ(normalise(name)) for name in issuers if name]
    inside = (code for code in gazetteer.places.find(text) if _is_its_county(code, text, names, gazetteer))
    site = (meta.value[:6] for meta in evidence.metadata if meta.key.lower() == "siteidcode" and len(meta.value) >= 10)
    return frozenset((*gazetteer.places.find(normalise(outside)), *inside, *site))


def _is_its_county(code: str, text: str, names: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether a text names a place repeatedly, with an organ, in an address, before the issuer or first in a sentence.

    It is a county or a prefecture. Any other single mention may be of a visit.
    """
    county = gazetteer.county(code)
    above = gazetteer.place_name(code).removeprefix(gazetteer.place_name(code[:2]))
    name = county.name if county else above
    found = [*re.finditer(re.escape(name), text)] if name else []
    return len(found) > 1 or any(
        _is_at_home(text[: sign.start()][-20:], text[sign.end() :][:20], names) for sign in found
    )


def _is_at_home(before: str, behind: str, names: Sequence[str]) -> bool:
    """Whether a county stands between these texts as the document's own."""
    if any(behind.startswith(name) for name in names):
        return True
    own = _ITS_ORGAN.match(behind) or _ADDRESS.search(before) or _SENTENCE_BEGINS.search(before)
    return bool(own) and not _VISITED.search(before)
