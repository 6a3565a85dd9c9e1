"""Where jobs are: cities with their positions, loaded by operators, and what is near them.

A job keeps its location as it was typed; its place is what could be made of it.

models.py      the tables
countries.py   names of countries and states
locating.py    from typed locations to places
nearby.py      what lies within so many kilometres
files.py, loading.py    the formats that can be loaded, and loading them
"""
