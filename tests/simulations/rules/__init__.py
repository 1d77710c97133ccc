"""How often the rules of `/roi` and the reviews of plans are right, in made-up shops."""
