"""`make bench`: what the API costs at a given number of jobs, beside the least it could cost.

`python -m nexus.bench` makes a scratch database of JOBS jobs (10,000 unless told otherwise) by
resampling real postings, starts the server on it, asks it the questions that people and
integrators ask, and prints a table. The floor of a line is an endpoint behind the same middleware
and the same gate that fetches the same rows by primary key with one hand-written statement and
returns the same bytes.

Environment: JOBS; DATABASE_URL of a PostgreSQL server, beside whose database the scratch one is
made (SQLite without it); POSTINGS, the file to resample (the demo where there is none); KEEP=1
keeps database and index, and finds them again next time.

    options.py, scratch.py       what is asked for; the database and folder that are thrown away
    market.py, bulk.py, loading.py    the jobs: resampled, copied in, with all that surrounds them
    settings.py, urls.py, floor.py    the server under test, with the floor's endpoints
    client.py, server.py, scenarios.py, queries.py, report.py    the questions and the answer
"""
