"""Whose report a document is, and for which year, or why it is none.

Decides by titles, labels, text and URL; tables do not count. A name that fits several townships stays ambiguous, with
all of them as candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from archive import messages, patterns
from archive.extract.identity import dates, opening, year
from archive.extract.identity.concerns import Doubt, concerned, doubt_about
from archive.extract.identity.evidence import Evidence
from archive.extract.identity.issuer import (
    IssuerContext,
    IssuerDecision,
    all_candidates,
    identify_issuer,
    mentions,
    names_nobody,
)
from archive.extract.identity.places_named import places_named
from archive.extract.identity.reasons import IdentityReason, because
from archive.extract.identity.title import Title, is_on_filling_in, read_title
from archive.extract.identity.years import LATEST
from archive.extract.layout.document import Meta
from archive.extract.report.model import Finding, Issuer, Kind, Match, NoReportReason
from archive.gazetteer import Gazetteer
from archive.gazetteer.naming import normalise, without_organ
from archive.messages import Argument
from archive.messages.coded import Sentence

_ISSUER_LABELS = (
    "发文机关", "发布机构", "发文单位", "发布单位", "公开主体", "机构名称", "公开单位", "制发机关", "发文机构",
    "发布机关", "信息来源", "来源", "文章来源", "录入", "发布者", "发布人", "作者", "所属机构", "contentsource",
    "author",
)  # fmt: skip
_LANDMARKS = (
    "总体情况",
    "主动公开政府信息",
    "收到和处理",
    "行政复议",
    "存在的主要问题",
    "其他需要报告",
    "依申请公开",
    "收费及减免",
)
_OF_COUNTIES = ("county", "department")
_TOWNSHIP_ITSELF = patterns.lazy(r"[我本](?:镇|乡|街道|办事处|苏木)")
_OTHER_ISSUERS = patterns.lazy(r"[我本](?:[县市区旗局委校院]|单位|部门)")
# such as 我局 in a report that a label ascribes to a township
_OFFICE_ITSELF = patterns.lazy(r"(?<![给向对为])[我本](?:局|委|院|校|馆|中心|大队|公司)(?!镇|乡|街道)")
_ELSEWHERE = {"identity.issuer.misfiled", "identity.issuer.unlisted"}
_OPENING = 1500
"""Characters in which a text says for whom it speaks."""
_CRUMB = patterns.lazy(r"[>»›/|＞\s]+|-+")
_ORDER = {"exact": 0, "corrected": 1, "unique": 2, "context": 3, "ambiguous": 4, "none": 5}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document is.

    `reason_code` says why it is no report, `reasons` from what its kind, issuer and year were concluded; `title` is the
    fullest of the document's titles, in compatibility form and without spaces; `signed_on` the date under the text.

    Of a link, `concerns` are the codes of the county's units whose report it may lead to: those whose name or stem its
    title contains; of a report only its issuers. `doubt` says why the title does not tell whose report it
    is or for which year; where `concerns` is empty then, it may be any unit's.
    """

    kind: Kind
    reason_code: NoReportReason | None
    year: int | None
    issuer: Issuer
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Sentence, ...] = ()
    title: str | None = None
    signed_on: date | None = None
    concerns: tuple[str, ...] = ()
    doubt: Doubt | None = None

    @property
    def reason(self) -> str | None:
        """Why it is no report, for a person; None for a report."""
        return messages.text(self.reason_code) if self.reason_code is not None else None

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in English."""
        return tuple(each.as_stored for each in self.reasons)


def identify(evidence: Evidence, gazetteer: Gazetteer) -> Identity:
    """Identify a document by all the evidence there is."""
    crumbs = " ".join(meta.value for meta in evidence.metadata if meta.source == "breadcrumb")
    latest = evidence.today.year if evidence.today else LATEST
    titles = [read_title(text, context=crumbs, latest=latest) for text in _title_texts(evidence)]
    kind, reason_code, chief = _kind(titles, evidence.text)
    ends = [*evidence.lead.splitlines(), *evidence.signature.splitlines()]
    signed = dates.signed_on(ends, today=evidence.today)
    decided_year = _year(titles, chief, evidence, signed)
    decision = _issuer(_titles_by_rank(titles, chief), evidence, gazetteer)
    what = _of_kind(kind, reason_code, chief)
    findings = (*decision.findings, *decided_year.findings)
    title = _fullest(titles, chief)
    return Identity(
        kind,
        reason_code,
        decided_year.year,
        decision.issuer,
        findings,
        tuple(filter(None, (what, decision.why, decided_year.why))),
        title.text if title else None,
        signed,
    )


def identify_link(
    title: str,
    *,
    url: str | None,
    county_code: str | None,
    gazetteer: Gazetteer,
    context: str = "",
    today: date | None = None,
) -> Identity:
    """Identify a link in a list by its text and URL.

    `context` is the text around it; `today` the day on which it was seen: no report is about a later year.
    """
    trail = (Meta("", context, "breadcrumb"),) if context else ()
    found = identify(Evidence((title,), None, url, county_code, trail, "", "", "", today), gazetteer)
    concerns = _concerns(found, title, county_code, gazetteer)
    stated = read_title(title, context=context, latest=today.year if today else LATEST)
    named = bool(concerns or found.issuer.township_code) or found.issuer.level in ("county", "department", "other")
    return replace(found, concerns=concerns, doubt=doubt_about(stated, named=named))


def _concerns(found: Identity, title: str, county_code: str | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The units that a link may concern: the issuers of a report where they are certain, else all that are named.

    A department names its county as its own, and by that no township that is called like the county.
    """
    if found.kind == "report" and found.issuer.township_code:
        return (found.issuer.township_code, *(each.township_code for each in found.issuer.joint_with))
    county = gazetteer.county(county_code or "")
    if county and found.issuer.level == "department":
        title = title.replace(county.name, "")
    candidates = {each.township_code for each in found.issuer.candidates} & {*gazetteer.codes_of(county_code or "")}
    return tuple(sorted(candidates | {*concerned(title, county_code, gazetteer)}))


