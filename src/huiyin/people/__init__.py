"""Floor 2: places, the people who work for them, and what they may be."""
