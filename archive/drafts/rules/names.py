"""What a draft calls its own unit, and other units of the county that it names: both betray copied text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive import gazetteer, patterns
from archive.drafts.draft import Draft
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import Place, Remark
from archive.drafts.sentences import around

_KINDS: Final = {"镇": "我镇", "乡": "我乡", "街道": "我街道", "苏木": "我苏木"}
_SELF: Final = patterns.lazy(r"(?<![自])[我本](镇|乡(?!镇)|街道|苏木|局|委(?!员)|中心(?!组))")
_OFFICE: Final = patterns.lazy(r"(?:人民政府|办事处|政府){1,9}$")
_NAMED: Final = patterns.lazy(r"《[^》]{0,200}》")


@drafting("self_name")
def _self_name(draft: Draft) -> Iterator[Remark]:
    kind = _kind(draft)
    for passage in draft.passages() if kind else ():
        for match in _SELF.finditer(passage.text):
            if match[1] != kind:
                quote = around(passage.text, match[0], match.start())
                place = Place(passage.section, quotes=(match[0],))
                yield remark(place, quote=quote, said=match[0], own=_KINDS[kind])


@drafting("other_unit")
def _other_unit(draft: Draft) -> Iterator[Remark]:
    issuer = draft.report.issuer
    if issuer.level != "township" or issuer.county_code is None or issuer.township_code is None or issuer.joint_with:
        return
    others = {unit.name for unit in gazetteer.load().units(issuer.county_code) if unit.code != issuer.township_code}
    own = gazetteer.load().names(issuer.township_code)
    others -= {name for name in others if len(name) < 3 or any(name in mine or mine in name for mine in own)}
    pattern = re.compile("|".join(map(re.escape, sorted(others, key=len, reverse=True)))) if others else None
    seen: set[str] = set()
    for section, text in draft.places():
        for match in pattern.finditer(_NAMED.sub("", text)) if pattern else ():
            if match[0] not in seen:
                seen.add(match[0])
                quote = around(text, match[0])
                yield remark(Place(section, quotes=(match[0],)), quote=quote, name=match[0])


def _kind(draft: Draft) -> str:
    """镇, 乡, 街道 or 苏木, by the township's name; "" for any other unit."""
    issuer = draft.report.issuer
    if issuer.level != "township" or issuer.joint_with or not issuer.name:
        return ""
    name = _OFFICE.sub("", issuer.name)
    return next((kind for kind in _KINDS if name.endswith(kind)), "")
