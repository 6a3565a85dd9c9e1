"""`make soak`: minutes of mixed load on the real server, its worker, PostgreSQL and Redis.

Everything is started for the run and on this machine alone: a PostgreSQL cluster and a Redis on
ports of their own, two web processes, the worker and a mail server. Another process asks as fast
as it is answered: 90 % reading, 8 % searching, 2 % applying, posting and moving. Then nothing may
be lost: what was accepted is in the database, and the mails that are owed have been sent.

Environment: MINUTES (10), JOBS (2,000), OUTAGES=1 (PostgreSQL is killed and started again, and Redis
stops for a while, both in the middle), CONNECTIONS (8).

    services.py      PostgreSQL and Redis of the run
    plan.py          who asks what: people, tokens, jobs, made before the load
    load.py          the process that asks
    watching.py      memory of the processes, connections of the database
    checking.py      what is in the database afterwards
    report.py        what is printed
"""
