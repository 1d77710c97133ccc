"""Words run together, or standing without their keyword, are read; none is ever lost."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import AnalyticsError
from bot.platforms.base import Person, Request
from commands.gmv import GmvArgs
from commands.kit.errors import UserError
from commands.kit.words import cut_at
from tests.commands.asking import Asker, said
from tests.shop import tiny_shop

CHANNELS = ("抖音", "天猫")
STRANGE = ("号", "xq", "？x")
pieces = st.sampled_from(["昨天", "近7天", "11月3日", "渠道", " ", *CHANNELS, *STRANGE])
lines = st.lists(pieces, max_size=6).map("".join)


@pytest.fixture(scope="module")
def asker() -> Asker:
    """The tiny shop, once for all lines."""
    return Asker(tiny_shop(), datetime(2026, 11, 5, 2, 0, tzinfo=UTC))


def read(asker: Asker, line: str) -> GmvArgs:
    ctx = asker.context(Request(line, Person("ann", "Ann"), "growth", "en"))
    return GmvArgs.read(line, ctx)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("昨天抖音", "昨天 channel=抖音"),
        ("抖音昨天", "昨天 channel=抖音"),
        ("抖音 昨天天猫", "昨天 channel=抖音,天猫"),
        ("昨天douyin", "昨天 channel=抖音"),
        ("昨天抖音accessory", "昨天 channel=抖音 category=accessory"),
        ("7天 渠道", "7天 by 渠道"),
        ("7d channel", "7d by channel"),
        ("渠道 7d", "7d by channel"),
        ("昨天抖音 品类", "昨天 channel=抖音 by 品类"),
        ("昨天抖音 对比 前天", "昨天 channel=抖音 对比 前天"),
    ],
)
def test_words_are_read_as_if_typed_apart_when_run_together(
    asker: Asker, typed: str, meant: str
) -> None:
    assert read(asker, typed) == read(asker, meant)


@pytest.mark.parametrize(
    "line", ["昨天抖音号", "号抖音昨天", "昨夭抖音", "7d channel category", "7d channel by channel"]
)
def test_line_is_refused_when_a_part_of_it_means_nothing(asker: Asker, line: str) -> None:
    with pytest.raises((UserError, AnalyticsError)):
        read(asker, line)


def test_only_the_part_without_a_meaning_is_named_when_words_are_run_together(
    asker: Asker,
) -> None:
    assert "No channel “抖音号”." in said(asker.ask("/gmv 昨天抖音号"))


@settings(deadline=None)
@given(line=lines)
def test_every_word_counts_when_any_line_is_read(asker: Asker, line: str) -> None:
    try:
        found = read(asker, line)
    except (UserError, AnalyticsError):
        return
    assert not any(strange in line for strange in STRANGE)
    assert {one for one in CHANNELS if one in line} == set(found.where.get("channel", ()))
    assert ("渠道" in line) == (found.by == "channel")


@given(st.text(alphabet="抖音天猫昨7da ", max_size=12), st.sets(st.text("抖音天猫ad7", min_size=1)))
def test_nothing_is_lost_when_a_word_is_cut(word: str, known: set[str]) -> None:
    assert "".join(cut_at(word, known)) == word


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("昨天抖音", ["昨天", "抖音"]),
        ("抖音商城昨天", ["抖音商城", "昨天"]),
        ("抖音昨天天猫", ["抖音", "昨天", "天猫"]),
        ("抖音", ["抖音"]),
        ("昨天APP", ["昨天", "APP"]),
        ("apple昨天", ["apple昨天"]),
        ("昨天a", ["昨天a"]),
    ],
)
def test_the_longest_known_words_are_cut_off_when_they_stand_at_an_end(
    word: str, parts: list[str]
) -> None:
    assert cut_at(word, ("抖音", "抖音商城", "天猫", "app", "a")) == parts
