"""What differs between languages: how quantities are written, and the message catalogues."""
