"""What every command is made of: arguments, values, messages, replies and the registry."""
