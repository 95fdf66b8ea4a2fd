"""Identifies the issuer that a printed name denotes: a township, a department, a county, or something else.

One name at a time; which of a document's names to believe is decided in `archive.extract.identity.identify`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive import patterns
from archive.extract.identity.reasons import IdentityReason, because, of_name
from archive.extract.report.model import Candidate, Finding, Issuer, Level
from archive.gazetteer import Gazetteer, Resolution, ResolutionReason, Unit, Why
from archive.gazetteer.naming import kind, normalise, spellings, without_organ
from archive.gazetteer.places import within
from archive.gazetteer.traditional import simplified
from archive.messages import Argument
from archive.messages.coded import Sentence

# such as 中共郏县冢头镇委员会 in 中共郏县冢头镇委员会冢头镇人民政府
_PARTY_COMMITTEE = patterns.lazy(r"^(?:中共|中国共产党).*?委员会(?=.)")
# such as 中共 in 中共郏县冢头镇委员会, so that the county stands in front
_PARTY = patterns.lazy(r"^(?:中共|中国共产党)(?=.+(?:[镇乡]|街道|苏木)(?:工作)?委员会$)")
_OFFICES = patterns.lazy(r"^(?:人民)?政府(?:网|门户网站|信息公开|办公厅|办公室|办)?$|^(?:人民政府)?办公[厅室]$")
_GENERIC = patterns.lazy(r"^(?:[本我全该])?([县区市旗])(?:人民政府|政府)?(?:办公室|办)?$")
_DEPARTMENT = patterns.lazy(
    r"(?:局|委|委员会|办公室|办公厅|办|中心|科|站|所|队|院|校|学|园|公司|集团|协会|联合会|工会|学会|银行|馆|台|社|部|室|厅|署|组|会|法院|"
    r"(?<!办事)处|联|社|厂|人大|政协|[集产]\w{0,2}聚区|纪委)$"
)
_OTHER_BODY = patterns.lazy(
    r"(?:管委会|管理委员会|管理区|开发区|园区|农场|林场|牧场|渔场|茶场|新区|示范区|度假区|风景区|保税区|产业园|工业园|科技园|团|场|新城)$"
)
_MENTION = patterns.lazy(r"镇|乡|街道|苏木|地区")
# such as 郏县市场监督管理局(知识产权局)
_BEHIND = patterns.lazy(r"([^()]+)\(([^()]+)\)")
_VILLAGE = patterns.lazy(r"(?:村|社区|居)(?:民?委员会|委会|两委|党支部)?$")
_NOBODY = patterns.lazy(
    r"(?:[我本该各全的度第号级乡镇县市区旗办厅\W\d_A-Za-z]|单位|部门|机关|行政|人民|政府|政务|信息|公开|公示|公布|发布|年报|年度|"
    r"报告|工作|情况|关于|附件|[正全原]文|标题|名称|文件|街镇|镇街|街道|办事处|党政|办公室|最新|重点|法定|主动|内容|栏目|专[栏题]|"
    r"基层|网站|门户|首页|平台|上级|[定终初]?稿|盖章|签字|扫描|电子|完整|打印|修订|修改|更新|更正|最终|审定|上网|模板|版|件)*"
)
"""Words in the place of an issuer that name none; whatever else stands there is somebody's name."""
_LONGEST_NAME = 12
_COUNTY_KINDS = ("县", "区", "市", "旗")
# such as between the names in 双桥镇城关镇
_BEHIND_KIND = patterns.lazy(r"(?:(?<=[镇乡])|(?<=街道)|(?<=苏木))(?=..)")
# such as between the names in 双桥镇和城关镇
_AND = patterns.lazy(r"[和及与暨;](?=.)")


@dataclass(frozen=True, slots=True)
class IssuerContext:
    """What is known besides the name: the site's county, and divisions that the document names (codes)."""

    county_code: str | None = None
    nearby: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IssuerDecision:
    """An issuer, findings about its name, and how it was identified; None where that needs no word."""

    issuer: Issuer
    findings: tuple[Finding, ...] = ()
    why: Sentence | None = None

    @property
    def reason(self) -> Argument:
        """How it was identified, as an argument of another sentence."""
        return self.why.argument if self.why else ""


@lru_cache(maxsize=1024)
def identify_issuer(name: str, context: IssuerContext, gazetteer: Gazetteer) -> IssuerDecision:
    """The issuer with this name; level `unknown` where nothing is known of it."""
    text = _county_first(_PARTY.sub("", _PARTY_COMMITTEE.sub("", simplified(normalise(name)))), gazetteer)
    if not text:
        return IssuerDecision(Issuer())
    if joint := _joint(name, text, context, gazetteer):
        return joint
    if "、" in text and not gazetteer.codes(text):
        text = text.replace("、", "")
    decision = _named(name, text, context, gazetteer)
    first = _BEHIND.fullmatch(text)
    if first and decision.issuer.match == "none" and decision.issuer.level in ("unknown", "township", "other"):
        without = _named(name, first[1], context, gazetteer)
        return without if without.issuer.level != "unknown" else decision
    return decision


