"""Response curves against shops whose true curves are known."""
