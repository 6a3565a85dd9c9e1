#!/bin/sh
# What a container runs: web, worker, migrate, or any command of manage.py after `manage`.
# Nothing here makes or applies migrations but `migrate`, which is asked for by name.
set -eu

role_file="${TMPDIR:-/tmp}/nexus-role"

await_database() {
  python manage.py await_database --seconds "${START_WAIT_SECONDS:-60}" "$@"
}

command=${1:-web}
[ "$#" -eq 0 ] || shift

case "$command" in
  web)
    await_database --migrated
    echo web >"$role_file"
    export BIND="${BIND:-0.0.0.0:${PORT:-8000}}"
    exec gunicorn -c gunicorn.conf.py nexus.wsgi:application "$@"
    ;;
  worker)
    await_database --migrated
    echo worker >"$role_file"
    # No keeper: where the worker ends, so does the container, and the engine starts it anew.
    exec python manage.py qcluster "$@"
    ;;
  migrate)
    await_database
    exec python manage.py migrate --noinput "$@"
    ;;
  manage)
    exec python manage.py "$@"
    ;;
  *)
    echo "Unknown command: $command. There are: web, worker, migrate, manage COMMAND …" >&2
    exit 64
    ;;
esac