def names_nobody(name: str) -> bool:
    """Whether a text where an issuer is named holds only words that any office may use: 本单位, 乡人民政府, 关于."""
    return _NOBODY.fullmatch(simplified(normalise(name))) is not None


def _joint(name: str, text: str, context: IssuerContext, gazetteer: Gazetteer) -> IssuerDecision | None:
    """The issuers of a joint report, 双桥镇、城关镇; None where a name is one unit's or some part is no unit's.

    One unit that is named twice is one issuer.
    """
    partings = list(_partings(text))
    if not partings or ("、" not in text and gazetteer.resolve(text, county=context.county_code).unit):
        return None
    for parts in partings:
        found = [_named(part, part, context, gazetteer) for part in parts]
        codes = dict.fromkeys(decision.issuer.township_code or "" for decision in found)
        if "" in codes or any(decision.findings for decision in found):
            continue
        others = [unit for code in [*codes][1:] if (unit := gazetteer.unit(code))]
        if not others:
            return found[0]
        joint_with = tuple(_candidate(unit, gazetteer) for unit in others)
        together = replace(found[0].issuer, name=name, candidates=(), joint_with=joint_with)
        return IssuerDecision(together, why=because(IdentityReason.NAMES_OF_SEVERAL, name=name, count=len(codes)))
    return None


def _partings(text: str) -> Iterator[list[str]]:
    """The ways to read a text as names of several units: 双桥镇、城关镇, 双桥镇城关镇, 双桥镇和城关镇."""
    for parts in (text.split("、"), _BEHIND_KIND.split(text)):
        if len(parts) > 1:
            yield [part for part in parts if part]
    for sign in _AND.finditer(text, 1):
        yield [text[: sign.start()], text[sign.end() :]]


def _of_the_county(name: str, text: str, context: IssuerContext, gazetteer: Gazetteer) -> IssuerDecision | None:
    """The unit of the county with exactly this name, such as 安图县林业局, or with this name without its kind: 冢头."""
    county = context.county_code or ""
    if county in gazetteer.places.named(text) and text.endswith(_COUNTY_KINDS):
        return None
    rests = (rest for scope, rest in gazetteer.places.splits(text) if rest and within(county, scope))
    forms = {form: None for rest in rests for form in spellings(rest)}
    listed = [code for form in forms for code in gazetteer.codes(form) if code[:6] == county]
    if listed:
        found = gazetteer.resolve(text, county=county, nearby=context.nearby)
        return _township(name, found, gazetteer) if found.unit else None
    units = _units(gazetteer, (code for form in forms for code in gazetteer.codes_of_stem(county, form)))
    return _without_kind(name, text, units, gazetteer) if units else None


def _without_kind(name: str, text: str, units: Sequence[Unit], gazetteer: Gazetteer) -> IssuerDecision:
    """A unit that is named without its kind; only a candidate where the county or another body may be called so."""
    county = units[0].county_code
    if len(units) == 1 and not _may_be_another(without_organ(text), county, gazetteer):
        args = {"name": units[0].name, "county": gazetteer.place_name(county)}
        listed = Resolution("context", Why(ResolutionReason.LISTED_WITH_KIND, args), units[0])
        return _township(name, listed, gazetteer)
    names = "、".join(unit.name for unit in units)
    why = because(IdentityReason.NAME_OF_SEVERAL_BODIES, name=name, units=names)
    finding = Finding("identity.issuer.ambiguous", "warning", "unknown", why.as_stored)
    candidates = tuple(_candidate(unit, gazetteer) for unit in units)
    return IssuerDecision(Issuer(name, "township", None, county, "ambiguous", candidates), (finding,), why)


def _units(gazetteer: Gazetteer, codes: Iterable[str]) -> list[Unit]:
    return [unit for code in sorted({*codes}) if (unit := gazetteer.unit(code))]


def _may_be_another(short: str, county: str, gazetteer: Gazetteer) -> bool:
    """Whether a name may be the county's, an office's or another body's as well as a township's."""
    own = any(county.startswith(place) for place in gazetteer.places.named(short))
    return bool(own or _DEPARTMENT.search(short) or _OTHER_BODY.search(short))


