"""The Web API of the double: one module for each family of methods."""
