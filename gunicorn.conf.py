"""The web server. With NEXUS_EMBED_WORKER=1 the background worker runs beside it."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from nexus.core.logs import format_from, formatters

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 8)
timeout = 60
graceful_timeout = 20
keepalive = 5
# A search may be long, and each letter of many scripts takes nine characters of an address.
limit_request_line = 8190
# A line for each request costs more than it tells; a proxy in front keeps its own.
accesslog = os.environ.get("ACCESS_LOG") or None
# Without the query, the referrer and the browser: people enter names and addresses in searches.
access_log_format = "%(h)s %(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": formatters(),
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": format_from(os.environ)}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
# It would be a socket in the home directory, which containers often cannot write.
control_socket_disable = True

_STOP_SECONDS = 30

# The processes count together in files of this directory, or each scrape would see one of them.
# The library reads it when it is first imported. On a reload this file is read again.
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
if _METRICS not in os.environ:
    os.environ[_METRICS] = tempfile.mkdtemp(prefix="nexus-metrics-")
    _made_by = os.getpid()
else:
    _made_by = 0


def when_ready(server: Any) -> None:
    if os.environ.get("NEXUS_EMBED_WORKER") != "1":
        return
    # In a session of its own: Ctrl-C reaches the server alone, which then ends it in order.
    server.nexus_keeper = subprocess.Popen(
        [sys.executable, "-m", "nexus.keeper"],
        cwd=Path(__file__).resolve().parent,
        # Its processes come and go, and nobody asks them.
        env={name: value for name, value in os.environ.items() if name != _METRICS},
        start_new_session=True,
    )


def child_exit(server: Any, worker: Any) -> None:
    """Keep what a process that has ended counted, but not its share of what is."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    if _made_by == os.getpid():
        shutil.rmtree(os.environ[_METRICS], ignore_errors=True)
    keeper: subprocess.Popen[bytes] | None = getattr(server, "nexus_keeper", None)
    if keeper is None:
        return
    keeper.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        keeper.wait(_STOP_SECONDS)
