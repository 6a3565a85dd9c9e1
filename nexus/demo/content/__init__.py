"""What the demo market is made of, as plain data; `market.py` puts it together."""
