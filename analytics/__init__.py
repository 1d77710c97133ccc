"""Numbers in, numbers out: no chat, no language, no wall clock, no environment."""
