"""办: the knowledge base, what is answered again and again (P109 to P111)."""
