"""Floor 5: settings, addresses, the server's entry, and the `huiyin` command."""
