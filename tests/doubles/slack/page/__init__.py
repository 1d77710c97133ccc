"""The browser page of the double: a workspace for a person to try the app in."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.fonts import font_file

FOLDER = Path(__file__).parent / "static"
WEIGHTS = {"regular": False, "bold": True}


async def show(request: Request) -> Response:
    return FileResponse(FOLDER / "index.html")


async def font(request: Request) -> Response:
    """Chinese for machines that have none; the page asks for it only then."""
    weight = request.path_params["weight"]
    if weight not in WEIGHTS:
        return PlainTextResponse("there is no such weight", 404)
    return FileResponse(font_file(WEIGHTS[weight]), headers={"cache-control": "max-age=86400"})


def routes() -> list[Any]:
    return [
        Route("/", show),
        Route("/archives/{channel}/{message}", show),
        Route("/fonts/{weight}.otf", font),
        Mount("/static", StaticFiles(directory=FOLDER)),
    ]
