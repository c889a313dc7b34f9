"""Ways in and out, each a small room of one shape. A new one is a folder, and a line in `kinds`."""
