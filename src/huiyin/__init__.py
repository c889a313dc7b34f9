"""Huiyin 回音: every matter gets an answer, every case is followed through.

The package is a house of floors and imports go down only; see ARCHITECTURE.md.
"""

__version__ = "0.1.0"
