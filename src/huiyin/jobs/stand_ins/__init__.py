"""Gateways of others, played on this machine: for tests, for the demo, for trying by hand."""
