"""Keys of captures: their order is the order of writing, within a millisecond too."""

from datetime import UTC, datetime
from pathlib import Path

from archive.captures import record
from archive.captures.record import Fetched
from archive.storage import capture_keys
from tests.support.archives.samples import NIGHT, Nights

AT = datetime(2026, 2, 1, 2, 30, tzinfo=UTC)


def test_captures_of_one_millisecond_keep_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    site_run = nights.begin(0)
    hops = [Fetched("report", f"http://a.gov.cn/{hop}", AT, "ok", status=302) for hop in range(12)]
    one_by_one = [record.record(nights.archive, site_run, hop) for hop in hops]
    together = record.record_all(nights.archive, site_run, hops)
    assert one_by_one + together == sorted(one_by_one + together)
    assert {capture_keys.milliseconds(key) for key in one_by_one + together} == {1769913000000}


def test_the_last_word_on_an_address_is_the_one_written_last(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    site_run = nights.begin(0)
    for number in range(12):
        seen = Fetched("listing", "http://a.gov.cn/", AT, "ok", status=200, body=b"%d" % number)
        record.record(nights.archive, site_run, seen)
    last = record.previous(nights.archive, "http://a.gov.cn/")
    assert last is not None
    assert nights.archive.payloads.get(last.digest) == b"11"


def test_a_key_encodes_its_instant_and_is_within_its_span() -> None:
    least, greatest = capture_keys.span(AT)
    minted = capture_keys.mint(AT)
    assert least <= minted <= greatest
    assert capture_keys.milliseconds(least) == capture_keys.milliseconds(minted) == capture_keys.milliseconds(greatest)


def test_a_packed_capture_retains_its_key_and_its_position(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    known: list[str] = []
    for _ in range(3):
        site_run = nights.begin(0)
        seen = [
            Fetched("robots", "http://a.gov.cn/robots.txt", NIGHT, "ok", status=200, body=b"Allow") for _ in range(8)
        ]
        known += record.record_all(nights.archive, site_run, record.store(nights.archive, seen))
        nights.finish(site_run)
    assert known == sorted(set(known))
    assert nights.archive.one("SELECT count(*) FROM repeats")[0] == len(known)


def test_two_copies_of_an_archive_do_not_mint_the_same_key() -> None:
    last = capture_keys.mint(AT)
    assert capture_keys.mint(AT, last) != capture_keys.mint(AT, last)


def test_a_full_millisecond_has_keys_all_the_same() -> None:
    _, greatest = capture_keys.span(AT)
    assert capture_keys.milliseconds(capture_keys.mint(AT, greatest)) == capture_keys.milliseconds(greatest)
