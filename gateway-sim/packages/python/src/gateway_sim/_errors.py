"""The errors."""

from __future__ import annotations


class SimError(Exception):
    """The simulator has ended, or does not answer."""


class StartError(SimError):
    """The program did not start. The message contains the program's stderr."""

    def __init__(self, message: str, stderr: str = "", status: int | None = None) -> None:
        super().__init__(message)
        #: The program's stderr.
        self.stderr = stderr
        #: The program's exit status; None if it did not run, or was stopped because it took too long.
        self.status = status


class ControlError(SimError):
    """The simulator refused a request, for example an action with an invalid field."""

    def __init__(self, message: str, status: int, action: int | None = None) -> None:
        super().__init__(message)
        #: The HTTP status.
        self.status = status
        #: The index of the refused action in the list; the actions before it were done.
        self.action = action