def _named(name: str, text: str, context: IssuerContext, gazetteer: Gazetteer) -> IssuerDecision:
    """The issuer with a name that is printed as `name` and normalised to `text`."""
    short = without_organ(text)
    if unit := _of_the_county(name, text, context, gazetteer):
        return unit
    if county := _county(name, text, context, gazetteer):
        return county
    if not kind(short) and _DEPARTMENT.search(short) and not _OTHER_BODY.search(short):
        department = Issuer(name, "department", county_code=_county_of(text, context, gazetteer))
        return IssuerDecision(department, why=because(IdentityReason.NAME_OF_DEPARTMENT, name=name))
    found = gazetteer.resolve(text, county=context.county_code, nearby=context.nearby)
    if found.match != "none":
        return _township(name, found, gazetteer)
    if kind(short):
        why = of_name(name, found.why)
        finding = Finding("identity.issuer.unlisted", "warning", "unknown", why.as_stored)
        unlisted = Issuer(name, "township", county_code=_county_of(text, context, gazetteer))
        return IssuerDecision(unlisted, (finding,), why)
    level: Level = "other" if _OTHER_BODY.search(short) or _VILLAGE.search(short) else "unknown"
    return IssuerDecision(
        Issuer(name, level, county_code=_county_of(text, context, gazetteer) if level == "other" else None)
    )


def _county_first(text: str, gazetteer: Gazetteer) -> str:
    """The county's name before the township's where one of them stands in brackets: 冢头镇(郏县), 郏县(冢头镇)."""
    found = _BEHIND.fullmatch(text)
    if found and gazetteer.places.named(found[2]):
        return found[2] + found[1]
    if found and gazetteer.places.named(found[1]) and kind(without_organ(found[2])):
        return found[1] + found[2]
    return text


def _township(name: str, found: Resolution, gazetteer: Gazetteer) -> IssuerDecision:
    unit = found.unit
    issuer = Issuer(
        name,
        "township",
        unit.code if unit else None,
        unit.county_code if unit else None,
        found.match,
        tuple(_candidate(each, gazetteer) for each in found.candidates),
    )
    why = of_name(name, found.why)
    return IssuerDecision(issuer, tuple(_findings(found, why)), why)


def _candidate(unit: Unit, gazetteer: Gazetteer) -> Candidate:
    return Candidate(unit.code, unit.name, gazetteer.place_name(unit.county_code))


def all_candidates(issuer: Issuer, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The townships that an issuer is or may be."""
    unit = gazetteer.unit(issuer.township_code or "")
    return (_candidate(unit, gazetteer),) if unit else issuer.candidates


def _findings(found: Resolution, why: Sentence) -> Iterator[Finding]:
    if found.remark == "misprint":
        yield Finding("identity.issuer.corrected", "warning", "unknown", why.as_stored)
    elif found.remark == "former_kind":
        yield Finding("identity.issuer.former_kind", "info", "source", why.as_stored)
    elif found.remark in ("misfiled", "unlisted"):
        yield Finding(f"identity.issuer.{found.remark}", "warning", "unknown", why.as_stored)
    elif found.match == "ambiguous":
        yield Finding("identity.issuer.ambiguous", "warning", "unknown", why.as_stored)


def _county(name: str, text: str, context: IssuerContext, gazetteer: Gazetteer) -> IssuerDecision | None:
    """A county or a place above it that is named as the issuer itself."""
    if _GENERIC.match(text):
        county = Issuer(name, "county", county_code=context.county_code)
        return IssuerDecision(county, why=because(IdentityReason.NAME_OF_ANY_COUNTY, name=name))
    divisions = {
        division
        for scope, rest in gazetteer.places.splits(text)
        if not rest or _OFFICES.match(rest)
        for division in scope
    }
    divisions -= {""}
    if not divisions:
        return None
    counties = sorted(division for division in divisions if len(division) == 6)
    if not counties:
        return IssuerDecision(Issuer(name, "other"), why=because(IdentityReason.NAME_OF_HIGHER_PLACE, name=name))
    code = _only_county(counties, context)
    findings: tuple[Finding, ...] = ()
    if code and context.county_code and not code.startswith(_digits(context.county_code)):
        place = gazetteer.place_name(context.county_code) or context.county_code
        misfiled = because(IdentityReason.COUNTY_UNDER_ANOTHER, name=name, place=place)
        findings = (Finding("identity.issuer.misfiled", "warning", "unknown", misfiled.as_stored),)
    why = because(IdentityReason.NAME_OF_COUNTY, name=name)
    return IssuerDecision(Issuer(name, "county", county_code=code), findings, why)


def _digits(code: str) -> str:
    return code.removesuffix("00").removesuffix("00")


def _only_county(counties: list[str], context: IssuerContext) -> str | None:
    """The county meant by a name that several may have; None where that is ambiguous."""
    known = [code for code in counties if context.county_code and code.startswith(_digits(context.county_code))]
    mentioned = [code for code in counties if any(code.startswith(division) for division in context.nearby)]
    return next((group[0] for group in (known, mentioned, counties) if len(group) == 1), None)


def _county_of(text: str, context: IssuerContext, gazetteer: Gazetteer) -> str | None:
    """The county named in front of a name, else that of the context."""
    named = {division for scope, _ in gazetteer.places.splits(text) for division in scope if len(division) == 6}
    return (_only_county(sorted(named), context) if named else None) or context.county_code


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
