"""Replies in the terminal."""

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.i18n import translator
from bot.platforms.console.render import MOST_LINES, render
from bot.platforms.console.sparkline import sparkline, thinned
from commands.kit.message import Msg, msg
from commands.kit.plots import Line, LineChart, Plot
from commands.kit.reply import Block, Button, Buttons, Chart, Note, Reply, Table, TableColumn, Text
from commands.kit.values import Count, Name
from tests.bot.chart_samples import SAMPLES
from tests.bot.platforms.replies import (
    BARS,
    BRIDGE,
    BUTTONS,
    CHECKLIST,
    CURVES,
    DAYS,
    FIGURES,
    FUNNEL,
    HEADLINE,
    LINES,
    PERIOD,
    QUADRANT,
    RETURNS,
    WARNING,
    everything,
    reply,
    table,
)
from tests.conftest import Golden

ENGLISH = translator("en")


def lines(*blocks: Block, width: int = 100, more: bool = False) -> list[str]:
    return render(reply(*blocks), ENGLISH, width=width, more=more).splitlines()


def test_headline_reads_as_a_sentence_when_it_has_parts() -> None:
    assert lines(HEADLINE) == ["Paid GMV ¥1.23M, Nov 1–11, 2026"]


def test_figures_are_aligned_in_columns_when_narrow() -> None:
    assert lines(FIGURES, width=50) == [
        "Paid GMV    ¥123.45   −12.0%  (vs ¥140)",
        "Visitors     48,213    −3.6%  (vs 50,001)",
        "Conversion    3.42%  +0.4\xa0pp",
        "ROI         no data",
    ]


def test_figures_stand_side_by_side_when_there_is_room() -> None:
    assert len(lines(FIGURES, width=100)) == 2


def test_numbers_are_right_aligned_when_names_are_chinese() -> None:
    drawn = lines(table(3))
    assert len({cell_len(line) for line in drawn[1:]}) == 1


def test_names_wrap_when_the_table_is_too_wide() -> None:
    long = Table(
        name="t",
        columns=(
            TableColumn(name="a", label=msg("Campaign")),
            TableColumn(name="b", label=msg("Orders")),
        ),
        rows=((Name(text="很长的活动名称" * 5), Count(number=1234567)),),
    )
    drawn = lines(long, width=30)
    assert drawn[1].endswith("1.23M")
    assert "".join(line.split("  ")[0] for line in drawn[1:]) == "很长的活动名称" * 5
    assert all(cell_len(line) <= 30 for line in drawn)


def test_rows_are_folded_when_a_table_is_long() -> None:
    drawn = lines(HEADLINE, table(30))
    assert len(drawn) == MOST_LINES
    assert drawn[-2:] == ["… 23 more rows", "… more: add --more"]


def test_a_short_table_stays_whole_when_other_blocks_can_give_way() -> None:
    drawn = lines(HEADLINE, FIGURES, table(6), LINES, BRIDGE)
    assert sum(line.startswith(("抖音", "channel ")) for line in drawn) == 6
    assert len(drawn) <= MOST_LINES


def test_nothing_is_folded_when_everything_fits() -> None:
    assert "… more: add --more" not in lines(HEADLINE, FIGURES)


def test_hint_is_shown_when_the_reply_has_more() -> None:
    folded = render(Reply(blocks=(HEADLINE,), more=(FIGURES,)), ENGLISH)
    assert folded.splitlines()[1:] == ["… more: add --more"]


def test_every_row_is_shown_when_more_is_asked_for() -> None:
    assert len(lines(table(30), more=True)) == 32


def test_hidden_rows_add_up_when_folded() -> None:
    drawn = lines(table(30))
    shown = [line for line in drawn if line.startswith(("抖音", "channel "))]
    assert f"… {30 - len(shown)} more rows" in drawn


def test_line_chart_becomes_a_sparkline_when_drawn_in_text() -> None:
    assert lines(LINES) == ["Paid GMV ▁▂ ▃▄▅▆▆▇█▁  Nov 1–11 · low ¥5, high ¥90, last ¥5"]


def test_bridge_becomes_a_chain_when_drawn_in_text() -> None:
    assert lines(BRIDGE) == ["¥140 → Visitors −¥20 → Conversion +¥3.45 → ¥123"]


@pytest.mark.parametrize(
    ("chart", "drawn"),
    [
        (FUNNEL, "Visit 12,345 → Cart 4,567 (37%) ▼ → Order 900 (19.7%)"),
        (BARS, "Last touch: Search ¥2K · 抖音 ¥1K"),
        (CURVES, "Search ¥200 → ¥100 · 抖音 ¥50"),
        (QUADRANT, "Invest 1 · Wind down 2"),
        (RETURNS, "ROI █▆▁  Nov 1–3 · low 1.25, high 2.00, last 1.25 · Stop line 1.50"),
    ],
    ids=lambda sample: sample.name if isinstance(sample, Chart) else "",
)
def test_chart_becomes_one_line_of_words_when_drawn_in_text(chart: Chart, drawn: str) -> None:
    assert lines(chart) == [drawn]


