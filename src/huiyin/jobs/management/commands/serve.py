"""huiyin serve: the web server and the worker, in one command."""

import os
import socket
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext

from huiyin.jobs.children import Child, keep

THREADS = min(8, 2 * (os.cpu_count() or 1))
LAST_PORT = 65535
LOCAL = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    """Make sure of the port, the tables and the static files; then keep both programs running."""

    help = "serve --port N: web pages and worker 网页服务与后台"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (8000)")
        parser.add_argument("--workers", type=int, default=1, help="web processes (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        host, port = options["host"], options["port"]
        refuse_busy(host, port)
        prepare_tables()
        connections.close_all()
        call_command("collectstatic", interactive=False, verbosity=0)
        if host not in LOCAL and not os.environ.get("HUIYIN_HOSTS"):
            self.stderr.write(
                gettext("请用 HUIYIN_HOSTS 写明本站的域名或地址，否则外来请求会被拒绝。")
            )
        announce = threading.Thread(target=self._announce, args=(host, port), daemon=True)
        announce.start()
        if status := keep([_web(host, port, options["workers"]), _worker()]):
            raise CommandError(gettext("网页服务意外停止，原因见上。"), returncode=status)

    def _announce(self, host: str, port: int) -> None:
        """Print the address once somebody answers at it."""
        address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        if answers(host, port, tries=120):
            text = gettext("回音已启动：{address}　工作台：{address}desk/")
            self.stdout.write(text.format(address=address))
            self.stdout.flush()


def refuse_busy(host: str, port: int) -> None:
    """Raises CommandError when nobody can listen there."""
    try:
        if not 0 < port <= LAST_PORT:
            raise OverflowError(f"1-{LAST_PORT}")
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], found[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        text = gettext("{host} 的端口 {port} 用不了（{why}），请用 --port 换一个。")
        raise CommandError(text.format(host=host, port=port, why=why)) from error


def prepare_tables() -> None:
    """Make the tables of an empty embedded database; refuse one that is behind the program."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    if connection.vendor == "sqlite" and not connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
        return
    raise CommandError(gettext("数据库不是最新，请先运行 huiyin migrate。"))


def answers(host: str, port: int, *, tries: int) -> bool:
    """Does somebody take a call there, within so many half seconds?"""
    rest = threading.Event()
    for _ in range(tries):
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            rest.wait(0.5)
    return False


def _web(host: str, port: int, workers: int) -> Child:
    words = [sys.executable, "-m", "granian", "huiyin.config.wsgi:application"]
    words += ["--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    words += ["--workers", str(workers), "--respawn-failed-workers", "--log-level", "warning"]
    # a thread keeps its database connection: let idle ones live as long as the connection may
    words += ["--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", "600"]
    return Child("web", words, again=False)


def _worker() -> Child:
    return Child("worker", [sys.executable, "-m", "huiyin.config.cli", "worker"])
