"""Versions and changes out of observations."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.reports.history.versions import Available, Gone, differences, fold

BOTH = frozenset({"http://a/1", "http://b/2"})
BASE = Available("2026-01-20T00:00:00.000Z", "c1", "A", "f1", "t1", "http://a/1", "title", "2026-01-19")


def seen(day: int, version: str, *, figures: str = "f1", url: str = "http://a/1", **more: object) -> Available:
    at = f"2026-02-{day:02}T00:00:00.000Z"
    return replace(BASE, at=at, capture=f"c{day:02}", version=version, figures=figures, url=url, **more)  # type: ignore[arg-type]


def kinds(*observations: Available | Gone) -> list[str]:
    return [change.kind for change in fold(observations).changes]


def test_the_first_document_appears() -> None:
    history = fold([BASE])
    assert [(v.seq, v.change) for v in history.versions] == [(1, "appeared")]
    assert history.present
    assert history.current == "A"


def test_the_same_content_again_is_nothing() -> None:
    assert kinds(BASE, seen(1, "A"), seen(2, "A")) == ["appeared"]


def test_figures_and_text_are_distinguished() -> None:
    assert kinds(BASE, seen(1, "B", figures="f2"), seen(2, "C", figures="f2")) == ["appeared", "figures", "text"]


def test_an_old_content_that_returns_is_restored_and_no_new_version() -> None:
    history = fold([BASE, seen(1, "B", figures="f2"), seen(2, "A")])
    assert [change.kind for change in history.changes] == ["appeared", "figures", "restored"]
    assert len(history.versions) == 2
    assert history.current == "A"


def test_gone_is_withdrawn_once_and_coming_back_is_restored() -> None:
    history = fold(
        [BASE, Gone("2026-02-01T00:00:00.000Z", "c01"), Gone("2026-02-02T00:00:00.000Z", "c02"), seen(3, "A")]
    )
    assert [change.kind for change in history.changes] == ["appeared", "withdrawn", "restored"]
    assert history.present


def test_a_new_address_with_the_same_content_is_recorded_and_no_version() -> None:
    history = fold([BASE, seen(1, "A", url="http://b/2")])
    assert [change.kind for change in history.changes] == ["appeared", "address"]
    assert len(history.versions) == 1


def test_a_second_manifestation_that_differs_is_no_revision() -> None:
    history = fold([BASE, seen(1, "B", figures="f2", url="http://b/2", available_at=BOTH)])
    assert [change.kind for change in history.changes] == ["appeared", "address"]
    assert [(v.seq, v.change) for v in history.versions] == [(1, "appeared"), (2, "appeared")]
    assert history.current == "A"


def test_the_manifestation_with_tables_leads() -> None:
    bare = replace(BASE, has_tables=False)
    assert fold([bare, seen(1, "B", figures="f2", url="http://b/2", available_at=BOTH)]).current == "B"


def test_each_manifestation_is_compared_with_itself() -> None:
    page, file = BASE, seen(1, "B", figures="f2", url="http://b/2", available_at=BOTH)
    again = [seen(2, "A", available_at=BOTH), seen(3, "B", figures="f2", url="http://b/2", available_at=BOTH)]
    assert kinds(page, file, *again) == ["appeared", "address"]
    assert kinds(page, file, *again, seen(4, "C", figures="f3", url="http://b/2", available_at=BOTH))[2:] == ["figures"]


def test_a_report_that_moved_is_compared_with_what_it_was() -> None:
    history = fold([BASE, seen(1, "B", figures="f2", url="http://b/2")])
    assert [change.kind for change in history.changes] == ["appeared", "figures", "address"]
    assert history.current == "B"


def test_an_old_document_read_otherwise_moves_nothing() -> None:
    later = seen(1, "B", figures="f2")
    history = fold([BASE, later, seen(2, "a", figures="f9", cause="parser", reread="A", document="c1")])
    assert history.current == "B"
    assert (history.changes[-1].before, history.changes[-1].after, history.changes[-1].cause) == ("A", "a", "parser")


def test_a_date_put_back_is_recorded() -> None:
    history = fold([BASE, seen(1, "A", claimed_on="2026-01-05")])
    assert [(c.kind, c.before, c.after) for c in history.changes][1:] == [("claimed_on", "2026-01-19", "2026-01-05")]


def test_a_parser_that_reads_otherwise_says_so() -> None:
    history = fold([BASE, seen(1, "B", figures="f2", cause="parser", reread="A", document="c1")])
    assert history.current == "B"
    assert [(c.kind, c.cause) for c in history.changes] == [("appeared", "publisher"), ("figures", "parser")]


observations = st.lists(
    st.one_of(
        st.builds(
            lambda day, version, url_key: replace(
                seen(day, version, figures=version, url=f"http://{url_key}/"), capture=f"c{day}{version}{url_key}"
            ),
            st.integers(1, 28),
            st.sampled_from("ABC"),
            st.sampled_from("xy"),
        ),
        st.builds(lambda day: Gone(f"2026-02-{day:02}T12:00:00.000Z", f"g{day}"), st.integers(1, 28)),
    ),
    max_size=12,
)


@given(observations, st.randoms())
def test_the_order_of_arrival_does_not_matter(history: list[Available | Gone], random: object) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(history) == fold(shuffled)


@given(observations)
def test_appearing_and_vanishing_take_turns(history: list[Available | Gone]) -> None:
    present = False
    for kind in (c.kind for c in fold(history).changes if c.kind not in ("title", "claimed_on", "address")):
        if kind == "withdrawn":
            assert present
        present = kind != "withdrawn"


def test_differences_name_the_cell() -> None:
    assert differences([("a", 1), ("b", 2)], [("a", 1), ("b", 3), ("c", 0)]) == [("b", 2, 3), ("c", None, 0)]
