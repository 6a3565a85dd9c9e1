"""Tells whether the database and the cache of the slow half answer; says what is skipped."""

import os
import sys

import psycopg
import redis


def main(database_url: str, cache_url: str) -> int:
    server = database_url.rsplit("/", 1)[0] + "/postgres"
    try:
        psycopg.connect(server, connect_timeout=3).close()
        redis.Redis.from_url(cache_url, socket_connect_timeout=3).ping()
    except (psycopg.Error, redis.RedisError) as exc:
        print(f"Skipped: the suite on PostgreSQL and Redis ({type(exc).__name__}).")  # noqa: T201
        # Where the services are promised, their absence is a failure and not a skip.
        return 0 if os.environ.get("REQUIRE_SERVICES") else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
