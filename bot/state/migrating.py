"""Bringing the state's schema up to date, in the transaction that opens it."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"
# Several replicas that start at once take turns under this number.
_LOCK = 0x71DE_BE11


class LaterVersion(Exception):
    """The state was written by a later version; the text is a sentence for the operator."""


def migrate(connection: Connection) -> None:
    """Run every migration the state has not seen; nothing where it is up to date."""
    if _version(connection) == latest():
        return
    # Imported where there is something to do: every command opens the state, and it takes long.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LaterVersion(
            "it was written by a later version of Tidebell; start that one"
        ) from error


def latest() -> str:
    """The version of the last migration: the number its file begins with."""
    names = (file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return max(names).split("_")[0]


def _version(connection: Connection) -> str | None:
    """The version the state has; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
