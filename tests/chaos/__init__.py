"""The fault run: the real bot against the Slack double, with everything going wrong at random."""
