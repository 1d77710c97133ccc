"""What stands on the charts, and where: seen by a canvas that remembers."""

from collections.abc import Callable
from itertools import combinations
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.bars import draw_bars
from bot.charts.canvas import HEIGHT, WIDTH, Canvas, Pen, Point
from bot.charts.curves import draw_curves
from bot.charts.funnel import BAR, WORST, draw_funnel
from bot.charts.placing import Box, free_place
from bot.charts.quadrant import MOST_NAMES, NAME, draw_quadrant
from bot.charts.sheet import Sheet
from bot.i18n import translator
from commands.kit.message import Msg
from tests.bot.chart_samples import CHANNELS, LONG, bars, curves, funnel, quadrant, same_place

PlotT = TypeVar("PlotT")
FRAME = Box(0, 0, 200, 100)
PLACES = st.lists(st.tuples(st.floats(0, 200), st.floats(0, 100)), min_size=1, max_size=12)


class Remembering(Canvas):
    """A canvas that knows which texts and boxes were put on it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, Pen, Box]] = []
        self.boxes: list[tuple[str, float, float]] = []

    def text(self, at: Point, text: str, pen: Pen, **options: Any) -> None:
        super().text(at, text, pen, **options)
        width = self.width(text, pen)
        before = {"left": 0.0, "center": width / 2, "right": width}[options.get("align", "left")]
        left, low = at[0] - before, at[1] - pen.size / 2
        self.said.append((text, pen, Box(left, low, left + width, low + pen.size)))

    def box(self, corner: Point, width: float, height: float, colour: str) -> None:
        super().box(corner, width, height, colour)
        self.boxes.append((colour, width, height))

    @property
    def texts(self) -> list[str]:
        return [text for text, _, _ in self.said]


def drawn(draw: Callable[[PlotT, Sheet], None], plot: PlotT) -> Remembering:
    canvas = Remembering()
    draw(plot, Sheet(canvas, translator("en"), 12.0, WIDTH - 12.0, 8.0, HEIGHT - 40.0))
    return canvas


def test_every_number_is_said_when_a_funnel_spans_seven_orders() -> None:
    people = (10_000_000, 1_250_000, 83_000, 9_000, 1_200, 95, 12, 3)
    said = drawn(draw_funnel, funnel(*people)).texts
    assert [text for text in said if text in ("10M", "1.25M", "83,000", "95", "12", "3")] == [
        *("10M", "1.25M", "83,000", "95", "12", "3")
    ]
    assert "7.92%" in said


def test_few_people_are_seen_when_beside_ten_million() -> None:
    widths = [width for colour, width, _ in drawn(draw_funnel, funnel(10_000_000, 3)).boxes]
    assert widths[1] == pytest.approx(2.0)


def test_bar_is_nothing_when_nobody_came() -> None:
    assert [width for _, width, _ in drawn(draw_funnel, funnel(5, 0)).boxes][1] == 0


def test_worst_step_is_warned_of_with_its_loss_when_fewer_came_than_expected() -> None:
    canvas = drawn(draw_funnel, funnel(1000, 400, 100, worst=1, expected=1.25))
    assert [colour for colour, _, _ in canvas.boxes] == [BAR, WORST, BAR]
    assert "−100 vs expected" in canvas.texts


def test_no_loss_is_said_when_the_worst_step_has_no_expectation() -> None:
    canvas = drawn(draw_funnel, funnel(1000, 400, worst=1))
    assert not any("expected" in text for text in canvas.texts)


@pytest.mark.parametrize("steps", range(1, 9))
def test_texts_of_a_funnel_never_overlap_when_it_has_any_length(steps: int) -> None:
    people = tuple(1_000_000 // 2**place for place in range(steps))
    canvas = drawn(draw_funnel, funnel(*people, worst=steps - 1, expected=1.2))
    boxes = [box for text, _, box in canvas.said if text]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_texts_of_a_funnel_stay_on_the_sheet_when_the_worst_is_the_widest() -> None:
    canvas = drawn(draw_funnel, funnel(52_000, 51_999, worst=1, expected=1.1))
    assert max(box.right for _, _, box in canvas.said) <= WIDTH - 12 + 0.01


def test_unknown_bar_is_explained_when_there_is_one() -> None:
    assert "no data" in drawn(draw_bars, bars(4, 2)).texts
    assert "no data" not in drawn(draw_bars, bars(2, 2)).texts


def test_bars_lie_when_the_groups_have_long_names() -> None:
    def longest(names: tuple[str, ...]) -> tuple[float, float]:
        boxes = drawn(draw_bars, bars(6, 1, names=names)).boxes
        return max((width, height) for _, width, height in boxes)

    assert longest(CHANNELS)[1] > longest(CHANNELS)[0]
    assert longest((LONG,))[0] > longest((LONG,))[1]


def test_groups_left_out_are_counted_when_there_are_too_many() -> None:
    assert "8 more not shown" in drawn(draw_bars, bars(20, 2)).texts


def test_curves_left_out_are_counted_when_there_are_more_than_six() -> None:
    assert "3 more not shown" in drawn(draw_curves, curves(9)).texts
    assert not any("not shown" in text for text in drawn(draw_curves, curves(6)).texts)


def test_move_is_said_when_one_is_proposed() -> None:
    said = drawn(draw_curves, curves(4)).texts
    assert "¥1.8K→¥4.5K" in said
    assert "¥230K" in said


@pytest.mark.parametrize("number", [1, 8, 30, 200])
def test_names_never_overlap_when_a_quadrant_is_crowded(number: int) -> None:
    canvas = drawn(draw_quadrant, quadrant(number, names=(*CHANNELS, LONG)))
    names = [box for _, pen, box in canvas.said if pen == NAME]
    assert 0 < len(names) <= MOST_NAMES
    assert not any(one.meets(other) for one, other in combinations(names, 2))


def test_the_first_has_its_name_when_larger_ones_crowd_it() -> None:
    chart = same_place()
    small = chart.marks[0].model_copy(update={"label": Msg(text="decide"), "size": 0.45})
    crowded = chart.model_copy(update={"marks": (small, *chart.marks[1:])})
    assert "decide" in [text for text, pen, _ in drawn(draw_quadrant, crowded).said if pen == NAME]


def test_a_few_names_are_shown_when_all_points_are_in_one_place() -> None:
    names = [text for text, pen, _ in drawn(draw_quadrant, same_place()).said if pen == NAME]
    assert set(names) == {"alike"}


@given(PLACES, st.floats(5, 80))
def test_place_is_free_and_inside_when_one_is_found(
    points: list[tuple[float, float]], width: float
) -> None:
    dots = [Box(x - 4, y - 4, x + 4, y + 4) for x, y in points]
    box = free_place(dots[0], width, 12, dots, FRAME)
    if box is not None:
        assert FRAME.holds(box)
        assert not any(box.meets(dot) for dot in dots if dot != dots[0])


def test_name_stands_right_of_its_point_when_there_is_room() -> None:
    assert free_place(Box(50, 50, 60, 60), 20, 10, (), FRAME) == Box(62, 50, 82, 60)


def test_name_is_left_out_when_there_is_no_room() -> None:
    assert free_place(Box(50, 50, 60, 60), 20, 10, [Box(0, 0, 200, 100)], FRAME) is None
