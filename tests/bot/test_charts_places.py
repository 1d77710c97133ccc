"""Where things stand on a chart: ticks, their texts, and labels that keep apart."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.canvas import MISSING, Canvas, Pen, drawable
from bot.charts.dates import Ticks, day_ticks, label_ticks
from bot.charts.scale import Scale, spread, ticks, value_range
from bot.charts.wrapping import label_rows, wrapped
from bot.i18n import translator
from bot.locale.axis import axis_texts
from bot.locale.plotted import Unit

FIRST = date(2026, 10, 15)
FINITE = st.floats(-1e12, 1e12, allow_nan=False)
LABELS = st.lists(st.tuples(st.floats(0, 100), st.floats(1, 20)), min_size=1, max_size=5)


@given(FINITE, FINITE)
def test_ticks_enclose_the_range_when_it_is_any(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    marks = ticks(low, high)
    slack = (marks[1] - marks[0]) * 1e-6
    assert marks[0] <= low + slack
    assert marks[-1] >= high - slack
    assert 2 <= len(marks) <= 7


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 100, (0, 50, 100)),
        (0, 162, (0, 50, 100, 150, 200)),
        (-150, 400, (-200, 0, 200, 400)),
        (0, 0, (-0.5, 0, 0.5)),
        (0.031, 0.036, (0.03, 0.032, 0.034, 0.036)),
    ],
)
def test_ticks_are_round_when_the_range_is_not(
    low: float, high: float, marks: tuple[float, ...]
) -> None:
    assert ticks(low, high) == pytest.approx(marks)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (0, 1)),
        ([10, 100], (0, 100)),
        ([90, 100], (90, 100)),
        ([-100, -90], (-100, -90)),
        ([-5, 10], (-5, 10)),
        ([7, 7], (0, 7)),
    ],
)
def test_zero_is_in_sight_when_values_are_near_it(
    values: list[float], expected: tuple[float, float]
) -> None:
    assert value_range(values) == expected


def test_zero_is_in_sight_when_there_are_only_dots() -> None:
    assert value_range([90, 100], from_zero=True) == (0, 100)


def test_scale_maps_ends_to_ends_when_asked() -> None:
    scale = Scale(10, 20, 100, 300)
    assert [scale(10), scale(15), scale(20)] == [100, 200, 300]


@given(LABELS)
def test_labels_never_overlap_when_spread(labels: list[tuple[float, float]]) -> None:
    heights = [height for _, height in labels]
    centres = spread([centre for centre, _ in labels], heights, 0, 100)
    spans = sorted((c - h / 2, c + h / 2) for c, h in zip(centres, heights, strict=True))
    assert all(b[0] >= a[1] - 1e-6 for a, b in pairwise(spans))
    assert spans[0][0] >= -1e-6
    assert spans[-1][1] <= 100 + 1e-6


def test_labels_stay_where_they_are_when_there_is_room() -> None:
    assert spread([80, 20], [10, 10], 0, 100) == [80, 20]


def test_labels_keep_their_order_when_they_must_move() -> None:
    lower, upper = spread([50, 51], [20, 20], 0, 100)
    assert upper - lower == pytest.approx(20)


@pytest.mark.parametrize(
    ("marks", "unit", "chinese", "english"),
    [
        ((0, 5e5, 1e6), "money", ["¥0", "¥50万", "¥100万"], ["¥0", "¥0.5M", "¥1.0M"]),
        ((0, 5000, 10000), "count", ["0", "0.5万", "1.0万"], ["0", "5K", "10K"]),
        ((-200, 0, 200), "money", ["−¥200", "¥0", "¥200"], ["−¥200", "¥0", "¥200"]),
        ((0.032, 0.034), "percent", ["3.2%", "3.4%"], ["3.2%", "3.4%"]),
        ((0, 0.5), "percent", ["0%", "50%"], ["0%", "50%"]),
        ((0.001, 0.0012), "number", ["0.0010", "0.0012"], ["0.0010", "0.0012"]),
        ((1.05e8, 1.1e8), "money", ["¥1.05亿", "¥1.10亿"], ["¥105M", "¥110M"]),
    ],
)
def test_axis_texts_differ_by_no_more_than_their_number_when_written(
    marks: tuple[float, ...], unit: Unit, chinese: list[str], english: list[str]
) -> None:
    assert axis_texts(marks, unit, "CNY", "zh-CN") == chinese
    assert axis_texts(marks, unit, "CNY", "en") == english


def dated(number: int, most: int, locale: str = "en") -> Ticks:
    days = [FIRST + timedelta(days=day) for day in range(number)]
    return day_ticks(days, translator(locale), lambda options: len(options) <= most)


def test_last_day_is_labelled_when_the_chart_is_short() -> None:
    assert dated(28, 5) == [(6, "Oct 21"), (13, "Oct 28"), (20, "Nov 4"), (27, "Nov 11")]


def test_every_day_is_labelled_when_there_is_room() -> None:
    assert [text for _, text in dated(3, 5, "zh-CN")] == ["10月15日", "10月16日", "10月17日"]


def test_months_are_labelled_when_the_chart_is_long() -> None:
    assert [text for _, text in dated(200, 7)] == ["Nov", "Dec", "2027", "Feb", "Mar", "Apr", "May"]


def test_quarters_are_labelled_when_months_do_not_fit() -> None:
    assert [text for _, text in dated(400, 6)] == ["2027", "Apr", "Jul", "Oct"]


def test_single_day_is_labelled_when_it_is_all_there_is() -> None:
    assert dated(1, 5) == [(0, "Oct 15")]


def test_no_day_is_labelled_when_there_is_none() -> None:
    assert dated(0, 5) == []


def test_labels_are_thinned_evenly_when_they_do_not_fit() -> None:
    hours = [str(hour) for hour in range(6)]
    assert label_ticks(hours, lambda options: len(options) <= 3) == [(0, "0"), (2, "2"), (4, "4")]


def test_missing_picture_is_a_box_when_the_font_lacks_a_character() -> None:
    assert drawable("好🎉", bold=True) == f"好{MISSING}"


def test_title_breaks_between_words_when_it_is_long() -> None:
    canvas, pen = Canvas(), Pen(20, bold=True)
    lines = wrapped(canvas, "Paid GMV fell against last week " * 2, pen, 400)
    assert len(lines) == 2
    assert all(canvas.width(line, pen) <= 400 for line in lines)
    assert not any(line != line.strip() for line in lines)


def test_title_is_cut_when_two_lines_are_not_enough() -> None:
    canvas, pen = Canvas(), Pen(20, bold=True)
    lines = wrapped(canvas, "很长的标题" * 30, pen, 400)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert canvas.width(lines[1], pen) <= 400


def test_line_never_begins_with_a_comma_when_broken() -> None:
    canvas, pen = Canvas(), Pen(20, bold=True)
    for width in range(100, 400, 10):
        lines = wrapped(canvas, "支付金额 ¥94,563，+20.5%，主要来自访客数，好", pen, width)
        assert not any(line.startswith("，") for line in lines)


def test_span_breaks_at_its_dash_when_it_is_a_long_label() -> None:
    rows = label_rows(Canvas(), "2026年10月27日–11月11日", Pen(16, bold=True), 150)
    assert rows == ["2026年10月27日–", "11月11日"]


def test_label_stays_in_one_row_when_it_fits() -> None:
    assert label_rows(Canvas(), "a – b", Pen(16), 150) == ["a – b"]
