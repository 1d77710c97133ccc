"""The language each person chose, kept in the data folder."""

import json
import os
import threading
from pathlib import Path


class StoredLanguages:
    """Choices in one small JSON file, replaced whole at each change so that it is never torn."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def language_of(self, person: str) -> str | None:
        """The language a person chose; None until they have."""
        return self._read().get(person)

    def set_language(self, person: str, locale: str) -> None:
        """Remember a person's choice."""
        with self._lock:
            partial = self._file.with_suffix(".partial")
            with partial.open("w", encoding="utf-8") as out:
                json.dump(self._read() | {person: locale}, out, ensure_ascii=False)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(self._file)

    def _read(self) -> dict[str, str]:
        # A file somebody damaged costs the choices in it, never an answer.
        try:
            held = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}
