"""The options of `start`: the program's flags, with `_` for `-`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Iterator, List, Mapping, TypedDict, Union

if TYPE_CHECKING:
    from typing_extensions import Literal

    Path = Union[str, os.PathLike[str]]
    Intent = Literal["members", "presences", "message-content"]


class Options(TypedDict, total=False):
    """The options of `start` and `start_sync`. An option that is left out has the program's default."""

    #: The bot's token, which `sim.token` returns. Default: the environment variable `SIM_TOKEN`, else a fixed token.
    token: str
    #: Port on 127.0.0.1. Default: a free one.
    port: int
    #: Address to listen on, for example `0.0.0.0:8910`. Not together with `port`.
    listen: str
    #: Seed of the world and of every random choice. Default: 1.
    seed: int
    #: Guilds the bot is in. Default: 3.
    guilds: int
    #: Members of each guild. Default: 10.
    members: int
    #: Shard count that GET /gateway/bot recommends. Default: one for each 1000 guilds.
    shards: int
    #: Identifies that may be sent concurrently, one for each rate limit key per 5 s. Default: 1.
    max_concurrency: int
    #: How much less than 5 s apart two Identifies of one key may arrive, in ms; 5000 switches the rule off. Default: 100.
    identify_tolerance_ms: int
    #: Delay before an Identify that arrives too early is answered with Invalid Session (op 9), in ms. Default: 0.
    early_identify_delay_ms: int
    #: Session starts allowed in 24 hours; one more resets the token. Default: 1000.
    session_starts: int
    #: Refuse requests that Discord accepts although its docs forbid them. Otherwise `warnings()` lists them.
    strict: bool
    #: Privileged intents that are not switched on for the app: requesting one is close code 4014.
    without_intent: List[Intent]
    #: Most guilds a session may have; more are close code 4011. Default: 2500.
    guilds_per_shard: int
    #: Do not limit REST requests.
    no_rest_limits: bool
    #: `heartbeat_interval` in ms. Default: 41,250.
    heartbeat_ms: int
    #: Events of live traffic a second. Default: none.
    events_per_second: float
    #: Seconds between two `!ping` messages of live traffic; 0 for none. Default: 5.
    ping_seconds: int
    #: Path of a script to play.
    script: Path
    #: File to record all actions to, as a script that can be played.
    record: Path
    #: Random faults a minute (drops, op 7, op 9, damaged streams and more). Default: none.
    chaos_per_minute: float
    #: Seconds for which a session without a connection can be resumed. Default: 180.
    session_seconds: int
    #: Serve HTTPS and WSS; `sim.ca_pem` is the certificate authority.
    tls: bool
    #: File for the authority's certificate (PEM).
    ca_out: Path
    #: Directory with example messages (JSON files) for live traffic.
    examples: Path


def arguments(options: Mapping[str, object]) -> Iterator[str]:
    """Returns the options as arguments. The program refuses unknown flags."""
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            if one is True:
                yield flag
            elif one is not None and one is not False:
                yield f"{flag}={one}"
