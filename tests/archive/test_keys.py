"""Keys of captures: their order is the order of writing, within a millisecond too."""

from datetime import UTC, datetime
from pathlib import Path

from archive import keys, observations
from archive.observations import Fetched
from tests.archive.samples import Nights

AT = datetime(2026, 2, 1, 2, 30, tzinfo=UTC)


def test_captures_of_one_millisecond_keep_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    site_run = nights.begin(0)
    hops = [Fetched("report", f"http://a.gov.cn/{hop}", AT, "ok", status=302) for hop in range(12)]
    one_by_one = [observations.record(nights.archive, site_run, hop) for hop in hops]
    together = observations.record_all(nights.archive, site_run, hops)
    assert one_by_one + together == sorted(one_by_one + together)
    assert {keys.milliseconds(key) for key in one_by_one + together} == {1769913000000}


def test_the_last_word_on_an_address_is_the_one_written_last(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    site_run = nights.begin(0)
    for number in range(12):
        seen = Fetched("listing", "http://a.gov.cn/", AT, "ok", status=200, body=b"%d" % number)
        observations.record(nights.archive, site_run, seen)
    last = observations.previous(nights.archive, "http://a.gov.cn/")
    assert last is not None
    assert nights.archive.payloads.get(last.digest) == b"11"


def test_a_key_tells_its_instant_and_lies_within_its_span() -> None:
    least, greatest = keys.span(AT)
    minted = keys.mint(AT)
    assert least <= minted <= greatest
    assert keys.milliseconds(least) == keys.milliseconds(minted) == keys.milliseconds(greatest)


def test_a_key_that_was_packed_is_not_given_again(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    report = Fetched("report", "http://a.gov.cn/t1.html", AT, "ok", status=200, body=b"new")
    again = Fetched("listing", "http://a.gov.cn/", AT, "same", status=304)
    given = []
    for number in range(3):
        site_run = nights.begin(number)
        given += observations.record_all(nights.archive, site_run, [report, again, again] if number == 0 else [again])
        observations.finish_site(nights.archive, site_run, AT, "ok", None)
    assert given == sorted(set(given))
    assert nights.archive.one("SELECT count(*) FROM repeats")[0] > 0
