"""The search for jobs as pages show it.

parameters.py  what an address asks for, and the address of what is asked for
facets.py      the filters with their counts
answers.py     what a page of results says: rows, chips, ways out
suggesting.py  completions while somebody types
views.py       the two addresses
"""