def to_json(identity: Identity) -> dict[str, Any]:
    """The shape that `nianbao identify --json` prints."""
    return {
        "kind": identity.kind,
        "reason": identity.reason,
        "reason_code": identity.reason_code,
        "year": identity.year,
        "issuer": identity.issuer.to_json(),
        "concerns": list(identity.concerns),
        "doubt": identity.doubt,
        "why": list(identity.why),
    }


def _title_texts(evidence: Evidence) -> list[str]:
    return [text for text in (*evidence.titles, evidence.link_title) if text and text.strip()]


def _kind(titles: list[Title], text: str) -> tuple[Kind, NoReportReason | None, Title | None]:
    """What the document is, why it is no report, and the title that decided.

    The first title that names a year or an issuer besides calling itself a report decides; it is represented by the
    first title of the same kind that names both. The mere name of a column decides nothing where the text has the
    sections of a report.
    """
    telling = [title for title in titles if title.kind != "other"]
    specific = [t for t in telling if t.year or t.issuer_text or (t.kind == "lookalike" and is_on_filling_in(t.text))]
    if specific:
        first = specific[0]
        whole = [title for title in specific if title.year and title.issuer_text and first.year in (None, title.year)]
        same = [title for title in whole if title.kind == first.kind]
        return first.kind, first.reason, _naming_somebody(same) or first
    plain = normalise(text)
    if sum(mark in plain for mark in _LANDMARKS) >= 3 and "公开" in text:
        return "report", None, None
    fallback = next((title for title in titles if title.kind != "other"), titles[0] if titles else None)
    if fallback is None:
        return "other", NoReportReason.NO_TITLE, None
    return fallback.kind, fallback.reason, fallback


def _of_kind(kind: Kind, code: NoReportReason | None, chief: Title | None) -> Sentence:
    """From what the kind was concluded: the title that decided, or the text."""
    named: Argument = {"reason": f"value-document-{kind}", "args": {}}
    if code is None:
        by_title = chief and because(IdentityReason.KIND_BY_TITLE, kind=named, title=chief.text)
        return by_title or because(IdentityReason.KIND_BY_TEXT, kind=named)
    cause: Argument = {"reason": code, "args": {}}
    by_title = chief and because(IdentityReason.KIND_BY_TITLE_AS, kind=named, title=chief.text, cause=cause)
    return by_title or because(IdentityReason.KIND_BY_TEXT_AS, kind=named, cause=cause)


def _fullest(titles: list[Title], chief: Title | None) -> Title | None:
    """Of the titles with the chief one's kind and year, the first that names the issuer and is no cover letter's."""
    if chief is None or chief.kind != "report":
        return chief
    same = [title for title in titles if title.kind == "report" and title.year == chief.year]
    return _naming_somebody([title for title in same if title.issuer_text and not title.cover]) or chief


def _naming_somebody(titles: Sequence[Title]) -> Title | None:
    """The first title whose issuer is more than words such as 乡, the rest of a name above; else the first title."""
    naming = (title for title in titles if not names_nobody(title.issuer_text))
    return next(naming, titles[0] if titles else None)


