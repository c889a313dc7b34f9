"""Platforms above and desks beside: they hand us matters, and hear what becomes of them (XN-1)."""
