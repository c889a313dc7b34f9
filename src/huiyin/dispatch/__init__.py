"""Floor 3, 派: from a matter's words to whoever is responsible."""
