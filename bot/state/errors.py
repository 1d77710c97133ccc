"""What goes wrong with the durable state."""


class StateError(Exception):
    """The durable state cannot be opened or written; the text is a sentence for the operator."""
