"""A mail server on this machine that keeps nothing but what it was told to remember."""

from __future__ import annotations

import re
import socketserver
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_ID = re.compile(rb"^message-id:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)


class MailSink:
    """Speaks enough SMTP to be sent to: `with MailSink() as sink`, on `sink.port`.

    `taken` are the ids of the messages to which it said yes, in that order. `refusal` is what it
    answers to every sender while it is set, such as `451 later`. `before_yes` is called with the
    id of a message that was received and not answered yet, and may wait.
    """

    def __init__(self, port: int = 0) -> None:
        self.taken: list[str] = []
        self.connections = 0
        self.refusal = ""
        self.before_yes: Callable[[str], None] = _let_pass
        self._server = _Server(("127.0.0.1", port), _Conversation)
        self._server.sink = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> MailSink:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening; who is connected may finish."""
        self._server.shutdown()
        self._server.server_close()


def _let_pass(message_id: str) -> None:
    pass


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    sink: MailSink

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that dies in the middle of a conversation is what is tested."""


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server
    disable_nagle_algorithm = True

    def handle(self) -> None:
        sink = self.server.sink
        sink.connections += 1
        self._say("220 sink")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"EHLO":
                self._say("250-sink", "250 8BITMIME")
            elif word == b"MAIL" and sink.refusal:
                self._say(sink.refusal)
            elif word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        sink = self.server.sink
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        else:
            return
        found = _ID.search(b"".join(lines))
        message_id = found[1].decode() if found else ""
        sink.before_yes(message_id)
        sink.taken.append(message_id)
        self._say("250 taken")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
