"""The `tidebell` command."""

import sys


def main() -> None:
    """Run the command line; ends the process with one of the exit codes of `bot.cli`."""
    try:
        from bot.cli import tidebell
        from bot.log_masking import start_logging

        start_logging()
        tidebell(prog_name="tidebell")
    except KeyboardInterrupt:  # before the command line took over
        sys.exit(130)


if __name__ == "__main__":
    main()
