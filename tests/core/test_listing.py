import pytest

from quantboard.core.listing import BadListing, Page, Wanted


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"whose": "theirs"}, "whose"),
        ({"sort": "-colour"}, "sort"),
        ({"status": "happy"}, "status"),
        ({"limit": 0}, "limit"),
        ({"limit": 1001}, "limit"),
        ({"offset": -1}, "offset"),
    ],
)
def test_what_a_list_does_not_have_is_refused_at_its_field(given, field):
    with pytest.raises(BadListing) as caught:
        Wanted(**given).checked(("name", "made"))
    assert caught.value.field == field


def test_both_ways_of_a_known_order_pass():
    for sort in ("", "name", "-name"):
        assert Wanted(sort=sort, limit=1000).checked(("name",)).sort == sort


def test_a_part_says_how_long_the_whole_is():
    assert Page((1, 2), 7, 2, 4).as_json(str) == {"items": ["1", "2"], "total": 7, "limit": 2, "offset": 4}