def _titles_by_rank(titles: list[Title], chief: Title | None) -> list[Title]:
    """The titles that may name the issuer, the chief one first."""
    return [title for title in titles if title is chief] + [
        title for title in titles if title is not chief and title.kind == "report"
    ]


def _year(titles: list[Title], chief: Title | None, evidence: Evidence, signed: date | None) -> year.YearDecision:
    named = {title.text: title.year for title in _titles_by_rank(titles, chief) if title.year}
    published = dates.published(evidence.metadata, year=None, today=evidence.today)
    votes = year.collect_votes(
        titles=named, lead=evidence.lead, text=evidence.text, url=evidence.url, signed=signed, published=published.on
    )
    certain = published.on if published.trust == "strong" else None
    return year.decide(votes, max(filter(None, (signed, certain)), default=None))


def _issuer(titles: list[Title], evidence: Evidence, gazetteer: Gazetteer) -> IssuerDecision:
    """The issuer by the titles; where they name none, by labels, then by the breadcrumbs, then by the text.

    A name behind the words of a title, such as the site's, counts no more than a label that names a county. A title
    that names a body of which nothing is known is not overruled: what else is named is only a candidate.
    """
    context = IssuerContext(
        evidence.county_code, places_named(evidence, [title.issuer_text for title in titles], gazetteer)
    )
    by_title = [(_is_of_site(title), _named_by(title, context, gazetteer)) for title in titles if title.issuer_text]
    decisive = [decision for behind, decision in by_title if _is_decisive(decision, behind)]
    labels = [identify_issuer(value, context, gazetteer) for value in _labels(evidence)]
    outside = [*labels, *_by_trail(evidence, context, gazetteer)]
    if by_title and _names_a_stranger(by_title[0][1], _named_beside(evidence), gazetteer, behind=by_title[0][0]):
        return _of_a_stranger(by_title[0][1], [*decisive, *outside], gazetteer)
    if decisive:
        return _best(decisive)
    author = opening.author(evidence, context, gazetteer)
    speaker = author or _office_itself(evidence)
    for decision in outside:
        elsewhere = {note.rule for note in decision.findings} & _ELSEWHERE
        if decision.issuer.level == "township" and decision.issuer.match != "none" and not elsewhere:
            return decision if speaker is None else _of_a_stranger(speaker, [decision], gazetteer)
    if author is not None:
        return author
    titled = [decision for _, decision in by_title]
    named = [decision for decision in (*labels, *titled) if decision.issuer.level in _OF_COUNTIES]
    if from_text := _from_text(evidence, context, gazetteer, labelled=bool(named)):
        return from_text
    fallbacks = [
        *named,
        *(decision for decision in labels if decision.issuer.level == "township"),
        *titled[:1],
        IssuerDecision(Issuer()),
    ]
    return fallbacks[0]


def _office_itself(evidence: Evidence) -> IssuerDecision | None:
    """An office without a name, where the opening speaks for one, such as 我局, and for no township."""
    opening_text = normalise(evidence.text[:_OPENING])
    found = _OFFICE_ITSELF.search(opening_text)
    if found is None or _TOWNSHIP_ITSELF.search(opening_text):
        return None
    return IssuerDecision(Issuer(level="department"), why=because(IdentityReason.OFFICE_SPEAKS, words=found[0]))


def _named_by(title: Title, context: IssuerContext, gazetteer: Gazetteer) -> IssuerDecision:
    """The issuer that a title names; behind a county and the words of the report, a township of that county."""
    first = identify_issuer(title.issuer_text, context, gazetteer)
    if title.second and not first.issuer.township_code:
        second = identify_issuer(without_organ(title.issuer_text) + title.second, context, gazetteer)
        if second.issuer.township_code:
            return second
    return first


def _is_decisive(decision: IssuerDecision, behind: bool) -> bool:
    """Whether a title's name is the issuer: behind the words of the title, only a township's is not the site's."""
    return decision.issuer.level == "township" if behind else decision.issuer.level != "unknown"


def _is_of_site(title: Title) -> bool:
    """Whether the name stands behind the words of a title as a site's does, and not in brackets: …年度报告(冢头镇)."""
    return title.behind and not title.text.endswith(f"({title.issuer_text})")


def _names_a_stranger(decision: IssuerDecision, labels: Iterable[str], gazetteer: Gazetteer, *, behind: bool) -> bool:
    """Whether a title's name is of some body that nothing is known of, such as 新月片区, and no part of a label's."""
    name = without_organ(normalise(decision.issuer.name or ""))
    if decision.issuer.level != "unknown" or behind or names_nobody(name):
        return False
    shorter = {rest for _, rest in gazetteer.places.splits(name) if len(rest) > 1}
    return not any(rest in normalise(value) for value in labels for rest in shorter)


