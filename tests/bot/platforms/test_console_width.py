"""Nothing that decides is cut off in a narrow terminal."""

import pytest
from rich.cells import cell_len

from bot.i18n import translator
from bot.platforms.console.columns import fitted
from bot.platforms.console.render import render
from bot.platforms.console.wrapping import wrapped
from commands.kit.message import Msg, msg
from commands.kit.reply import Reply, Table, TableColumn
from commands.kit.values import Count, Name, Value

NAME = "小红书达人种草·阿梨·261014"
HEADS = (
    msg("Channel"), msg("Visitors"), msg("Spend"), msg("Change"), msg("Orders"), msg("Conversion"),
)  # fmt: skip


def shown(width: int, columns: int = 5) -> list[str]:
    heads = [*HEADS[: columns - 1], msg("Weakest")]
    row: list[Value | Msg | None] = [Count(number=123_456_789)] * (columns - 2)
    table = Table(
        name="wide",
        columns=tuple(TableColumn(name=head.text, label=head) for head in heads),
        rows=tuple((Name(text=NAME), *row, msg("Item view")) for _ in range(3)),
    )
    return render(Reply(blocks=(table,)), translator("en"), width=width).splitlines()


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_a_table_fits_the_line_when_the_terminal_is_narrow(width: int) -> None:
    assert max(map(cell_len, shown(width))) <= width


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_names_stay_whole_when_they_wrap(width: int) -> None:
    place = shown(width)[0].index("Visitors")
    first, second = shown(width)[1:3]
    name = first.split("  ")[0] + ("" if second.startswith("小红书") else second.strip())
    assert name == NAME, place


def test_the_last_column_stays_when_others_give_way() -> None:
    narrow, wide = shown(60, columns=7)[0], shown(100, columns=7)[0]
    assert narrow.split()[-1] == wide.split()[-1] == "Weakest"
    assert "Conversion" not in narrow
    assert "Conversion" in wide


def test_words_give_way_when_few_columns_are_left() -> None:
    found = fitted([40, 10, 10, 30], [True, False, False, True], 50)
    assert found.places == (0, 1, 2, 3)
    assert sum(found.widths) + 6 == 50


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("reached payment, −1.5 pp", 16, ["reached payment,", "−1.5 pp"]),
        ("一二三，四五", 6, ["一二", "三，四", "五"]),
        ("约值（八折）", 6, ["约值", "（八", "折）"]),
        ("数据截至 2026年11月22日", 16, ["数据截至", "2026年11月22日"]),
        ("共 133.99万", 9, ["共", "133.99万"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("", 10, [""]),
    ],
)
def test_a_line_breaks_where_people_would_break_it_when_it_is_long(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrapped(text, width) == lines
