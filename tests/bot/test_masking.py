"""Personal data in words: what must be hidden, what must stay, in chat and in logs."""

import random
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import masked, masked_id, masked_reply
from commands.kit.message import msg
from commands.kit.reply import Button, Buttons, Note, Reply, Table, TableColumn, Text
from commands.kit.values import Count, Money, Name

HIDDEN = [
    ("13812345678", "138****5678"),
    ("电话13812345678。", "电话138****5678。"),
    ("138 1234 5678", "138 **** 5678"),
    ("138-1234-5678", "138-****-5678"),
    ("+8613812345678", "+86138****5678"),
    ("+86 138 1234 5678", "+86 138 **** 5678"),
    ("008613812345678", "0086138****5678"),
    ("86-13812345678", "86-138****5678"),
    ("tel:19912345678,13012345678", "tel:199****5678,130****5678"),
    ("user_13812345678", "user_138****5678"),
    ("１３８１２３４５６７８", "138****5678"),
    ("138\u200b1234\u200b5678", "138\u200b****\u200b5678"),
    ("1\u200b38123\ufeff45678", "1\u200b38***\ufeff*5678"),
    ("138\u00a01234\u30005678", "138\u00a0****\u30005678"),
    ("138.1234.5678", "138.****.5678"),
    ("138 1234–5678", "138 ****–5678"),
    ("1381234 5678", "138**** 5678"),
    ("4111\u200b1111\u200b1111\u200b1111", "4111\u200b****\u200b****\u200b1111"),
    ("+44 20 7946 0958", "+44 ** **** **58"),
    ("+1 (415) 555-2671", "+1 (4**) ***-**71"),
    ("call +4915123456789 now", "call +49*********89 now"),
    ("li.lei@example.com", "l***@example.com"),
    ("联系a@b.co谢谢", "联系a***@b.co谢谢"),
    ("<mailto:x_y+z@mail.example.cn|x_y+z@mail.example.cn>", None),
    ("13812345678@qq.com", "1***@qq.com"),
    ("11010519491231002X", "110*************2X"),
    ("11010519491231002x", "110*************2x"),
    ("身份证440524188001010014", "身份证440*************14"),
    ("6222021234567890128", None),
    ("4111 1111 1111 1111", "4111 **** **** 1111"),
    ("5500-0000-0000-0004", "5500-****-****-0004"),
    ("378282246310005", "3782*******0005"),
    ("6200000000000005", "6200********0005"),
]

LEFT = [
    "20261111",
    "2026-11-11..2026-11-12",
    "KOL-20261111-A",
    "双11预热20261101",
    "¥13812345678",
    "¥ 1,381,234,567",
    "13812345678.50",
    "0.13812345678",
    "13812345678元",
    "13812345678 元",
    "12812345678",
    "1381234567",
    "138.1234.567",
    "138.1234.56789",
    "192.168.1234.5678",
    "138123456789",
    "SKU13812345678",
    "13812345678X",
    "6901234567892",
    "9787302511625",
    "110105194912310021",
    "110105194913310020",
    "123456789012345678",
    "4111111111111112",
    "1234567812345670",
    "2837465912837465912",
    "23847123456789012",
    "1700000000.123456",
    "550e8400-e29b-41d4-a716-446655440000",
    "U01ABCDEF23",
    "UTC+8 2026-11-22 10:30:00",
    "2026-11-22T19:00:00+08:00",
    "+8 2026-11-22 1030",
    "+15%",
    "+1,234,567",
    "抖音",
    "douyin@live",
    "@tidebell",
    "a@b",
    "/gmv 2026-11-01..2026-11-11 by channel",
    "",
]


@pytest.mark.parametrize(("text", "expected"), HIDDEN)
def test_personal_data_is_hidden_when_it_has_a_known_form(text: str, expected: str | None) -> None:
    found = masked(text)
    assert "*" in found
    assert found == expected or expected is None


@pytest.mark.parametrize("text", LEFT)
def test_text_stays_as_it_is_when_it_only_looks_similar(text: str) -> None:
    assert masked(text) == text