@pytest.mark.parametrize("plot", SAMPLES.values(), ids=SAMPLES)
def test_two_lines_are_enough_when_the_chart_is_hard_to_draw(plot: Plot) -> None:
    drawn = lines(Chart(name="c", title=msg("t"), alt=msg("a"), plot=plot), width=60)
    assert len(drawn) <= 2
    assert all(cell_len(line) <= 60 for line in drawn)


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([], ""),
        ([None, None], "  "),
        ([5.0, 5.0], "▄▄"),
        ([0.0, 7.0], "▁█"),
        ([-1.0, None, 1.0], "▁ █"),
    ],
)
def test_sparkline_scales_to_its_range_when_values_vary(
    values: list[float | None], drawn: str
) -> None:
    assert sparkline(values) == drawn


def test_long_series_is_averaged_when_it_does_not_fit() -> None:
    assert thinned([1.0, 3.0, None, None, 5.0, None], 3) == [2.0, None, 5.0]


def test_a_number_is_masked_when_a_command_to_type_holds_it() -> None:
    button = Button(label=msg("Drill down"), command="/gmv campaign=王13812345678")
    assert lines(Buttons(items=(button,))) == ["› /gmv campaign=王138****5678"]


def test_buttons_are_commands_to_type_when_in_a_terminal() -> None:
    assert lines(BUTTONS) == ["› /gmv 7d by channel   › /settings reset"]


def test_checklist_shows_what_is_done_when_drawn() -> None:
    assert lines(CHECKLIST) == ["To do", "☑ Check stock", "☐ Check prices — operator"]


def test_warning_is_marked_without_colour_when_plain() -> None:
    assert lines(WARNING) == ["! data until Nov 1–11, 2026"]


def test_markup_of_data_is_shown_as_it_is_when_it_looks_like_ours() -> None:
    said = lines(Text(message=msg("no {word}", word=Name(text="[red]x[/red]"))))
    assert said == ["no [red]x[/red]"]


@pytest.mark.parametrize("trick", ["\x1b[2J", "\x9b2J", "\r", "\u202e", "\x07"])
@pytest.mark.parametrize("place", ["part", "label", "cell"])
def test_terminal_codes_of_data_never_reach_the_terminal_when_printed(
    trick: str, place: str
) -> None:
    column = TableColumn(name="a", label=Msg(text=f"b{trick}"))
    blocks: dict[str, Block] = {
        "part": Note(message=msg("{word}", word=Name(text=trick))),
        "label": Text(message=Msg(text=f"a{trick}b")),
        "cell": Table(name="t", columns=(column,), rows=((Name(text=f"{trick}x"),),)),
    }
    assert trick[0] not in render(reply(blocks[place]), ENGLISH)


def test_no_colour_is_written_when_the_output_is_not_a_terminal() -> None:
    file = StringIO()
    render(everything(), ENGLISH, console=Console(file=file, width=100))
    assert "\x1b" not in file.getvalue()


def test_console_shows_the_returned_text_when_given() -> None:
    file = StringIO()
    returned = render(everything(), ENGLISH, console=Console(file=file, width=70))
    assert file.getvalue() == returned


def test_no_line_is_wider_than_the_terminal_when_narrow() -> None:
    drawn = render(everything(), translator("zh-CN"), width=44, more=True).splitlines()
    assert max(cell_len(line) for line in drawn) <= 44


def test_fixed_texts_are_chinese_when_the_reader_is() -> None:
    assert "无数据" in render(reply(FIGURES), translator("zh-CN"))


def test_comparison_values_give_way_when_two_columns_are_tight() -> None:
    assert lines(FIGURES, width=72) == [
        "Paid GMV    ¥123.45   −12.0%  Visitors     48,213    −3.6%",
        "Conversion    3.42%  +0.4\xa0pp  ROI         no data",
    ]


def test_words_stay_when_hints_and_charts_give_way() -> None:
    drawn = lines(HEADLINE, LINES, BRIDGE, BUTTONS, *[WARNING] * 11)
    assert drawn[0].startswith("Paid GMV ¥1.23M")
    assert drawn.count("! data until Nov 1–11, 2026") == 11
    assert not any(line.startswith(("›", "¥140")) for line in drawn)


def test_dates_are_said_once_when_the_line_is_named_by_them() -> None:
    line = Line(label=msg("{days}", days=PERIOD), role="current", values=tuple(range(11)))
    plot = LineChart(days=DAYS, lines=(line,), unit="count")
    drawn = lines(Chart(name="c", title=msg("t"), alt=msg("a"), plot=plot))
    assert drawn[0].count("Nov 1–11") == 1


def test_hints_that_do_not_fit_are_left_out_whole_when_they_are_chinese() -> None:
    buttons = Buttons(
        items=tuple(Button(label=msg("b"), command=f"/gmv 双11预热期 {n}") for n in range(3))
    )
    assert lines(buttons, width=50) == ["› /gmv 双11预热期 0   › /gmv 双11预热期 1"]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_rendering_is_the_reviewed_one_when_it_holds_one_of_every_block(
    locale: str, golden: Golden
) -> None:
    speaker = translator(locale)
    golden(f"console.{locale}.txt", render(everything(), speaker, more=True))
