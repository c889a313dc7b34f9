"""Two programs beside each other: one is started again, the other ends them both."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from huiyin.jobs import children
from huiyin.jobs.children import Child, keep

WAIT = "import signal; signal.pause()"
DEAF = f"import signal; signal.signal(15, signal.SIG_IGN); print('up', flush=True); {WAIT}"


def program(code: str, *words: str) -> list[str]:
    """The words that run that Python."""
    return [sys.executable, "-c", code, *words]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same life, faster."""
    monkeypatch.setattr(children, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(children, "LONGEST_REST", 0.0)


def test_when_the_web_server_ends_the_worker_ends_with_it_and_the_status_is_told() -> None:
    web = Child("web", program("raise SystemExit(7)"), again=False)
    worker = Child("worker", program(WAIT))
    assert keep([worker, web]) == 7
    assert worker._process is not None
    assert worker._process.returncode == -signal.SIGTERM


def test_a_web_server_that_ends_without_being_asked_has_failed() -> None:
    assert keep([Child("web", program("pass"), again=False)]) == 1


def test_a_dead_worker_is_started_again(tmp_path: Path) -> None:
    """It writes a line each time; at the third the web server, which waits for it, ends."""
    diary = tmp_path / "diary"
    once = "import sys; open(sys.argv[1], 'a').write('x'); sys.exit(1)"
    until = """if True:
        import os, sys, time
        while not os.path.exists(sys.argv[1]) or os.path.getsize(sys.argv[1]) < 3: time.sleep(.01)
        sys.exit(5)"""
    worker = Child("worker", program(once, str(diary)))
    worker._rest = 0.0
    web = Child("web", program(until, str(diary)), again=False)
    assert keep([worker, web]) == 5
    assert len(diary.read_text()) >= 3


def test_the_rest_before_starting_again_doubles_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "LONGEST_REST", 30.0)
    worker = Child("worker", program("raise SystemExit(1)"))
    rests = []
    for _ in range(7):
        worker._not_before = 0.0
        worker.look()
        assert worker._process is not None
        worker._process.wait()
        worker.look()
        rests.append(worker._rest)
    assert rests == [2, 4, 8, 16, 30, 30, 30]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_ends_its_children_and_is_content(number: signal.Signals) -> None:
    class Asking(Child):
        """Asks the keeper to end as soon as it runs."""

        def start(self) -> None:
            super().start()
            os.kill(os.getpid(), number)

    child = Asking("web", program(WAIT), again=False)
    assert keep([child]) == 0
    assert child._process is not None
    assert child._process.returncode is not None


def test_a_deaf_child_is_killed_when_patience_is_over() -> None:
    child = Child("web", program(DEAF))
    child._process = subprocess.Popen(child.words, stdout=subprocess.PIPE)
    assert child._process.stdout is not None
    with child._process.stdout as said:
        said.readline()
    child.ask_to_end()
    child.see_it_end(0.05)
    assert child._process.returncode == -signal.SIGKILL


@pytest.mark.skipif(
    sys.platform != "linux", reason="Only Linux tells a child of its parent's death."
)
def test_children_of_a_keeper_killed_outright_end_too(tmp_path: Path) -> None:
    """A pipe that the grandchild holds open closes when it is gone."""
    parent = "import subprocess, sys, signal; subprocess.Popen(sys.argv[1:]); signal.pause()"
    grandchild = "import signal; print('up', flush=True); signal.pause()"
    words = program(parent, *children.LEASH, *program(grandchild))
    with subprocess.Popen(words, stdout=subprocess.PIPE) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == b"up\n"
        keeper.kill()
        guard = threading.Timer(30, os._exit, [1])  # a hang would say nothing
        guard.start()
        assert keeper.stdout.read() == b""
        guard.cancel()
