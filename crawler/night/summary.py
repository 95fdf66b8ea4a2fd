"""The summary of a night: a page as text and as HTML, and metrics in Prometheus' text format."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import partial
from html import escape
from pathlib import Path

from archive.captures.site_runs import SiteResult
from archive.messages import has
from archive.messages import text as text_of
from archive.messages.printable import printable
from archive.storage.instants import CHINA, text
from crawler.night.night_results import Night
from crawler.notify.delivery import Delivery
from crawler.runtime.config import Config

Section = tuple[str, list[str]]

_LISTED = 20
"""The most sites that are named."""
_NAMES = {
    "outcome": "word-outcome-{}",
    "verdict": "word-verdict-{}",
    "kind": "alert-{}-name",
    "state": "value-state-{}",
}
"""The codes of names of codes in the message catalogue."""
_HTML = {"en": "en", "zh": "zh-CN"}
"""Languages as HTML names them (RFC 5646)."""


def write(config: Config, night: Night) -> None:
    """Write the summary and the metrics beside the archive, or where configured, in the configuration's language."""
    lang = config.lang or "en"
    _replace(config.nightly.metrics or config.archive.with_suffix(".prom"), metrics(night))
    base = config.nightly.summary or config.archive.with_suffix(".summary")
    _replace(base.with_name(base.name + ".txt"), in_words(night, lang))
    _replace(base.with_name(base.name + ".html"), as_page(night, lang))


def in_words(night: Night, lang: str = "en") -> str:
    """The summary as plain text."""
    lines = [_title(night, lang)]
    for heading, entries in _sections(night, lang):
        lines += ["", heading, *(f"  {printable(entry)}" for entry in entries)]
    return "\n".join(lines) + "\n"


def as_json(night: Night) -> dict[str, object]:
    """The results as JSON: the night's fields, instants as text in UTC, verdicts as rows, ailments with code and words.

    `needs_attention` are the sentences that the summary begins with.
    """
    return {
        "day": night.day.isoformat(),
        "started_at": text(night.started_at),
        "finished_at": text(night.finished_at) if night.finished_at else None,
        "needs_attention": needs_attention(night),
        "sites": [asdict(site) for site in night.sites],
        "verdicts": [{"year": y, "verdict": v, "reports": n} for (y, v), n in sorted(night.verdicts.items())],
        "deliveries": [asdict(delivery) for delivery in night.deliveries],
        "ailments": [{"reason_code": why.code, "reason": str(why)} for why in night.ailments],
        "backup": str(night.backup) if night.backup else None,
        "published": str(night.published) if night.published else None,
        **{name: getattr(night, name) for name in _COUNTS},
    }


_COUNTS = (
    "missed", "not_due", "failed_before", "unread", "opened", "closed", "open_kinds", "unseen", "waiting",
    "archive_bytes", "seconds", "missing_walls",
)  # fmt: skip


def as_page(night: Night, lang: str = "en") -> str:
    """The summary as an HTML page."""
    parts = [
        f"<h2>{escape(heading)}</h2><ul>{''.join(f'<li>{escape(printable(entry))}</li>' for entry in entries)}</ul>"
        for heading, entries in _sections(night, lang)
    ]
    return (
        f'<!doctype html><html lang="{_HTML[lang]}"><meta charset="utf-8"><title>{escape(_title(night, lang))}</title>'
        '<body style="font:15px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em">'
        f"<h1>{escape(_title(night, lang))}</h1>{''.join(parts)}</body></html>\n"
    )


def metrics(night: Night) -> str:
    """The gauges of the night; their names are documented in deploy/README.md."""
    ended = night.finished_at or night.started_at
    outcomes = Counter(site.outcome for site in night.sites)
    deliveries = Counter(delivery.state for delivery in night.deliveries)
    gauges: list[tuple[str, str, dict[str, float]]] = [
        ("night_started_timestamp_seconds", "When the night began", {"": night.started_at.timestamp()}),
        ("night_finished_timestamp_seconds", "When the night ended", {"": ended.timestamp()}),
        ("nights_missed", "Nights without a run before this one", {"": night.missed}),
        ("sites", "Sites visited, by outcome", {_labels(outcome=o): n for o, n in sorted(outcomes.items())}),
        ("sites_not_due", "Sites not visited tonight", {"": night.not_due}),
        (
            "reports",
            "Townships and years, by verdict",
            {_labels(year=str(y), verdict=v): n for (y, v), n in night.verdicts.items()},
        ),
        ("alerts_open", "Open alerts, by kind", {_labels(kind=k): n for k, n in sorted(night.open_kinds.items())}),
        ("messages", "Channels, by what came of their message", {_labels(state=s): n for s, n in deliveries.items()}),
        ("notifications_waiting", "Notifications not yet sent", {"": night.waiting}),
        ("ailments", "Things wrong with the archive or a step", {"": len(night.ailments)}),
        (
            "step_seconds",
            "How long each step took",
            {_labels(step=step): seconds for step, seconds in night.seconds.items()},
        ),
        (
            "readers_walls_missing",
            "Walls around readers of documents that this machine lacks",
            {"": len(night.missing_walls), **{_labels(wall=wall): 1 for wall in night.missing_walls}},
        ),
        ("archive_bytes", "Size of the archive and its payloads", {"": night.archive_bytes}),
    ]
    lines = []
    for name, does, values in gauges:
        lines += [f"# HELP nianbao_{name} {does}.", f"# TYPE nianbao_{name} gauge"]
        lines += [f"nianbao_{name}{labels} {value:.15g}" for labels, value in values.items()]
    return "\n".join(lines) + "\n"


