"""Blocks as HTML: what is shown, and that nothing shown is obeyed."""

from decimal import Decimal

import pytest

from bot.platforms.base import Person
from bot.platforms.web.markup import element, shortened, shown
from bot.platforms.web.reader import Reader, reader_of, speaker_of
from bot.platforms.web.render import Place, charts_of, reply_html
from commands.kit.message import msg
from commands.kit.reply import Block, Figure, Figures, Note, Reply, Table, TableColumn, Text
from commands.kit.values import Change, Money, Name, Percent
from tests.bot.web.canned import ALEX, CHART, HOSTILE, LIN, MOVERS, RICH

PLACE = Place("/c/growth/say", None, "/charts/a.1.1")
ENGLISH = Reader(ALEX, "en")


def html(*blocks: Block, reader: Reader = ENGLISH) -> str:
    return reply_html(Reply(blocks=blocks), reader, PLACE)


def test_text_is_escaped_when_it_holds_markup() -> None:
    written = html(Text(message=msg("About {name}", name=Name(text=HOSTILE))))
    assert "<script>" not in written
    assert "&lt;script&gt;" in written


@pytest.mark.parametrize("sign", [-1, 1])
def test_sign_stays_with_its_amount_when_the_line_breaks(sign: int) -> None:
    amount = Money(amount=Decimal(5 * sign), signed=True)
    written = html(Text(message=msg("Drivers: {amount}", amount=amount)))
    assert f"{'−' if sign < 0 else '+'}\N{WORD JOINER}¥5" in written


def test_attributes_are_escaped_when_they_hold_quotes() -> None:
    assert element("a", "x", href='"><b>') == '<a href="&quot;&gt;&lt;b&gt;">x</a>'


def test_attribute_is_left_out_when_it_is_false_or_missing() -> None:
    assert element("input", checked=False, name=None, hidden=True) == "<input hidden>"


def test_reading_direction_is_kept_when_text_tries_to_override_it() -> None:
    assert shown("a\u202egpj.exe\u2066\x00") == "agpj.exe"


def test_right_to_left_words_stay_when_text_is_arabic() -> None:
    assert shown("مرحبا\u200f!") == "مرحبا\u200f!"


def test_long_text_is_cut_when_it_passes_the_limit() -> None:
    assert shortened("x" * 300) == "x" * 199 + "…"


@pytest.mark.parametrize(
    ("ratio", "good", "expected"),
    [
        (-0.12, False, '<span class="change bad"><span class="arrow" aria-hidden="true">▼'),
        (0.12, True, '<span class="change good"><span class="arrow" aria-hidden="true">▲'),
        (0.12, None, '<span class="change even"><span class="arrow" aria-hidden="true">▲'),
        (0.0, None, '<span class="change even">'),
    ],
)
def test_change_shows_direction_and_verdict_when_there_is_one(
    ratio: float, good: bool | None, expected: str
) -> None:
    value, change = Percent(ratio=0.1), Change(ratio=ratio)
    figure = Figure(metric="cvr", label=msg("CVR"), value=value, change=change, good=good)
    assert expected in html(Figures(items=(figure,)))


def test_verdict_is_said_in_words_when_colour_cannot_be_seen() -> None:
    assert '<span class="unseen"> worse</span>' in reply_html(RICH, ENGLISH, PLACE)


def test_numbers_are_flush_right_when_the_column_holds_numbers() -> None:
    written = html(MOVERS)
    assert '<th scope="col" class="number">Paid GMV</th>' in written
    assert '<th scope="col">Channel</th>' in written
    assert '<td class="number">no data</td>' in written


def test_only_long_names_may_wrap_when_they_stand_beside_short_ones() -> None:
    names = ("抖音", "小红书达人种草·阿梨·261014")
    column = TableColumn(name="campaign", label=msg("Campaign"))
    written = html(Table(name="t", columns=(column,), rows=tuple((Name(text=n),) for n in names)))
    assert '<th scope="row">抖音</th>' in written
    assert '<th scope="row" class="long">小红书达人种草·阿梨·261014</th>' in written


def test_table_can_be_scrolled_by_keyboard_when_it_is_wide() -> None:
    assert 'class="grid" tabindex="0" role="region" aria-label="What moved it' in html(MOVERS)


def test_table_has_only_a_head_when_there_are_no_rows() -> None:
    table = Table(name="t", columns=(TableColumn(name="a", label=msg("Channel")),), rows=())
    assert "<tbody></tbody>" in html(table)


def test_chart_has_its_finding_as_alt_text_when_shown() -> None:
    assert '<img src="/charts/a.1.1.0-en.png" alt="GMV peaked on Nov 11" loading="lazy">' in html(
        CHART
    )


def test_pictures_are_numbered_through_when_some_are_folded() -> None:
    reply = Reply(blocks=(CHART,), more=(CHART,))
    written = reply_html(reply, ENGLISH, PLACE)
    assert "/charts/a.1.1.0-en.png" in written
    assert "/charts/a.1.1.1-en.png" in written
    assert len(charts_of(reply)) == 2


def test_button_posts_its_command_when_pressed() -> None:
    written = reply_html(RICH, ENGLISH, PLACE)
    assert '<input type="hidden" name="text" value="/why paid_gmv 7d">' in written
    assert '<input type="hidden" name="as" value="alex">' in written
    assert 'data-confirm="Pause the campaign for everyone?"' in written


def test_button_stays_in_the_thread_when_it_stands_in_one() -> None:
    written = reply_html(RICH, ENGLISH, Place("/c/growth/say", "17", ""))
    assert '<input type="hidden" name="thread" value="17">' in written


def test_more_is_folded_when_there_is_more() -> None:
    assert '<details class="more"><summary>More</summary>' in reply_html(RICH, ENGLISH, PLACE)
    assert "<details" not in html(CHART)


def test_checklist_says_what_is_done_when_marks_cannot_be_seen() -> None:
    written = reply_html(RICH, ENGLISH, PLACE)
    assert '<span class="unseen">done: </span>Payment failures' in written
    assert '<span class="unseen">to do: </span>Stock' in written


@pytest.mark.parametrize("tone", ["info", "warning", "error"])
def test_note_carries_its_tone_when_shown(tone: str) -> None:
    note = Note.model_validate({"message": msg("Careful"), "tone": tone})
    assert f'class="note {tone}"' in html(note)


def test_everything_is_in_chinese_when_the_reader_chose_it() -> None:
    written = reply_html(RICH, Reader(LIN, "zh-CN"), PLACE)
    assert "¥508.54万" in written
    assert "<summary>更多</summary>" in written


def test_language_is_the_persons_own_when_none_was_chosen() -> None:
    assert reader_of(LIN, None, "en").locale == "zh-CN"


def test_first_person_speaks_when_the_chosen_one_is_unknown() -> None:
    assert reader_of(speaker_of("nobody", (ALEX, LIN)), "fr", "zh-CN") == Reader(ALEX, "en")


def test_guest_speaks_when_nobody_is_configured() -> None:
    assert speaker_of(None, ()).id == "guest"


def test_own_role_is_shown_as_written_when_it_is_not_a_known_one() -> None:
    person = Person("x", "X", ("growth lead", "night owl"))
    assert Reader(person, "zh-CN").roles(person) == "增长负责人, night owl"
