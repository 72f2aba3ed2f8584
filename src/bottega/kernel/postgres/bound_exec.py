"""Exec wrapper for PostgreSQL: drops privileges and ends the program when its parent process dies.

    python bound_exec.py PARENT UID GID PROGRAM ARGUMENT…

It runs in an interpreter of its own instead of between fork and exec, where threads of the parent could deadlock
it, and imports the standard library only. On Linux the kernel sends SIGINT, PostgreSQL's fast shutdown, to the
program when the *thread* that started this script ends; elsewhere nothing does, and the next start clears up.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, uid: int, gid: int, command: list[str]) -> None:
    """Drop privileges, bind to the parent and become the command."""
    os.umask(0o077)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid: a change of credentials clears the signal.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != parent:
        sys.exit("The parent ended before the program began.")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
