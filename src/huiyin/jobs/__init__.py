"""Floor 4: the same rooms for the clock and the operator; commands of `huiyin`."""
