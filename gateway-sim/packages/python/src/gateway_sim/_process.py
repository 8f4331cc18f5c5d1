"""The running program."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections import deque
from typing import IO, Any, Mapping

from ._errors import SimError, StartError
from ._options import arguments
from ._program import program as packaged_program

#: The longest that the program may take to print where it listens. It takes milliseconds; a machine may be busy.
START_SECONDS = 60
#: How long the program may take to end before it is killed.
STOP_SECONDS = 5
#: How many of the last lines of stderr are kept.
STDERR_LINES = 200


def _parse(line: bytes) -> dict[str, Any]:
    try:
        addresses: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise StartError(f"the program is no gateway-sim: it printed {line!r}") from error
    return addresses


class Process:
    """A started program. It ends with `stop`, or with this process, because this process has the other end of its stdin."""

    def __init__(self, program: str | None, options: Mapping[str, object]) -> None:
        flags = dict(options)
        # The token is passed in the environment, because everybody on the machine can read the arguments of a process.
        token = flags.pop("token", None)
        self._token = None if token is None else str(token)
        environment = dict(os.environ)
        if self._token is not None:
            environment["SIM_TOKEN"] = self._token
        if flags.get("listen") is None and flags.get("port") is None:
            flags["port"] = 0
        command = [program or packaged_program(), "--json", "--exit-with-stdin", *arguments(flags)]
        try:
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
            )
        except OSError as error:
            raise StartError(f"gateway-sim did not start: {error}") from error
        self._first_line: queue.Queue[bytes] = queue.Queue()
        self._stderr: deque[bytes] = deque(maxlen=STDERR_LINES)
        # Both are read to their end, because a program whose output is not read stops when the pipe is full.
        self._readers = [
            threading.Thread(target=self._read_stdout, args=(self._child.stdout,), daemon=True),
            threading.Thread(target=self._read_stderr, args=(self._child.stderr,), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        try:
            self.addresses = self._wait_for_addresses()
        except BaseException:
            self.stop()
            raise

    def _read_stdout(self, stdout: IO[bytes]) -> None:
        self._first_line.put(stdout.readline())
        for _ in stdout:
            pass

    def _read_stderr(self, stderr: IO[bytes]) -> None:
        self._stderr.extend(stderr)

    def _wait_for_addresses(self) -> dict[str, Any]:
        try:
            line = self._first_line.get(timeout=START_SECONDS)
        except queue.Empty:
            raise StartError(f"gateway-sim did not print its addresses in {START_SECONDS} s", self.stderr()) from None
        if line:
            return _parse(line)
        status = self._child.wait()
        self._join_readers()
        stderr = self.stderr()
        raise StartError(f"gateway-sim did not start (exit status {status}): {stderr}", stderr, status)

    def stderr(self) -> str:
        """Returns the last lines of the program's stderr, without the token."""
        text = b"".join(self._stderr).decode(errors="replace").strip()
        return text.replace(self._token, "<token>") if self._token else text

    def why_silent(self, error: Exception) -> SimError:
        """Returns the error to raise if a request was not answered because of `error`."""
        status = self._child.poll()
        if status is None:
            return SimError(f"gateway-sim does not answer: {error}")
        self._join_readers()
        return SimError(f"gateway-sim has ended (exit status {status}): {self.stderr()}".rstrip(": "))

    def stop(self) -> None:
        """Ends the program and waits until it has ended."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.close()
        except OSError:
            pass
        # Closing stdin is not always enough, because a fork of this process may hold the pipe too. On Windows,
        # `terminate` would kill the program.
        if os.name == "posix":
            self._child.terminate()
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._join_readers():
            for pipe in (self._child.stdout, self._child.stderr):
                assert pipe is not None
                pipe.close()

    def _join_readers(self) -> bool:
        """Waits until all output of an ended program was read; false if a child of the program keeps the pipes open."""
        for reader in self._readers:
            reader.join(STOP_SECONDS)
        return not any(reader.is_alive() for reader in self._readers)
