"""Everything that touches the outside: chat platforms, files, clocks, the environment."""

__version__ = "0.1.0"
