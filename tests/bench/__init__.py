"""Benchmarks: each writes a table and `build/bench/<name>.json`. Never part of the test run."""

from bot.config import spare_threads

spare_threads()  # before anything imports numpy, as the server does
