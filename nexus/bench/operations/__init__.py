"""Measures every operation of the API over the demo market, as those call it who may.

crew.py      the people, jobs and applications that are used up: as many as there are samples
plans.py     by its id, the calls of each operation
__main__.py  a scratch database, the server, the table
"""
