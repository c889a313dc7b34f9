"""Floor 3, 接: ways in, and who petitions; identities apart, encrypted, every reading logged."""
