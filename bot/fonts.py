"""The one font that ships with the program, for machines that have no Chinese of their own."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

FOLDER = ("fonts", "noto")
FILES = {False: "NotoSansCJKsc-Regular.otf", True: "NotoSansCJKsc-Bold.otf"}


@cache
def font_file(bold: bool) -> Path:
    """Where the font lies, regular or bold; FileNotFoundError without the font package.

    The package is looked up but not imported: importing it changes matplotlib's settings.
    """
    spec = find_spec("mpl_font")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        file = Path(folder).joinpath(*FOLDER, FILES[bold])
        if file.exists():
            return file
    raise FileNotFoundError(f"the font {FILES[bold]} of the package mpl-font is not installed")
