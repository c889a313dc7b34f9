"""Pages of the staff: what waits for me, a case whole, and every deed that may be done to it."""
