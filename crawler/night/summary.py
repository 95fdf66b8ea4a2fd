"""The summary of a night: a page as text and as HTML, and metrics in Prometheus' text format."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from html import escape
from pathlib import Path

from archive.messages.printable import printable
from archive.storage.instants import CHINA, text
from crawler.night.night_results import Night
from crawler.runtime.config import Config

Section = tuple[str, list[str]]


def write(config: Config, night: Night) -> None:
    """Write the summary and the metrics beside the archive, or where configured."""
    _replace(config.nightly.metrics or config.archive.with_suffix(".prom"), metrics(night))
    base = config.nightly.summary or config.archive.with_suffix(".summary")
    _replace(base.with_name(base.name + ".txt"), in_words(night))
    _replace(base.with_name(base.name + ".html"), as_page(night))


def in_words(night: Night) -> str:
    """The summary as plain text."""
    lines = [_title(night)]
    for heading, entries in _sections(night):
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
        "needs_attention": _needs_attention(night),
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


def as_page(night: Night) -> str:
    """The summary as an HTML page."""
    parts = [
        f"<h2>{escape(heading)}</h2><ul>{''.join(f'<li>{escape(printable(entry))}</li>' for entry in entries)}</ul>"
        for heading, entries in _sections(night)
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(_title(night))}</title>'
        '<body style="font:15px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em">'
        f"<h1>{escape(_title(night))}</h1>{''.join(parts)}</body></html>\n"
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


def _sections(night: Night) -> list[Section]:
    outcomes = Counter(site.outcome for site in night.sites)
    failed = [f"{site.site}: {site.outcome}: {site.detail or ''}" for site in night.sites if site.outcome != "ok"]
    years = sorted({year for year, _ in night.verdicts}, reverse=True)[:2]
    verdicts = [
        f"{year}: " + ", ".join(f"{n} {v}" for (y, v), n in sorted(night.verdicts.items()) if y == year)
        for year in years
    ]
    kinds = [f"{n} {kind}" for kind, n in sorted(night.open_kinds.items())]
    sent = [
        f"{d.channel}: {d.state}{f', {d.told} told in {d.parts} parts' if d.parts else ''}"
        f"{f', {d.again} of them again: the former sending broke off and may have arrived' if d.again else ''}"
        f"{f' ({d.error})' if d.error else ''}"
        for d in night.deliveries
    ]
    copies = [f"backup: {night.backup or 'none'}", f"published: {night.published or 'none'}"]
    return [
        ("Needs a person", _needs_attention(night) or ["nothing"]),
        ("Sites", [", ".join(f"{n} {o}" for o, n in outcomes.most_common()) or "none was due", *failed[:20]]),
        ("Verdicts", verdicts or ["none yet"]),
        ("Alerts", [f"{night.opened} opened, {night.closed} closed, open: {', '.join(kinds) or 'none'}"]),
        ("Messages", sent or ["nothing to tell"]),
        ("Copies", copies),
        ("Walls of the readers", [_walls(night)]),
        ("Steps", [f"{step}: {seconds:.1f} s" for step, seconds in night.seconds.items()]),
    ]


def _walls(night: Night) -> str:
    missing = ", ".join(night.missing_walls)
    return f"missing: {missing}; `nianbao doctor` says how to have them" if missing else "all up"


def _needs_attention(night: Night) -> list[str]:
    """Lines for what needs attention, as no later night repairs it."""
    failed = sum(site.outcome != "ok" for site in night.sites)
    unsent = [delivery.channel for delivery in night.deliveries if delivery.state == "failed"]
    return [
        *map(str, night.ailments),
        *([f"{night.missed} nights were missed before this one"] if night.missed else []),
        *([f"{night.unseen} open alerts that nobody has acknowledged: `nianbao alerts`"] if night.unseen else []),
        *([f"{failed} sites were not seen whole: `nianbao sites`"] if failed else []),
        *(
            [f"not seen whole earlier tonight, nor asked again: {_some(night.failed_before)}"]
            if night.failed_before
            else []
        ),
        *([f"{night.unread} documents wait for a reader that does not fail"] if night.unread else []),
        *([f"channels that took nothing: {', '.join(unsent)}"] if unsent else []),
    ]


def _some(names: list[str], most: int = 10) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _title(night: Night) -> str:
    return f"nianbao, night of {night.day} ({night.started_at.astimezone(CHINA):%H:%M} in China)"


def _labels(**labels: str) -> str:
    escaped = {
        name: value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for name, value in labels.items()
    }
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped.items()) + "}"


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
