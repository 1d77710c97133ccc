"""`/calendar` with the built-in promos at a fixed moment."""

from tests.commands.asking import Asker, column, said, table


def test_countdown_is_days_to_the_first_day_when_a_promo_is_ahead(tiny: Asker) -> None:
    # On 5 November the 双12 burst (from day −15 of 12 December) is 22 days ahead.
    assert "双12 burst" in tiny.say("/calendar")
    assert "in 22 days" in tiny.say("/calendar")


def test_running_occasion_leads_when_one_is_on(tiny: Asker) -> None:
    assert said(tiny.ask("/calendar")).startswith("Now:")


def test_only_that_month_is_listed_when_one_is_asked(tiny: Asker) -> None:
    reply = tiny.ask("/calendar 2026-05")
    assert all(cell is not None for cell in column(table(reply, "occasions"), "when"))
    assert "双12" not in tiny.say("/calendar 2026-05")


def test_sentence_says_so_when_nothing_is_on(tiny: Asker) -> None:
    assert "No occasions" in said(tiny.ask("/calendar 2031-03-20..2031-03-21"))


def test_period_is_corrected_when_the_word_is_wrong(tiny: Asker) -> None:
    assert "Did you mean" in said(tiny.ask("/calendar next munth"))
