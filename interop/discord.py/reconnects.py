"""Reconnect (op 7), a dropped socket, Invalid Session (op 9): what happens meanwhile arrives once."""

from collections import Counter

from checks import eventually, next_event

MISSED = 5
"""Messages written while the shard is away."""


async def resumes(checks, client, control):
    await resumed(checks, client, control, 0, 'op 7', lambda: control.reconnect(0))
    await resumed(checks, client, control, 1, 'a dropped socket', lambda: control.drop(1))
    await resumed(checks, client, control, 0, 'op 9 true', lambda: control.invalidate(0, True))
    await resumed(checks, client, control, 1, 'a close with 4000', lambda: control.close(1, 4000))


async def resumed(checks, client, control, shard, what, fault):
    before = await control.stats()
    resume = next_event(client, 'shard_resumed', lambda it: it == shard, f'a resume after {what}')
    with Arrivals(client, what) as arrivals:
        await fault()
        await write(client, control, shard, what)
        await resume
        await arrivals.once_each(checks, f'shard {shard} resumes after {what}')
    after = await control.stats()
    checks.equal(after['identifies'], before['identifies'], 'without an Identify')
    checks.equal(after['resumed'], before['resumed'] + 1, 'by one Resume')


async def new_session(checks, client, control, shard, guilds):
    before = await control.stats()
    ready = next_event(client, 'shard_ready', lambda it: it == shard, 'a new session after op 9 false')
    await control.invalidate(shard, False)
    await ready
    checks.ok(not any(guild.unavailable for guild in client.guilds), f'shard {shard} is ready again after op 9 false')
    checks.equal(len(client.guilds), guilds, 'and no guild is lost')
    after = await control.stats()
    checks.equal(after['identifies'], before['identifies'] + 1, 'by one Identify')
    with Arrivals(client, 'op 9') as arrivals:
        await write(client, control, shard, 'op 9')
        await arrivals.once_each(checks, 'and it receives messages')


class Arrivals:
    """Counts messages that start with `what`."""

    def __init__(self, client, what):
        self.client = client
        self.what = what
        self.counts = Counter()

    def __enter__(self):
        self.client.arrivals = self
        return self

    def __exit__(self, *_):
        self.client.arrivals = None

    def note(self, message):
        if message.content.startswith(f'{self.what}: '):
            self.counts[message.content] += 1

    async def once_each(self, checks, what):
        async def all_there():
            return True if len(self.counts) == MISSED else None

        await eventually(all_there, f'{what}: all messages arrive')
        checks.equal(list(self.counts.values()), [1] * MISSED, f'{what}; each message arrives once')


async def write(client, control, shard, what):
    guild = next(guild for guild in client.guilds if guild.shard_id == shard)
    for number in range(1, MISSED + 1):
        await control.say(guild.text_channels[0].id, f'{what}: {number}')
