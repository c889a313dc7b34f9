"""Serving a stand-in on this machine, for as many callers at once as there are."""

from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

HOST = "127.0.0.1"


class _Server(ThreadingMixIn, WSGIServer):
    """A call may be answered while another waits: the site calls back while it is called."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Calls carry secrets in their addresses: none is written down."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Nothing."""


def server(app: Any, port: int = 0) -> WSGIServer:
    """The application at that port of this machine (0: any that is free); `serve_forever` runs it.

    Raises OSError where the port is taken.
    """
    return make_server(HOST, port, app, server_class=_Server, handler_class=_Quiet)
