"""Benchmarks: each writes a table and `build/bench/<name>.json`. Never part of the test run."""
