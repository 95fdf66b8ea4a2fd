"""The spider's facts and observations are the archive's; a proof is the same whenever it is made."""

from __future__ import annotations

from archive.captures import facts
from spiders.pages import facts as of_pages


def test_the_spider_finds_facts_and_observations_that_the_archive_knows() -> None:
    assert [fact.value for fact in of_pages.Fact] == [fact.value for fact in facts.OF_PAGES]
    known = {observation.value for observation in facts.Observation}
    assert {observation.value for observation in of_pages.Observation} <= known


def test_both_say_alike_which_observations_prove_a_fact() -> None:
    for observation in of_pages.Observation:
        assert (observation in of_pages.PROVES) == (facts.Observation(observation) in facts.PROVES), observation
