"""Floor 2: the law of places, loaded from files, checked, published and dated."""
