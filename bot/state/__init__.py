"""What the bot remembers outside the shop's data."""
