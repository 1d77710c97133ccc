"""A refusal as a sentence: a page for who navigated here, plain text for the script."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.platforms.web.page import notice
from bot.platforms.web.reader import Reader
from commands.kit.message import Msg


def wants_page(request: Request) -> bool:
    """Whether a person's navigation asked, not the page's script or a picture."""
    return "text/html" in request.headers.get("accept", "")


def refusal(request: Request, reader: Reader, sentence: Msg, status: int) -> Response:
    """`sentence` in the reader's language, in the form the asker can show."""
    said = reader.say(sentence)
    if wants_page(request):
        return HTMLResponse(notice(reader, said), status)
    return PlainTextResponse(said, status)