def _of_a_stranger(named: IssuerDecision, others: Sequence[IssuerDecision], gazetteer: Gazetteer) -> IssuerDecision:
    """The body that is named, with the townships that others name as candidates."""
    candidates = {unit.township_code: unit for other in others for unit in all_candidates(other.issuer, gazetteer)}
    if not candidates:
        return named
    elsewhere = "、".join(unit.name for unit in candidates.values())
    why = because(IdentityReason.STRANGER_NAMED, name=named.issuer.name or named.reason, units=elsewhere)
    finding = Finding("identity.issuer.stranger", "warning", "unknown", why.as_stored)
    match: Match = "ambiguous" if named.issuer.level == "unknown" else "none"
    issuer = replace(named.issuer, match=match, candidates=tuple(candidates.values()))
    return IssuerDecision(issuer, (*named.findings, finding), why)


def _best(decisive: list[IssuerDecision]) -> IssuerDecision:
    """The first title's issuer, in the more certain form where another title names the same one more fully."""
    first = decisive[0]
    for decision in decisive[1:]:
        code = decision.issuer.township_code
        codes = {first.issuer.township_code, *(each.township_code for each in first.issuer.candidates)}
        if code and code in codes and _ORDER[decision.issuer.match] < _ORDER[first.issuer.match]:
            first = decision
        elif code and first.issuer.township_code and code != first.issuer.township_code:
            names = [each.issuer.name or "" for each in (first, decision)]
            why = because(IdentityReason.TITLES_NAME_TWO, first=names[0], second=names[1])
            finding = Finding("identity.issuer.disagrees", "warning", "unknown", why.as_stored)
            return replace(first, findings=(*first.findings, finding))
    return first


def _named_beside(evidence: Evidence) -> Iterator[str]:
    """The values of labels, and the breadcrumbs."""
    yield from _labels(evidence)
    yield from (meta.value for meta in evidence.metadata if meta.source == "breadcrumb")


def _labels(evidence: Evidence) -> Iterator[str]:
    """Values with a label for the issuer, the most trustworthy label first."""
    found = {
        re.sub(r"[\s:：]", "", meta.key).lower(): meta.value
        for meta in reversed(evidence.metadata)
        if meta.value.strip()
    }
    yield from (found[label] for label in _ISSUER_LABELS if label in found)


def _by_trail(evidence: Evidence, context: IssuerContext, gazetteer: Gazetteer) -> Iterator[IssuerDecision]:
    for meta in evidence.metadata:
        if meta.source == "breadcrumb":
            for crumb in reversed([part for part in _CRUMB.split(meta.value) if part]):
                yield identify_issuer(crumb, context, gazetteer)


def _from_text(
    evidence: Evidence, context: IssuerContext, gazetteer: Gazetteer, *, labelled: bool
) -> IssuerDecision | None:
    """The only township that the signature, else the opening, else the text names; None for several.

    In the text, only names that begin a sentence count. Where labels name another issuer (`labelled`) or the text
    speaks for a county or an office, it counts only if it also speaks for a township.
    """
    body = "\n".join(map(normalise, evidence.text[:3000].splitlines()))
    if (labelled or _OTHER_ISSUERS.search(body)) and not _TOWNSHIP_ITSELF.search(body):
        return None
    signed = "".join(line for line in evidence.signature.splitlines() if "。" not in line)
    for part, where in (
        (normalise(signed), IdentityReason.NAMED_IN_SIGNATURE),
        (normalise(evidence.lead), IdentityReason.NAMED_IN_OPENING),
        (body, IdentityReason.NAMED_IN_TEXT),
    ):
        anywhere = where is not IdentityReason.NAMED_IN_TEXT
        names = [name for name in mentions(part, gazetteer) if anywhere or _opens_a_sentence(name, part)]
        found = [identify_issuer(name, context, gazetteer) for name in names]
        found_here = [decision for decision in found if not {note.rule for note in decision.findings} & _ELSEWHERE]
        if len(found_here) == 1:
            return replace(found_here[0], why=because(where, cause=found_here[0].reason))
    return None


def _opens_a_sentence(name: str, text: str) -> bool:
    """Whether some sentence begins with the name: then it is the subject, not where or with whom something was done."""
    return bool(re.search(rf"(?:^|[,。;:!?年度县市区州旗\n]|现将|现对|由){re.escape(name)}", text))
