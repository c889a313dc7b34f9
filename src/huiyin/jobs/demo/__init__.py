"""The demo: places, invented people and invented cases, made through the same doors as real ones.

`stories` reads what is told in `stories/*.toml`; `cast` says who plays; `fields` fills in a deed;
`plays` takes one story through its course; `making` makes it all, adding only what is missing.
"""
