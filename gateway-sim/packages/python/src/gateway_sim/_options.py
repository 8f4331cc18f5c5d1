"""The options of `start`: the program's flags, with `_` for `-`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Iterator, List, Mapping, TypedDict, Union

if TYPE_CHECKING:
    from typing_extensions import Literal

    Path = Union[str, os.PathLike[str]]
    Intent = Literal["members", "presences", "message-content"]


class Options(TypedDict, total=False):
    """What `start` and `start_sync` take. An option that is left out has the program's default."""

    #: The bot's token. Default: `SIM_TOKEN` of the environment, else a made-up one; `sim.token` tells it.
    token: str
    #: Port on 127.0.0.1. Default: a free one.
    port: int
    #: Address to listen on, for example `0.0.0.0:8910`. Not together with `port`.
    listen: str
    #: Seed of the world and of every choice. Default: 1.
    seed: int
    #: Guilds the bot is in. Default: 3.
    guilds: int
    #: Members of each guild. Default: 10.
    members: int
    #: Shard count that GET /gateway/bot recommends. Default: one for each 1000 guilds.
    shards: int
    #: Identifies allowed at once. Default: 1.
    max_concurrency: int
    #: How much less than 5 s apart two Identifies of one key may come, in ms; 5000 switches the rule off. Default: 100.
    identify_tolerance_ms: int
    #: How long after an Identify that came too early its Invalid Session (op 9) is sent, in ms. Default: 0.
    early_identify_delay_ms: int
    #: Session starts allowed in 24 hours; one more resets the token. Default: 1000.
    session_starts: int
    #: Refuse what the docs do not allow, though Discord takes it; without it, `warnings()` lists it.
    strict: bool
    #: Privileged intents that are not switched on for the app: to ask for one is close code 4014.
    without_intent: List[Intent]
    #: Most guilds a session may have; more are close code 4011. Default: 2500.
    guilds_per_shard: int
    #: Limit no REST requests.
    no_rest_limits: bool
    #: `heartbeat_interval` in ms. Default: 41,250.
    heartbeat_ms: int
    #: Events of live traffic a second. Default: none.
    events_per_second: float
    #: Seconds between two `!ping` messages of live traffic; 0 is none. Default: 5.
    ping_seconds: int
    #: File with a script to play.
    script: Path
    #: File to write what happens into, as a script that plays again.
    record: Path
    #: Faults by seed a minute (drops, op 7, op 9, damaged streams and more). Default: none.
    chaos_per_minute: float
    #: Seconds for which a session without a connection can be resumed. Default: 180.
    session_seconds: int
    #: Speak HTTPS and WSS; `sim.ca_pem` is the certificate authority.
    tls: bool
    #: File to write the authority's certificate (PEM) into.
    ca_out: Path
    #: Directory with example messages (JSON files) for live traffic.
    examples: Path


def arguments(options: Mapping[str, object]) -> Iterator[str]:
    """The options as arguments. The program itself refuses what it does not know."""
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            if one is True:
                yield flag
            elif one is not None and one is not False:
                yield f"{flag}={one}"
