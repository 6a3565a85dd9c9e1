"""Rows that come in as files: read, looked at before anything happens, written, taken back.

sheets.py, csv_files.py, xlsx_files.py, json_files.py    what a file holds, row by row
columns.py, headings.py, widgets.py, cells.py    the columns, their names, what belongs in a cell
rules.py      what each kind decides for itself; resources.py judges rows by it
rows.py, states.py, same.py    what is said of a row, what it was before, what leaves it as it is
kinds.py      what can be imported, by whom: apps register theirs
models.py     a run, and what it did to each row
uploads.py    the uploaded file, sealed in the private storage
chunks.py, steps.py    the work, chunk by chunk; tasks.py has it done in the background
writing.py, keeping.py    a chunk written or taken back, and what is kept of its rows
named.py      the base of rows that have a name, such as companies
services.py   what a person does with a run
forms.py, views.py    the pages; progress.py is the bar that any long work may show
"""
