"""Rows that go out as files, for people and for other programs.

formats.py, guard.py    the files themselves, in which nothing runs as a formula
resources.py  what a row of each kind is in a file: django-import-export's, with typed values
kinds.py      what can be exported, by whom: apps register theirs
lists.py      the rows of a list of the back office as somebody sees it, without the page
models.py     a run: what was asked for, how far it is, where its file lies
steps.py      the work, part by part; tasks.py has it done in the background
services.py   what a person does with a run
forms.py, views.py    the pages
"""
