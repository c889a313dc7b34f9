"""The seven steps of the field: each module holds its deeds, who, when, and what follows.

A step says what happened. It never speaks of time limits (`clocks`) nor of who is told (`notices`).
"""
