"""The `tidebell` command."""


def main() -> None:
    """Run the command line; ends the process with 0, 1 (our mistake) or 2 (the user's)."""
    from bot.cli import tidebell

    tidebell(prog_name="tidebell")


if __name__ == "__main__":
    main()