PIECES = st.sampled_from(
    [text for text, _ in HIDDEN] + LEFT + [" ", ",", "-", "+", ".", "@", "*", "x", "元", "86"]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=8).map("".join))
def test_nothing_more_is_hidden_when_a_text_is_masked_again(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(st.lists(PIECES | st.text(max_size=8), max_size=8).map("".join))
def test_length_stays_near_when_a_text_is_masked(text: str) -> None:
    found = masked(text)
    assert len(found) <= len(text) + 3 * text.count("@") + 3 * text.count("＠")
    if "@" not in found:
        assert len(found) == len(text)


@given(st.integers(min_value=10**9, max_value=10**10 - 1))
def test_mobile_is_hidden_when_it_stands_anywhere_in_a_sentence(number: int) -> None:
    mobile = f"1{3 + number % 7}{number:010d}"[:11]
    assert mobile not in masked(f"请回电 {mobile}，谢谢")


@pytest.mark.parametrize("text", ["a" * 100_000, "1 " * 50_000, "a.b@" * 25_000, "+1-" * 30_000])
def test_time_is_bounded_when_the_text_is_hostile(text: str) -> None:
    assert masked(text)


def test_every_check_digit_is_told_apart_when_identity_numbers_are_made() -> None:
    chance = random.Random(7)
    valid = 0
    for _ in range(2000):
        number = f"3101151990{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
        number += f"{chance.randint(0, 999):03d}{chance.choice('0123456789X')}"
        valid += "*" in masked(number)
    assert 0.06 < valid / 2000 < 0.12  # one in eleven


def test_word_is_hidden_in_every_block_when_a_reply_is_masked() -> None:
    name = Name(text="13812345678")
    reply = Reply(
        blocks=(
            Text(message=msg("Hello {who}", who=msg("{name}", name=name))),
            Table(
                name="t",
                columns=(TableColumn(name="a", label=msg("A")),),
                rows=((name,), (None,), (Money(amount=Decimal("13812345678")),)),
            ),
        ),
        more=(Note(message=msg("{name}", name=name)),),
        command="/x 13812345678",
    )
    found = masked_reply(reply)
    told = found.model_dump_json()
    assert told.count("138****5678") == 4
    assert len(re.findall("13812345678", told)) == 1  # the money


def test_id_is_hidden_when_it_stands_in_a_column_of_people() -> None:
    columns = (
        TableColumn(name="customer_id", label=msg("Customer")),
        TableColumn(name="sku", label=msg("SKU")),
    )
    row = (Name(text="oUpF8uMuAJO_M2pxb1Q9"), Name(text="oUpF8uMuAJO_M2pxb1Q9"))
    reply = Reply(blocks=(Table(name="t", columns=columns, rows=(row, (Count(number=1), None))),))
    found = masked_reply(reply)
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert table.rows[0] == (Name(text="oU***Q9"), Name(text="oUpF8uMuAJO_M2pxb1Q9"))
    assert masked_reply(found) == found


def test_button_asks_the_same_when_its_line_holds_a_number() -> None:
    line = "/customers 13812345678"
    button = Button(label=msg("{line}", line=Name(text=line)), command=line)
    (found,) = masked_reply(Reply(blocks=(Buttons(items=(button,)),))).blocks
    assert isinstance(found, Buttons)
    assert found.items[0].command == line
    assert "13812345678" not in found.items[0].label.model_dump_json()


def test_reply_is_the_same_when_it_holds_nothing_personal() -> None:
    block = Text(message=msg("{name}", name=Name(text="抖音")))
    assert masked_reply(Reply(blocks=(block,))).blocks[0] is block


@pytest.mark.parametrize(("word", "hidden"), [("C1", "C***"), ("12345678", "12***78")])
def test_little_is_left_when_an_id_is_short(word: str, hidden: str) -> None:
    assert masked_id(word) == hidden
    assert masked_id(hidden) == hidden
