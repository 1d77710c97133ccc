"""How the Web API says no: HTTP 200 with `ok: false`."""

from tests.doubles.slack.model import Json


class Refusal(Exception):
    """A Web API error. `more` stands in the answer beside `ok` and `error`."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error, self.more = error, more

    def as_json(self) -> Json:
        return {"ok": False, "error": self.error, **self.more}


def invalid_arguments(*problems: str) -> Refusal:
    return Refusal(
        "invalid_arguments",
        response_metadata={"messages": [f"[ERROR] {problem}" for problem in problems]},
    )


def invalid_blocks(problems: list[str]) -> Refusal:
    """`problems` carry their own `[json-pointer:…]`."""
    return Refusal(
        "invalid_blocks",
        errors=problems,
        response_metadata={"messages": [f"[ERROR] {problem}" for problem in problems]},
    )