def _sections(night: Night, lang: str) -> list[Section]:
    said = partial(text_of, lang=lang)
    return [
        (said("night-needs-person"), needs_attention(night, lang) or [said("night-nothing")]),
        (said("night-sites"), _sites(night, lang)),
        (said("night-verdicts"), _verdicts(night, lang) or [said("night-none-yet")]),
        (said("night-alerts"), [_alerts(night, lang)]),
        (said("night-messages"), _messages(night, lang) or [said("night-nothing-to-tell")]),
        (said("night-copies"), _copies(night, lang)),
        (said("night-walls"), [_walls(night, lang)]),
        (said("night-steps"), [_step(step, seconds, lang) for step, seconds in night.seconds.items()]),
    ]


def _sites(night: Night, lang: str) -> list[str]:
    outcomes = Counter(site.outcome for site in night.sites).most_common()
    counts = _between(lang).join(_counted(count, "outcome", outcome, lang) for outcome, count in outcomes)
    failed = [_site(site, lang) for site in night.sites if site.outcome != "ok"]
    return [counts or text_of("night-none-due", lang), *failed[:_LISTED]]


def _site(site: SiteResult, lang: str) -> str:
    outcome = _name("outcome", site.outcome, lang)
    return text_of("night-site", lang, site=site.site, outcome=outcome, why=site.sentence(lang) or "")


def _verdicts(night: Night, lang: str) -> list[str]:
    years = sorted({year for year, _ in night.verdicts}, reverse=True)[:2]
    of_year = {
        year: [_counted(n, "verdict", v, lang) for (y, v), n in sorted(night.verdicts.items()) if y == year]
        for year in years
    }
    return [text_of("night-year", lang, year=year, verdicts=_between(lang).join(of_year[year])) for year in years]


def _alerts(night: Night, lang: str) -> str:
    kinds = [_counted(count, "kind", kind, lang) for kind, count in sorted(night.open_kinds.items())]
    kinds = kinds or [text_of("night-none", lang)]
    return text_of(
        "night-alert-counts", lang, opened=night.opened, closed=night.closed, kinds=_between(lang).join(kinds)
    )


def _messages(night: Night, lang: str) -> list[str]:
    return [_delivered(each, lang) for each in night.deliveries]


def _delivered(delivery: Delivery, lang: str) -> str:
    """What came of a channel's message, clause by clause."""
    clauses = [
        text_of("night-channel", lang, channel=delivery.channel, state=_name("state", delivery.state, lang)),
        text_of("night-told", lang, told=delivery.told, parts=delivery.parts) if delivery.parts else "",
        text_of("night-again", lang, again=delivery.again) if delivery.again else "",
    ]
    said = _between(lang).join(filter(None, clauses))
    return text_of("night-channel-error", lang, said=said, error=delivery.error) if delivery.error else said


def _copies(night: Night, lang: str) -> list[str]:
    none = text_of("night-none", lang)
    return [
        text_of("night-backup", lang, path=str(night.backup or none)),
        text_of("night-published", lang, path=str(night.published or none)),
    ]


def _walls(night: Night, lang: str) -> str:
    missing = ", ".join(night.missing_walls)
    return text_of("night-walls-missing", lang, missing=missing) if missing else text_of("night-walls-up", lang)


def needs_attention(night: Night, lang: str = "en") -> list[str]:
    """Lines for what needs attention, as no later night repairs it."""
    failed = sum(site.outcome != "ok" for site in night.sites)
    unsent = [delivery.channel for delivery in night.deliveries if delivery.state == "failed"]
    counted = {
        "night-missed": night.missed, "night-unseen": night.unseen, "night-failed": failed,
        "night-failed-before": len(night.failed_before), "night-unread": night.unread, "night-unsent": len(unsent),
        "night-unusable": len(night.unusable), "night-no-sites": night.sites_in_force == 0,
    }  # fmt: skip
    named = {
        "sites": _some(night.failed_before, lang),
        "channels": _between(lang).join(unsent),
        "unusable": _between(lang).join(night.unusable),
    }
    return [
        *(why.sentence(lang) for why in night.ailments),
        *(text_of(code, lang, count=count, **named) for code, count in counted.items() if count),
    ]


def _step(step: str, seconds: float, lang: str) -> str:
    code = f"night-step-{step}"
    named = text_of(code, lang) if has(code) else step
    return text_of("night-step", lang, step=named, seconds=f"{seconds:.1f}")


def _counted(count: int, kind: str, code: str, lang: str) -> str:
    return text_of("night-counted", lang, count=count, name=_name(kind, code, lang))


def _name(kind: str, code: str, lang: str) -> str:
    """What a code is called; English shows the codes themselves, as other programs read them."""
    return code if lang == "en" else text_of(_NAMES[kind].format(code), lang)


def _between(lang: str) -> str:
    return "，" if lang == "zh" else ", "


def _some(names: list[str], lang: str, most: int = 10) -> str:
    named = _between(lang).join(names[:most])
    return text_of("night-and-more", lang, names=named, more=len(names) - most) if len(names) > most else named


def _title(night: Night, lang: str) -> str:
    at = f"{night.started_at.astimezone(CHINA):%H:%M}"
    return text_of("night-title", lang, day=night.day.isoformat(), time=at)


def _labels(**labels: str) -> str:
    escaped = {
        name: value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for name, value in labels.items()
    }
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped.items()) + "}"


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
