"""Runs programs beside each other: all of them live, or none."""

import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
#: How long the programs have to end by themselves.
GRACE_S = 15.0

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """Something to run; `descriptors` are the open files that it inherits."""

    name: str
    command: Sequence[str]
    descriptors: Sequence[int] = ()


@dataclass(frozen=True)
class Ended:
    """A program that ended unasked; `status` as in subprocess: negative for a signal."""

    name: str
    status: int

    def __str__(self) -> str:
        if self.status < 0:
            return f"{self.name}: {signal.Signals(-self.status).name}"
        return f"{self.name}: {self.status}"


class SignalMail:
    """Signals as bytes in a socket, so that one wait covers them and other sockets."""

    def __enter__(self) -> "SignalMail":
        self.socket, self._sender = socket.socketpair()
        self.socket.setblocking(False)
        self._sender.setblocking(False)
        self._former_fd = signal.set_wakeup_fd(self._sender.fileno(), warn_on_full_buffer=False)
        # The system only wakes us for a signal that has a handler.
        self._former = {
            number: signal.signal(number, lambda *_: None) for number in (*STOP_SIGNALS, signal.SIGCHLD)
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._former_fd)
        self.socket.close()
        self._sender.close()

    def read(self) -> set[int]:
        """The signals that came since the last call."""
        try:
            return set(self.socket.recv(4096))
        except BlockingIOError:
            return set()


def supervise(
    programs: Iterable[Program],
    *,
    answers: socket.socket | None = None,
    on_answer: Callable[[], None] = lambda: None,
    on_start: Callable[[], None] = lambda: None,
    grace_s: float = GRACE_S,
) -> Ended | None:
    """Start the programs and wait; stop all when one ends (returns it) or a stop signal comes (None).

    `on_start` is called once all are started, `on_answer` when the socket `answers` becomes readable.
    """
    running: dict[str, subprocess.Popen[bytes]] = {}
    with SignalMail() as mail, selectors.DefaultSelector() as selector:
        selector.register(mail.socket, selectors.EVENT_READ)
        if answers is not None:
            selector.register(answers, selectors.EVENT_READ)
        try:
            for program in programs:
                running[program.name] = _start(program)
            on_start()
            while True:
                ready = [key.fileobj for key, _events in selector.select()]
                if mail.socket in ready:
                    if mail.read() & STOP_SIGNALS:
                        return None
                    for name, process in running.items():
                        if (status := process.poll()) is not None:
                            return Ended(name, status)
                if answers in ready:
                    selector.unregister(answers)
                    on_answer()
        finally:
            _stop(running.values(), mail, grace_s)


def _start(program: Program) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        program.command,
        stdin=subprocess.DEVNULL,
        pass_fds=program.descriptors,
        # A group of its own: Ctrl-C reaches us alone, and we stop the programs in good order.
        process_group=0,
        preexec_fn=_end_with_parent,  # noqa: PLW1509  (we have no threads)
    )


def _end_with_parent() -> None:
    """Leave no orphan even when we are killed without a chance to clean up."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(processes: Iterable["subprocess.Popen[bytes]"], mail: SignalMail, grace_s: float) -> None:
    """Ask the programs to end; kill what is left after the grace time, or at a second stop signal."""
    processes = list(processes)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + grace_s
    with selectors.DefaultSelector() as selector:
        selector.register(mail.socket, selectors.EVENT_READ)
        while any(process.poll() is None for process in processes):
            selector.select(max(0.0, deadline - time.monotonic()))
            if mail.read() & STOP_SIGNALS or time.monotonic() >= deadline:
                break
    for process in processes:
        # The group: what a program started goes with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
