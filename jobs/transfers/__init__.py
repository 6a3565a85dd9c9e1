"""Jobs that come in as files, in the back office.

columns.py    the columns, and what belongs in each
recognising.py    which job a row is
resource.py   what holds across columns, for which company, and what of a job counts
writing.py    good rows in bulk, with history, search and statistics as of any other job
undoing.py    what an import wrote, taken back
kind.py       who may import, and for which company
"""
