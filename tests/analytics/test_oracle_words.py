"""Words that differ in their case only."""

from tests.shop import open_shop, order


def test_word_is_taken_as_written_when_the_data_hold_it_in_two_cases() -> None:
    at = "2026-11-02 10:00"
    twins = [order("1", at, 5, channel="App"), order("2", at, 5, channel="App")]
    shop = open_shop({"orders": [*twins, order("3", at, 5, channel="app")]})
    assert shop.find_word("app") == ("channel", "app")
    assert shop.find_word("APP") == ("channel", "App")
