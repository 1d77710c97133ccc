"""How often the rules of `/roi` are right, in made-up shops whose truth is known."""
