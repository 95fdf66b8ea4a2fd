"""What people write for a place: codes, leading digits and names; what matches nothing, or several, is refused."""

from __future__ import annotations

import pytest

from crawler.runtime.places import PlaceError, county_code, leading_digits


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("360429", "360429"),
        ("3604", "3604"),
        ("36", "36"),
        ("湖口县", "360429"),
        ("江西省九江市湖口县", "360429"),
        ("九江市", "3604"),
        ("江西省九江市", "3604"),
        ("江西省", "36"),
        ("北京市", "11"),
    ],
)
def test_a_place_is_known_by_code_and_by_name(written: str, digits: str) -> None:
    assert leading_digits(written) == digits


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("999999", "no county's code begins with"),
        ("3604290", "no county's code begins with"),
        ("湖口", "is no county"),
        ("", "is no county"),
        ("  ", "is no county"),
        ("鼓楼区", "320106 (江苏省南京市鼓楼区)"),
    ],
)
def test_what_is_no_place_or_several_is_refused(written: str, says: str) -> None:
    with pytest.raises(PlaceError) as refused:
        leading_digits(written)
    assert says in str(refused.value)


def test_a_county_is_wanted_where_one_is() -> None:
    assert county_code("湖口县") == "360429"
    assert county_code("东莞市") == "441900"
    with pytest.raises(PlaceError, match="no single county"):
        county_code("江西省")
