"""Candidates and applications that come in as files, in the back office.

candidate_columns.py, candidates.py        people whom administrators bring in
application_columns.py, recognising.py, applications.py    applications, which move as by hand
kinds.py    who may import, and what is asked beside the file
"""
