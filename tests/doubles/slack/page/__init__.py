"""The browser page of the double: a workspace for a person to try the app in."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).parent / "static"


async def show(request: Request) -> Response:
    return FileResponse(FOLDER / "index.html")


def routes() -> list[Any]:
    return [
        Route("/", show),
        Route("/archives/{channel}/{message}", show),
        Mount("/static", StaticFiles(directory=FOLDER)),
    ]
