"""Which pages a site's next run need not request again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import known_pages
from archive.captures.record import Outcome
from tests.support.archives.samples import NIGHT, URL, Nights, said


def known(nights: Nights, day: float) -> set[str]:
    found = known_pages.known(nights.archive, "nanjing", 0, NIGHT + timedelta(days=day))
    return {page.url for page in found if page.kind == "report"}


@pytest.mark.parametrize(("outcome", "is_known"), [("ok", True), ("partial", True), ("killed", False)])
def test_a_report_that_a_killed_run_saw_first_is_asked_for_again(
    tmp_path: Path, outcome: Outcome, is_known: bool
) -> None:
    """It may have been killed between the page and the file that the page links, in which the figures stand."""
    nights = Nights(tmp_path)
    nights.night(0, said(12), outcome=outcome)
    assert (URL in known(nights, 1)) == is_known
    nights.night(1, said(12))
    assert URL in known(nights, 2)


def test_what_a_killed_run_saw_unchanged_is_known(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    nights.night(1, said(12), outcome="killed")
    assert URL in known(nights, 2)
    nights.night(2, said(13), outcome="killed")
    assert URL not in known(nights, 3)
