"""What every start of the bot pays for."""

import subprocess
import sys

HEAVY = {"matplotlib", "pandas", "scipy"}
"""Libraries that take half a second or more to load, and that few answers need."""


def test_no_heavy_library_is_loaded_when_the_commands_are_found() -> None:
    program = (
        "import sys; from commands.kit.registry import discover; discover();"
        "print(*sys.modules, sep='\\n')"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert not HEAVY & set(told.stdout.decode().split())
