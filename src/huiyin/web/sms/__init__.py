"""What an SMS gateway calls: the short messages that people send to a place."""
