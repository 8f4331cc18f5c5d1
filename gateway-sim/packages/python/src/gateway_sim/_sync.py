"""The simulator without asyncio."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Mapping, Sequence, overload
from urllib.parse import quote, urlencode

from ._control import Control
from ._errors import SimError
from ._process import Process

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from ._options import Options


POLL_SECONDS = 0.02
#: The flag of the message that a deferred answer creates: the bot "is thinking".
#: https://discord.com/developers/docs/resources/message#message-object-message-flags
LOADING = 1 << 7


def _is_answered(report: dict[str, Any]) -> bool:
    """Returns whether the bot has answered an interaction, not only deferred its answer."""
    message = report["message"] or {}
    return bool(report["callback"]) and not message.get("flags", 0) & LOADING


class SyncSim:
    """A running simulator, created by `start_sync`. As a context manager, it stops at the end of the block."""

    def __init__(self, process: Process) -> None:
        addresses = process.addresses
        self._process = process
        #: The base of all URLs, for example `http://127.0.0.1:40123`.
        self.url: str = addresses["control"].removesuffix("/sim")
        #: The base URL of REST, without a version: `{url}/api`.
        self.api: str = addresses["api"]
        #: The gateway's URL. A client gets it by `GET /gateway/bot`.
        self.gateway: str = addresses["gateway"]
        #: The base URL of the control endpoint, which the methods use: `{url}/sim`.
        self.control: str = addresses["control"]
        #: Host and port of the voice server, without a scheme.
        self.voice: str = addresses["voice"]
        #: The bot's token.
        self.token: str = addresses["token"]
        #: The certificate authority (PEM) if the simulator was started with `tls=True`.
        self.ca_pem: str | None = addresses.get("ca_pem")
        self._control = Control(process, self.control, self.ca_pem)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Stops the simulator. It may be called again."""
        self._process.stop()

    @overload
    def act(self, action: Mapping[str, Any]) -> dict[str, Any]: ...
    @overload
    def act(self, action: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]: ...
    def act(self, action: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
        """Performs an action, or a list of actions in order. Returns a report of it: a dict, or a list of dicts for a list.

        docs/actions.md describes the actions, for example `{"do": "message", "content": "!ping"}`.
        Raises ControlError if an action is invalid; the actions before it were done.
        """
        done: list[dict[str, Any]] = self._control.request("POST", "/actions", json.dumps(action))
        return done[0] if isinstance(action, Mapping) else done

    def play(self, script: str | Sequence[Mapping[str, Any]]) -> None:
        """Plays a script from now on: its text, or its lines as dicts."""
        text = script if isinstance(script, str) else "\n".join(map(json.dumps, script))
        self._control.request("POST", "/scripts", text)

    def stats(self) -> dict[str, Any]:
        """Returns all counters: Identifies, Resumes, closes, events, REST requests by route."""
        return self._get("stats")

    def punishments(self) -> dict[str, list[dict[str, Any]]]:
        """Returns the punishments that the bot would have got from Discord: `token_resets` and `edge_bans`."""
        return self._get("punishments")

    def warnings(self) -> dict[str, int]:
        """Returns the requests of the bot that Discord accepts although its docs forbid them, with counts."""
        return self._get("warnings")

    def closes(self) -> list[dict[str, Any]]:
        """Returns the newest connections that the simulator closed, and why."""
        return self._get("closes")

    def connections(self) -> list[dict[str, Any]]:
        """Returns the open gateway connections, with shard, session, sequence and presence."""
        return self._get("connections")

    def world(self) -> dict[str, Any]:
        """Returns the bot, the guilds, and the first guild's channels, roles and members."""
        return self._get("world")

    def routes(self) -> list[str]:
        """Returns the REST operations that the simulator has."""
        return self._get("routes")

    def voice_connections(self) -> list[dict[str, Any]]:
        """Returns the newest connections of voice drivers, and what they sent."""
        return self._get("voice")

    def interaction(self, id: str | int) -> dict[str, Any]:
        """Returns the bot's answers to an interaction so far."""
        return self._get(f"interactions/{id}")

    def wait_for_answer(self, id: str | int, *, wait_ms: int = 5000) -> dict[str, Any]:
        """Waits until the bot has answered an interaction, and returns its answers. Also waits for a deferred message.

        Raises SimError if there is none within `wait_ms`.
        """
        end = time.monotonic() + wait_ms / 1000
        while True:
            # Polls, because the control endpoint does not wait for answers.
            report = self.interaction(id)
            if _is_answered(report):
                return report
            if time.monotonic() >= end:
                raise SimError(f"interaction {id} was not answered in {wait_ms} ms")
            time.sleep(POLL_SECONDS)

    def wait_for_command(self, name: str, *, wait_ms: int = 5000, guild: str | int | None = None) -> dict[str, Any]:
        """Waits until the bot has registered a command, and returns it. Raises ControlError after `wait_ms`."""
        query = {"wait_ms": wait_ms} if guild is None else {"wait_ms": wait_ms, "guild": guild}
        return self._get(f"commands/{quote(name, safe='')}?{urlencode(query)}")

    def _get(self, path: str) -> Any:
        return self._control.request("GET", f"/{path}")


def start_sync(*, program: str | None = None, **options: Unpack[Options]) -> SyncSim:
    """Starts a simulator. The options are the program's flags with `_` for `-`, see `Options`.

    `program` is the path of a program to use instead of the one in this package.
    Raises StartError, which has the program's stderr, if the program does not start.
    """
    return SyncSim(Process(program, options))
