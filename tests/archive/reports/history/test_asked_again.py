"""What a single night changed is asked for again on the next: only what lasts is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import known_pages
from archive.reports import reports_found
from tests.support.archives.samples import NIGHT
from tests.support.nights.world import Doc, World, report

URL = Doc().url


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.night(0, [Doc(read=report())])
    return made


def asked(world: World) -> dict[str, str]:
    """Reports that a coming run would ask for at their own address, and how each last answered."""
    return {found.url: found.last for found in reports_found.not_asked_for(world.archive, "nanjing", 10_000)}


def altered(world: World, day: int) -> bool:
    """Whether the report's page counts as altered at its last answer."""
    pages = known_pages.known(world.archive, "nanjing", 10_000, NIGHT + timedelta(days=day))
    return next(page.altered for page in pages if page.url == URL)


def test_a_page_that_showed_other_figures_until_it_was_seen_again(world: World) -> None:
    assert not altered(world, 1)
    world.night(1, [Doc(read=report(new=13))])
    assert altered(world, 2)
    world.night(1.2, [Doc(read=report(new=13))])
    assert altered(world, 2), "the same night again is no later night"
    world.night(2, [Doc(read=report(new=13))])
    assert not altered(world, 3)
    world.night(3, [Doc(read=report(new=12))])
    assert altered(world, 4), "taken back is a change, too"


def test_a_page_that_is_gone_until_two_nights_have_seen_it(world: World) -> None:
    world.night(1, gone=[URL])
    assert asked(world) == {URL: "doubtful"}
    world.night(2, gone=[URL], outcome="partial")
    assert asked(world) == {URL: "doubtful"}
    world.night(3, gone=[URL])
    assert asked(world) == {}
