"""What a run proves of each list, in words for whoever looks after the site."""

from __future__ import annotations

from pathlib import Path

from archive.captures.facts import Fact, Observation
from archive.deadlines import list_proofs
from tests.support.archives import doubts
from tests.support.archives.doubts import ENDS_UNCLEAR, ROW_OPEN, ROW_URL
from tests.support.archives.samples import COUNTY, LIST, Nights


def proof_of(nights: Nights) -> list_proofs.ListProof:
    run = nights.archive.one("SELECT max(run) FROM runs")[0]
    [found] = list_proofs.of_run(nights.archive, COUNTY, run)
    return found


def test_a_list_of_which_all_is_proved(tmp_path: Path) -> None:
    found = proof_of(doubts.archive(tmp_path))
    assert (found.url, found.ends_by, found.missing) == (LIST, Observation.NO_WAY_ON, ())
    assert found.line().startswith(f"{LIST}  ends there: nothing on the page could hold or fetch more; all is proved")


def test_each_missing_fact_has_its_sentence_and_its_remedy(tmp_path: Path) -> None:
    found = proof_of(doubts.archive(tmp_path, ENDS_UNCLEAR, ROW_OPEN))
    assert found.ends_by is None
    assert [one.fact for one in found.missing] == [Fact.LIST_ENDS, Fact.ROWS_ACCOUNTED]
    assert found.missing[1].rows == (ROW_URL,)
    assert (
        "end not proved; missing: a pager does not say that the list ends there: 下一页. Open the list" in found.line()
    )
    assert "\n" not in found.line()


def test_a_list_without_a_proof_says_so(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path)
    with nights.archive.transaction() as db:
        db.execute("UPDATE looks SET proof = NULL")
    assert {one.observation for one in proof_of(nights).missing} == {Observation.PROOF_MISSING}
