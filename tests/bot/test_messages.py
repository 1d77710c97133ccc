"""The extraction of sentences, and the completeness of our own catalogue."""

from pathlib import Path

import pytest

from bot import messages
from bot.i18n import read_catalog


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with one sentence in code and one label in the metric catalogue."""
    (tmp_path / "commands").mkdir()
    (tmp_path / "analytics").mkdir()
    (tmp_path / "commands" / "gmv.py").write_text('msg("{value} fell", value=1)\n')
    (tmp_path / "analytics" / "metrics.yaml").write_text("metrics: {gmv: {label: Paid GMV}}\n")
    return tmp_path


def catalogue(tree: Path, text: str) -> Path:
    path = tree / "zh.po"
    path.write_text(text, encoding="utf-8")
    return path


COMPLETE = """
msgid "{value} fell"
msgstr "{value} 下降"

msgid "Paid GMV"
msgstr "支付金额"
"""


def found(source: str) -> list[str | None]:
    return [text for _, text in messages.of_source(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('msg("a")', ["a"]),
        ('msg("a "\n    "b")', ["a b"]),
        ('msg("a" if x else "b")', ["a", "b"]),
        ('Msg(text="a")', ["a"]),
        ("Msg(text=label)", []),
        ('translator.plain("a")', ["a"]),
        ("translator.plain(text)", []),
        ('print("a")', []),
        ("msg(other.text)", []),
        ("msg(label)", [None]),
        ('msg(f"a {b}")', [None]),
    ],
)
def test_sentence_is_found_when_it_is_a_literal(source: str, expected: list[str | None]) -> None:
    assert found(source) == expected


def test_check_is_content_when_everything_is_translated(tree: Path) -> None:
    assert messages.check(tree, catalogue(tree, COMPLETE)) == []


def test_check_complains_when_a_sentence_has_no_chinese(tree: Path) -> None:
    path = catalogue(tree, COMPLETE.replace("支付金额", ""))
    assert messages.check(tree, path) == ["no Chinese for: Paid GMV"]


def test_check_complains_when_a_translation_is_fuzzy(tree: Path) -> None:
    path = catalogue(tree, COMPLETE.replace('msgid "Paid', '#, fuzzy\nmsgid "Paid'))
    assert messages.check(tree, path) == ["no Chinese for: Paid GMV"]


def test_check_complains_when_a_sentence_is_no_longer_used(tree: Path) -> None:
    path = catalogue(tree, COMPLETE + '\nmsgid "gone"\nmsgstr "旧"\n')
    assert messages.check(tree, path) == ["no longer used: gone"]


def test_check_complains_when_the_parts_differ(tree: Path) -> None:
    path = catalogue(tree, COMPLETE.replace('"{value} 下降"', '"{valeu} 下降"'))
    assert messages.check(tree, path) == ["other parts than the sentence has: {value} fell"]


def test_check_names_the_line_when_a_sentence_is_not_a_literal(tree: Path) -> None:
    (tree / "commands" / "bad.py").write_text("\nmsg(label)\n")
    complaints = messages.check(tree, catalogue(tree, COMPLETE))
    assert complaints == ["commands/bad.py:2: msg() needs a literal"]


def test_extract_keeps_translations_when_sentences_come_and_go(tree: Path) -> None:
    path = catalogue(tree, COMPLETE + '\nmsgid "gone"\nmsgstr "旧"\n')
    (tree / "commands" / "new.py").write_text('msg("new")\n')
    messages.extract(tree, path)
    entries = {entry.id: entry.string for entry in read_catalog(path) if entry.id}
    assert entries == {"{value} fell": "{value} 下降", "Paid GMV": "支付金额", "new": ""}


def test_extract_changes_nothing_when_run_twice(tree: Path) -> None:
    path = catalogue(tree, COMPLETE)
    messages.extract(tree, path)
    once = path.read_bytes()
    messages.extract(tree, path)
    assert path.read_bytes() == once


def test_command_explains_itself_when_called_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["translate"]) == 2
    assert "extract|check" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("{days}", False), ("{a} → {b}", False), ("🔴", False), ("{a}: {b}", True), ("{a} or", True)],
)
def test_sentence_needs_no_translation_when_it_has_no_words(sentence: str, expected: bool) -> None:
    assert messages.has_words(sentence) is expected
