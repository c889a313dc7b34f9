"""报 What leaders read: for now, which many letters have one cause. Writes nothing on cases."""
