"""`python -m huiyin.jobs.leash PROGRAM WORDS…`: become that program, and end with the parent.

Where the kernel can (Linux), a child of `huiyin serve` gets SIGTERM when `serve` is killed
outright; otherwise the web server would go on holding the port.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Never returns: the process is the program from here on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - our own words, no shell


if __name__ == "__main__":
    main()
