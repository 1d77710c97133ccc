"""People and channels: what their platform told, and the languages they chose."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.platforms.base import Person
from bot.state.database import Database
from bot.state.people import Known, StoredLanguages, keep_person, known_person

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
ALEX = Person("U1", "Alex", ("operator",), "en", "Europe/London")


@pytest.fixture
def languages(state: Database) -> StoredLanguages:
    return StoredLanguages(state)


def test_nobody_has_a_language_when_nobody_chose(languages: StoredLanguages) -> None:
    assert languages.language_of("U1") is None
    assert languages.language_of_channel("C1") is None


def test_choice_is_told_at_once_when_it_was_just_made(languages: StoredLanguages) -> None:
    assert languages.language_of("U1") is None
    languages.set_language("U1", "en")
    languages.set_language("U1", "zh-CN")
    assert languages.language_of("U1") == "zh-CN"


def test_choice_outlives_the_program_when_it_was_made(
    languages: StoredLanguages, state: Database
) -> None:
    languages.set_language("U1", "en")
    languages.set_channel_language("C1", "zh-CN")
    after = StoredLanguages(state)
    assert (after.language_of("U1"), after.language_of_channel("C1")) == ("en", "zh-CN")


def test_choice_of_another_process_is_seen_when_the_moment_has_passed(state: Database) -> None:
    here, elsewhere = StoredLanguages(state, seconds=0), StoredLanguages(state)
    assert here.language_of("U1") is None
    elsewhere.set_language("U1", "en")
    assert here.language_of("U1") == "en"


def test_state_is_not_read_again_when_it_was_read_a_moment_ago(state: Database) -> None:
    here, elsewhere = StoredLanguages(state, seconds=60), StoredLanguages(state)
    assert here.language_of("U1") is None
    elsewhere.set_language("U1", "en")
    assert here.language_of("U1") is None


def test_nobody_has_a_language_when_the_state_cannot_be_read(state: Database) -> None:
    with state.writing() as tx:
        tx.exec_driver_sql("DROP TABLE people")
    assert StoredLanguages(state).language_of("U1") is None


def test_choices_of_the_old_file_are_taken_over_once_when_it_is_there(
    languages: StoredLanguages, tmp_path: Path
) -> None:
    file = tmp_path / "languages.json"
    file.write_text(json.dumps({"U1": "en", "U2": "en", "U3": "tlh"}), "utf-8")
    languages.set_language("U2", "zh-CN")
    languages.take_over(file)
    languages.take_over(file)
    assert [languages.language_of(one) for one in ("U1", "U2", "U3")] == ["en", "zh-CN", None]
    assert not file.exists()
    assert (tmp_path / "languages.json.taken").exists()


@pytest.mark.parametrize("damage", ['{"U1": "e', "[]", "\udcff"])
def test_old_file_is_put_aside_when_it_is_damaged(
    languages: StoredLanguages, tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "languages.json"
    file.write_text(damage, "utf-8", errors="surrogateescape")
    languages.take_over(file)
    assert languages.language_of("U1") is None
    assert not file.exists()


def test_person_is_known_when_a_platform_told_of_them(state: Database) -> None:
    with state.writing() as tx:
        keep_person(tx, "slack", ALEX, NOON)
    with state.reading() as tx:
        assert known_person(tx, "U1") == Known(ALEX, NOON)
        assert known_person(tx, "U2") is None


def test_person_is_not_known_when_they_only_chose_a_language(
    languages: StoredLanguages, state: Database
) -> None:
    languages.set_language("U1", "en")
    with state.reading() as tx:
        assert known_person(tx, "U1") is None


def test_choice_stays_when_the_platform_tells_of_the_person_again(
    languages: StoredLanguages, state: Database
) -> None:
    languages.set_language("U1", "zh-CN")
    with state.writing() as tx:
        keep_person(tx, "slack", ALEX, NOON)
    assert StoredLanguages(state).language_of("U1") == "zh-CN"
