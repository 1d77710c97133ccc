"""Pictures: that they come out whatever the data are. How they look is judged by eye."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from struct import unpack

import pytest

from bot.charts import draw
from bot.i18n import Translator, translator
from commands.kit.message import Msg, msg
from commands.kit.plots import Band, BridgeChart, BridgeStep, Line, LineChart, Plot, Shade
from commands.kit.reply import Chart
from tests.bot.chart_samples import SAMPLES
from tests.bot.platforms.replies import BRIDGE, LINES

ENGLISH = translator("en")
FIRST = date(2026, 11, 1)
Values = tuple[float | None, ...]


def days(number: int) -> tuple[date, ...]:
    return tuple(FIRST + timedelta(days=day) for day in range(number))


def chart(plot: Plot, title: str = "GMV fell") -> Chart:
    return Chart(name="c", title=Msg(text=title), alt=msg("alt"), plot=plot)


def line(values: Values, role: str = "current", label: str = "GMV") -> Line:
    return Line.model_validate({"label": Msg(text=label), "role": role, "values": values})


def lines(*drawn: Line, **fields: object) -> Chart:
    plot = {"days": days(len(drawn[0].values)), "lines": drawn, "unit": "money", **fields}
    return chart(LineChart.model_validate(plot))


def bridge(start: float, *amounts: float) -> Chart:
    steps = tuple(BridgeStep(label=msg("step"), amount=amount) for amount in amounts)
    return chart(
        BridgeChart(
            start_label=msg("Before"),
            start=start,
            steps=steps,
            end_label=msg("Now"),
            end=start + sum(amounts),
            unit="money",
        )
    )


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = unpack(">II", png[16:24])
    return width, height


SHADES = (Shade(first=FIRST, last=FIRST + timedelta(days=2), label=msg("Burst")),) * 3
CASES = {
    "a promo": LINES,
    "a bridge": BRIDGE,
    "one point": lines(line((5.0,))),
    "one point at zero": lines(line((0.0,))),
    "only gaps": lines(line((None, None))),
    "no days": lines(line(())),
    "gaps": lines(line((1.0, None, 2.0, None, 3.0, 4.0))),
    "negative": lines(line((-1.0, 2.0, -3.0))),
    "flat": lines(line((7.0, 7.0, 7.0))),
    "flat at zero": lines(line((0.0, 0.0))),
    "tiny": lines(line((1e-9, 2e-9)), unit="number"),
    "huge": lines(line((1e15, 2e15)), line((1e15, 3e15), "comparison")),
    "a long time": lines(line(tuple(float(day % 7) for day in range(400)))),
    "promos on top of each other": lines(line((1.0,) * 9), shades=SHADES),
    "a promo outside": lines(
        line((1.0, 2.0)),
        shades=(Shade(first=date(2020, 1, 1), last=date(2020, 1, 2), label=msg("old")),),
    ),
    "hours": lines(line((1.0, 2.0)), days=(), x_labels=("00", "01")),
    "a forecast": lines(
        line((1.0, 2.0, None, None)),
        line((None, None, 3.0, 4.0), "forecast"),
        line((1.0, 2.0, 3.0, 4.0), "target"),
        band=Band(label=msg("80 %"), low=(None, None, 2.5, 3.0), high=(None, None, 3.5, 5.0)),
    ),
    "a forecast of everything": lines(line((1.0, 2.0), "forecast")),
    "no steps": bridge(0.0),
    "small steps": bridge(1e6, 10.0, -5.0),
    "through zero": bridge(5.0, -20.0, 3.0),
    "below zero": bridge(-50.0, 20.0, -3.0),
    "too many steps": bridge(100.0, *range(-20, 20)),
    "one long word": chart(LINES.plot, "x" * 300),
    "no title": chart(LINES.plot, ""),
    "dollars and braces": chart(LINES.plot, r"$1 to $2 {x} \alpha _^"),
    "emoji and controls": chart(LINES.plot, "🎉 up \x1b[31m \u202e 中文"),
    **{name: chart(plot) for name, plot in SAMPLES.items()},
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_picture_has_the_promised_size_when_drawn(case: str, locale: str) -> None:
    assert size(draw(CASES[case], translator(locale))) == (1150, 650)


def test_picture_is_the_same_when_drawn_again() -> None:
    assert draw(LINES, ENGLISH) == draw(LINES, ENGLISH)


def test_picture_differs_when_one_value_does() -> None:
    assert draw(lines(line((1.0, 2.0, 3.0))), ENGLISH) != draw(
        lines(line((1.0, 2.5, 3.0))), ENGLISH
    )


def test_gap_is_not_zero_when_drawn() -> None:
    assert draw(lines(line((1.0, None, 3.0))), ENGLISH) != draw(
        lines(line((1.0, 0.0, 3.0))), ENGLISH
    )


def test_picture_is_in_the_readers_language_when_translated() -> None:
    chinese = Translator("zh-CN", {"Paid GMV fell": "支付金额下降"})
    assert draw(LINES, chinese) != draw(LINES, Translator("zh-CN", {}))


def test_pictures_are_right_when_drawn_from_several_threads() -> None:
    alone = [draw(one, ENGLISH) for one in (LINES, BRIDGE)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: draw(one, ENGLISH), [LINES, BRIDGE] * 4))
    assert together == alone * 4


def test_askers_in_many_threads_open_no_more_font_files() -> None:
    program = (
        "import os;"
        "from concurrent.futures import ThreadPoolExecutor as Pool;"
        "from bot.charts.rehearsal import rehearse;"
        "fonts = lambda: sum('fonts' in os.readlink(f'/proc/self/fd/{number}')"
        " for number in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{number}'));"
        "rehearse();"
        "once = fonts();"
        "list(Pool(8).map(lambda _: rehearse(), range(24)));"
        "print(once, fonts())"
    )
    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not list a process's open files")
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    once, after = map(int, told.stdout.split())
    assert 0 < after == once


def test_matplotlib_is_not_loaded_when_nothing_is_drawn() -> None:
    program = (
        "import sys, bot.charts, bot.platforms.console.render, bot.platforms.json.render;"
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_settings_of_matplotlib_are_untouched_when_drawn() -> None:
    program = (
        "import matplotlib; before = matplotlib.rcParams.copy()\n"
        "from bot.charts import draw\n"
        "from bot.i18n import translator\n"
        "from tests.bot.platforms.replies import LINES\n"
        "draw(LINES, translator('en'))\n"
        "import sys; assert matplotlib.rcParams.copy() == before\n"
        "sys.exit('matplotlib.pyplot' in sys.modules or 'mpl_font' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
