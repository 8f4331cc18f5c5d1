"""An unmodified discord.py against gateway-sim. `interop/run` starts it; SIM_API is the base URL of REST."""

import asyncio
import os
import sys

import discord

from alerts import Alerts
from bot import Bot, point_at
from checks import Checks, eventually, next_event
from control import Control
from events import everything
from interactions import interactions
from members import members
from messages import messages
from reconnects import new_session, resumes

GUILDS, MEMBERS, SHARDS = (int(os.environ[name]) for name in ('SIM_GUILDS', 'SIM_MEMBERS', 'SIM_SHARDS'))


class TestedBot(Bot):
    """The bot, and a place for what its messages are counted by."""

    arrivals = None

    async def on_message(self, message):
        if self.arrivals:
            self.arrivals.note(message)
        await super().on_message(message)


async def log_in(checks, client):
    await client.login(os.environ['SIM_TOKEN'])
    ready = next_event(client, 'ready', None, 'the client is ready')
    running = asyncio.create_task(client.connect())
    done, _ = await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        await task
    checks.equal(len(client.shards), SHARDS, f'{SHARDS} shards, as /gateway/bot recommends')
    checks.equal(len(client.guilds), GUILDS, f'{GUILDS} guilds')
    for guild in client.guilds:
        checks.equal(guild.shard_id, (guild.id >> 22) % SHARDS, f'guild {guild.id} came on the shard of the formula')
        checks.equal([guild.unavailable, guild.member_count], [False, MEMBERS], 'available, with its member count')
        checks.ok(guild.text_channels and guild.roles, 'with channels and roles')
        checks.ok(guild.me, 'with the bot as a member')
    return running


async def exit_clean(checks, client, control, running, alerts):
    await client.close()
    await asyncio.wait_for(running, 20)

    async def all_closed():
        stats = await control.stats()
        return stats if stats['open_connections'] == 0 else None

    stats = await eventually(all_closed, 'all connections are closed')
    checks.equal(stats['identifies'], SHARDS + 1, 'one Identify for each shard, one more after op 9 false')
    checks.equal(stats['token_resets'], 0, 'the token was never reset')
    by_status = (await control.rest_stats())['by_status']
    checks.equal(by_status.get('429', 0), 0, 'no request was rate limited')
    checks.equal(alerts.seen, [], 'no warning of any kind')


async def main():
    checks, alerts = Checks(), Alerts()
    alerts.watch_loop()
    # discord.py warns that voice needs two more packages; these are its switches for bots without voice.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    point_at(os.environ['SIM_API'], os.environ['SIM_GATEWAY'])
    client = TestedBot()
    running = None
    async with Control(os.environ['SIM_CONTROL']) as control:
        with checks.part('log in'):
            running = await log_in(checks, client)
        with checks.part('compression'):
            expected = os.environ['SIM_COMPRESSION']
            used = [connection['compression'] for connection in await control.connections()]
            checks.equal(used, [expected] * SHARDS, f'every connection uses {expected}')
        with checks.part('messages'):
            await messages(checks, client, control)
        with checks.part('members'):
            await members(checks, client, MEMBERS)
        with checks.part('interactions'):
            await interactions(checks, client, control)
        with checks.part('events'):
            await everything(checks, client)
        with checks.part('resumes'):
            await resumes(checks, client, control)
        with checks.part('a new session'):
            await new_session(checks, client, control, 1, GUILDS)
        with checks.part('exit'):
            await exit_clean(checks, client, control, running, alerts)
    return checks.finish()


if __name__ == '__main__':
    sys.exit(asyncio.run(main()))
