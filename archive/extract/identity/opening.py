"""The office that the opening of a report names as its author, where no title does: 湖口县统计局根据…编制本报告.

Only a name that begins with its county counts, and only where the opening says that it wrote or owes the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive import patterns
from archive.extract.identity.evidence import Evidence
from archive.extract.identity.issuer import IssuerContext, IssuerDecision, identify_issuer, mentions
from archive.extract.identity.reasons import IdentityReason, because
from archive.gazetteer import Gazetteer
from archive.gazetteer.naming import normalise

_LONGEST = 400
_LEVELS = ("department", "county", "other")
_NAME = (
    r"(?P<name>[\u4e00-\u9fff、]{2,24}?(?:[局委院馆社会站所队处部厅]|办公室|中心|公司|学校|[小中]学|幼儿园|人民政府|管委会)"
    r"(?:\([^()]{2,20}\))?)"
)
_SUBJECT = patterns.lazy(
    rf"(?:^|(?<=[。;,:\n]))(?:现将|现对|现公布|现发布|本报告由|本报告是|由)?{_NAME}"
    r"(?=(?:20\d\d年|根据|按照|依据|依照|编制|结合|认真|严格|特|现|组织编制|坚持|深入|全面|高度重视|切实|积极|始终|在|围绕|紧紧|紧扣|以|通过|主动|不断|依法|扎实|持续|按))"
)
# such as 2023年,县财政局 before 在县委、县政府的正确领导下, as the first words of a paragraph
_OF_PARAGRAPH = patterns.lazy(
    rf"(?:^|(?<=\n))(?:20\d\d年度?,?|一年来,?)?{_NAME}"
    r"(?=认真|在(?:县委|市委|区委|上级|[县市区旗]政府|党)|坚持|高度重视|严格|深入|切实|积极|紧紧|以习近平)"
)
_AUTHOR = patterns.lazy(
    rf"(?:由|现将|现公布|现发布){_NAME}(?:(?=负责|组织|编制|撰写|起草)|(?=20\d\d年?度?政府信息公开))"
)
# such as 受县水利局委托，某乡政府网站代为发布
_COMMISSIONED = patterns.lazy(rf"(?:^|(?<=[。;\n]))受{_NAME}的?委托")
_BY_YEAR = patterns.lazy(r"20\d\d年")
# such as 中共 or 国家税务总局 before the county's name
_ABOVE = patterns.lazy(
    r"^(?:中共|中国共产党|国家[\u4e00-\u9fff]{1,6}?总?局|中国[\u4e00-\u9fff]{2,8}?(?=[\u4e00-\u9fff]{2,3}[县市区旗]))"
)
_WRITES = patterns.lazy(r"编制|撰写|报告如下|公布如下|本报告|年度报告|年报")


def author(evidence: Evidence, context: IssuerContext, gazetteer: Gazetteer) -> IssuerDecision | None:
    """The office or county named as the report's author; None where none is, or a township may be as well."""
    opening = _beginning(evidence)
    if not _WRITES.search(opening):
        return None
    named = {
        name: identify_issuer(name, context, gazetteer)
        for name in _names(opening)
        if _begins_with_place(name, gazetteer)
    }
    offices = [one for one in named.values() if one.issuer.level in _LEVELS]
    if len({one.issuer.name for one in offices}) != 1 or _has_township_subject(opening, gazetteer):
        return None
    why = because(IdentityReason.NAMED_IN_OPENING, cause=offices[0].reason)
    return IssuerDecision(offices[0].issuer, offices[0].findings, why)


def _beginning(evidence: Evidence) -> str:
    """The beginning of the text, in compatibility form and without white space but line ends."""
    return "\n".join(map(normalise, evidence.text.splitlines()))[:_LONGEST]


def _names(opening: str) -> Iterator[str]:
    """The names that a sentence on the report, or on the year, has for its subject or as the report's author."""
    yield from (found["name"] for pattern in (_AUTHOR, _COMMISSIONED) for found in pattern.finditer(opening))
    yield from (found["name"] for found in _OF_PARAGRAPH.finditer(opening))
    for found in _SUBJECT.finditer(opening):
        sentence = re.split(r"[。;\n]", opening[found.end() :])[0]
        if _WRITES.search(sentence) or _BY_YEAR.match(sentence):
            yield found["name"]


def _begins_with_place(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a county, or only its kind, stands in front: 湖口县统计局, 县统计局."""
    own = _ABOVE.sub("", name)
    return own[:1] in ("县", "市", "区", "旗") or any(rest and rest != own for _, rest in gazetteer.places.splits(own))


def _has_township_subject(opening: str, gazetteer: Gazetteer) -> bool:
    """Whether a sentence begins with a township's name, or the text speaks for a township."""
    itself = re.search(r"[我本](?:镇|乡|街道|办事处|苏木)", opening)
    return bool(itself) or any(
        re.search(
            rf"(?:^|[。;,\n]|由|现将)(?:20\d\d年度?,?)?[\u4e00-\u9fff]{{0,8}}{re.escape(name)}(?:人民政府|办事处|政府|党委|党工委|、)*"
            r"(?:20\d\d|根据|按照|编制|结合|认真|坚持|严格|高度|在|切实|积极|深入|全面|围绕|紧紧|以|依法|扎实|主动)",
            opening,
        )
        for name in mentions(opening, gazetteer)
    )
