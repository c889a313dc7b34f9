"""Ways in and out, each a small room of one shape."""
