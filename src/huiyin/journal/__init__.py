"""Floor 1: the record. Facts are appended, chained by hash, and never changed."""
