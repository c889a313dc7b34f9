"""Floor 2: the one door `act`, and the only tables that say where a case stands."""
