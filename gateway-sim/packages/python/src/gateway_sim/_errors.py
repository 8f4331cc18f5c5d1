"""What can go wrong."""

from __future__ import annotations


class SimError(Exception):
    """The simulation ended, or does not answer."""


class StartError(SimError):
    """The program did not start. The message has what it wrote to stderr."""

    def __init__(self, message: str, stderr: str = "", status: int | None = None) -> None:
        super().__init__(message)
        #: What the program wrote to stderr.
        self.stderr = stderr
        #: Its exit status; None if it did not run, or was stopped because it took too long.
        self.status = status


class ControlError(SimError):
    """The simulation refused a request, for example an action with a field that is wrong."""

    def __init__(self, message: str, status: int, action: int | None = None) -> None:
        super().__init__(message)
        #: The HTTP status.
        self.status = status
        #: The place in the list of the action that was refused; those before it were done.
        self.action = action
