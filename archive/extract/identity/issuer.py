"""What a printed name says about who issued a report: a township, a department, a county, something else.

One name at a time; which of a document's names to believe is decided in `archive.extract.identity.identify`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from archive.extract.report.model import Candidate, Finding, Issuer, Level
from archive.gazetteer import Gazetteer, Resolution, Unit
from archive.gazetteer.naming import kind, normalise, spellings, without_organ

# such as 中共郏县冢头镇委员会 in 中共郏县冢头镇委员会冢头镇人民政府
_PARTY_COMMITTEE = re.compile(r"^(?:中共|中国共产党).*?委员会(?=.)")
_OFFICES = re.compile(r"^(?:人民)?政府(?:网|门户网站|信息公开|办公厅|办公室|办)?$|^(?:人民政府)?办公[厅室]$")
_GENERIC = re.compile(r"^(?:[本我全该])?([县区市旗])(?:人民政府|政府)?(?:办公室|办)?$")
_DEPARTMENT = re.compile(
    r"(?:局|委|委员会|办公室|办公厅|办|中心|科|站|所|队|院|校|学|园|公司|集团|协会|联合会|工会|学会|银行|馆|台|社|部|室|厅|署|组|会|法院|"
    r"(?<!办事)处|联|社|厂|人大|政协|[集产]\w{0,2}聚区|纪委)$"
)
_OTHER_BODY = re.compile(
    r"(?:管委会|管理委员会|管理区|开发区|园区|农场|林场|牧场|渔场|茶场|新区|示范区|度假区|风景区|保税区|产业园|工业园|科技园|团|场|新城)$"
)
_MENTION = re.compile(r"镇|乡|街道|苏木|地区")
# such as 郏县市场监督管理局(知识产权局)
_BEHIND = re.compile(r"([^()]+)\(([^()]+)\)")
_VILLAGE = re.compile(r"(?:村|社区|居)(?:民?委员会|委会|两委|党支部)?$")
_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known besides the name: the site's county, and places that the document names."""

    county_code: str | None = None
    nearby: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """An issuer, the findings about its name, and in words how it was decided."""

    issuer: Issuer
    findings: tuple[Finding, ...] = ()
    detail: str = ""


def judge(name: str, around: Surroundings, gazetteer: Gazetteer) -> Judged:
    """Who bears this name; level `unknown` where nothing is to be said."""
    text = _place_first(_PARTY_COMMITTEE.sub("", normalise(name)), gazetteer)
    if not text:
        return Judged(Issuer())
    told = _named(name, text, around, gazetteer)
    first = _BEHIND.fullmatch(text)
    if first and told.issuer.match == "none" and told.issuer.level in ("unknown", "township", "other"):
        without = _named(name, first[1], around, gazetteer)
        return without if without.issuer.level in ("township", "department") else told
    return told


def _named(name: str, text: str, around: Surroundings, gazetteer: Gazetteer) -> Judged:
    """Who bears a name that is printed as `name` and reads `text`."""
    short = without_organ(text)
    if county := _county(name, text, around, gazetteer):
        return county
    if not kind(short) and _DEPARTMENT.search(short) and not _OTHER_BODY.search(short):
        where = _place(text, around, gazetteer)
        return Judged(Issuer(name, "department", county_code=where), detail=f"{name} is the name of a department")
    found = gazetteer.resolve(text, county=around.county_code, nearby=around.nearby)
    if found.match != "none":
        return _township(name, found, gazetteer)
    if kind(short):
        finding = Finding("identity.issuer.unlisted", "warning", "unknown", f"{name}: {found.detail}")
        return Judged(Issuer(name, "township", county_code=_place(text, around, gazetteer)), (finding,), finding.detail)
    level: Level = "other" if _OTHER_BODY.search(short) or _VILLAGE.search(short) else "unknown"
    return Judged(Issuer(name, level, county_code=_place(text, around, gazetteer) if level == "other" else None))


def _place_first(text: str, gazetteer: Gazetteer) -> str:
    """A name with its county in brackets behind it, turned round: 冢头镇(郏县)."""
    found = _BEHIND.fullmatch(text)
    return found[2] + found[1] if found and gazetteer.places.named(found[2]) else text


def _township(name: str, found: Resolution, gazetteer: Gazetteer) -> Judged:
    unit = found.unit
    issuer = Issuer(
        name,
        "township",
        unit.code if unit else None,
        unit.county_code if unit else None,
        found.match,
        tuple(_candidate(each, gazetteer) for each in found.candidates),
    )
    return Judged(issuer, tuple(_findings(name, found)), f"{name}: {found.detail}")


def _candidate(unit: Unit, gazetteer: Gazetteer) -> Candidate:
    return Candidate(unit.code, unit.name, gazetteer.place_name(unit.county_code))


def _findings(name: str, found: Resolution) -> Iterator[Finding]:
    detail = f"{name}: {found.detail}"
    if found.remark == "misprint":
        yield Finding("identity.issuer.corrected", "warning", "unknown", detail)
    elif found.remark == "former_kind":
        yield Finding("identity.issuer.former_kind", "info", "source", detail)
    elif found.remark in ("misfiled", "unlisted"):
        yield Finding(f"identity.issuer.{found.remark}", "warning", "unknown", detail)
    elif found.match == "ambiguous":
        yield Finding("identity.issuer.ambiguous", "warning", "unknown", detail)


def _county(name: str, text: str, around: Surroundings, gazetteer: Gazetteer) -> Judged | None:
    """A county or a place above it that is named as the issuer itself."""
    if _GENERIC.match(text):
        return Judged(Issuer(name, "county", county_code=around.county_code), detail=f"{name} is the county itself")
    whole = {
        place for scope, rest in gazetteer.places.splits(text) if not rest or _OFFICES.match(rest) for place in scope
    }
    whole -= {""}
    if not whole:
        return None
    counties = sorted(place for place in whole if len(place) == 6)
    if not counties:
        return Judged(Issuer(name, "other"), detail=f"{name} is a place above the counties")
    code = _only(counties, around)
    findings: tuple[Finding, ...] = ()
    if code and around.county_code and not code.startswith(_digits(around.county_code)):
        detail = f"{name} is found under {gazetteer.place_name(around.county_code) or around.county_code}"
        findings = (Finding("identity.issuer.misfiled", "warning", "unknown", detail),)
    return Judged(Issuer(name, "county", county_code=code), findings, f"{name} is a county")


def _digits(code: str) -> str:
    return code.removesuffix("00").removesuffix("00")


def _only(counties: list[str], around: Surroundings) -> str | None:
    """The one county meant by a name that several may bear, None where that is open."""
    known = [code for code in counties if around.county_code and code.startswith(_digits(around.county_code))]
    near = [code for code in counties if any(code.startswith(place) for place in around.nearby)]
    return next((group[0] for group in (known, near, counties) if len(group) == 1), None)


def _place(text: str, around: Surroundings, gazetteer: Gazetteer) -> str | None:
    """The county that stands in front of a name, else the one known."""
    named = {place for scope, _ in gazetteer.places.splits(text) for place in scope if len(place) == 6}
    return (_only(sorted(named), around) if named else None) or around.county_code


def mentions(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """How often each name that some township bears is mentioned in a text; of two that overlap, the longer."""
    found: Counter[str] = Counter()
    for sign in _MENTION.finditer(text):
        end = sign.end()
        for size in range(min(_LONGEST_NAME, end), 1, -1):
            name = text[end - size : end]
            if gazetteer.codes(name) and spellings(name):
                found[name] += 1
                break
    return found
