"""The schema is brought up to date at each opening, once, by whoever comes first."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.state.database import Database, StateError, open_state
from bot.state.migrating import MIGRATIONS, latest
from bot.state.schema import metadata

AT_ONCE = 6
OPEN_IT_AGAIN = """
import sys
from pathlib import Path
from bot.state.database import open_state
open_state(Path(sys.argv[1]))
print(*sorted({"alembic", "psycopg", "slack_sdk"} & set(sys.modules)))
"""


def test_the_tables_are_those_of_the_schema_when_all_migrations_ran(state: Database) -> None:
    with state.reading() as tx:
        context = MigrationContext.configure(tx, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_nothing_happens_when_the_state_is_opened_again(state_place: Path | str) -> None:
    for _ in range(2):
        state = open_state(state_place)
        with state.reading() as tx:
            (version,) = tx.execute(text("SELECT version_num FROM alembic_version")).scalars()
        assert version
        state.close()


def test_the_number_of_the_last_file_is_the_version_when_migrations_follow_each_other() -> None:
    assert latest() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_nothing_is_imported_in_vain_when_the_state_is_up_to_date(tmp_path: Path) -> None:
    open_state(tmp_path).close()
    opened = subprocess.run(
        [sys.executable, "-c", OPEN_IT_AGAIN, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert opened.stdout.split() == []


def test_each_finds_the_state_ready_when_several_open_it_at_once(state_place: Path | str) -> None:
    opened: list[Database] = []

    def open_it() -> None:
        opened.append(open_state(state_place))

    threads = [threading.Thread(target=open_it) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(opened) == AT_ONCE
    for state in opened:
        state.close()


def test_it_is_refused_with_a_sentence_when_a_later_version_wrote_it(
    state_place: Path | str,
) -> None:
    state = open_state(state_place)
    with state.writing() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    state.close()
    with pytest.raises(StateError, match="later version of Tidebell"):
        open_state(state_place)
