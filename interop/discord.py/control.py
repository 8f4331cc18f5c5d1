"""The simulation's control endpoint: what other people and Discord itself do."""

import aiohttp


class Control:
    def __init__(self, url):
        """`url` is the base of the control endpoint, for instance `http://127.0.0.1:4000/sim`."""
        self.url = url
        self.session = None

    async def __aenter__(self):
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        return self

    async def __aexit__(self, *_):
        await self.session.close()

    async def say(self, channel, content):
        """A user writes a message."""
        return (await self.act('message', channel=str(channel), content=content))['message']

    async def command(self, channel, name, options):
        """A user uses a slash command."""
        return (await self.act('use_command', channel=str(channel), name=name, options=options))['interaction']

    async def press(self, message, custom_id):
        """A user presses a button."""
        return (await self.act('press_button', message=str(message), custom_id=custom_id))['interaction']

    async def submit(self, interaction, values):
        """A user fills in the modal that was the answer to an interaction, and submits it."""
        return (await self.act('submit_modal', interaction=interaction, values=values))['interaction']

    async def answer(self, interaction):
        """What the bot answered to an interaction so far."""
        return await self.call('GET', f'/interactions/{interaction}')

    async def reconnect(self, shard):
        """Sends Reconnect (op 7)."""
        await self.on_shard(shard, 'reconnect')

    async def invalidate(self, shard, resumable):
        """Sends Invalid Session (op 9)."""
        await self.on_shard(shard, 'invalidate_session', resumable=resumable)

    async def drop(self, shard):
        """Drops the socket without a close frame."""
        await self.on_shard(shard, 'drop')

    async def close(self, shard, code):
        """Closes the connection with a close code."""
        await self.on_shard(shard, 'close', code=code)

    async def stats(self):
        """The gateway's counters."""
        return (await self.call('GET', '/stats'))['gateway']

    async def rest_stats(self):
        """The counters of REST."""
        return (await self.call('GET', '/stats'))['rest']

    async def connections(self):
        """The open connections."""
        return await self.call('GET', '/connections')

    async def on_shard(self, shard, action, **fields):
        done = await self.act(action, target={'shard': shard}, **fields)
        if done['connections'] != 1:
            raise AssertionError(f'{action}: shard {shard} has {done["connections"]} connections')

    async def act(self, action, **fields):
        return (await self.call('POST', '/actions', {'do': action, **fields}))[0]

    async def call(self, method, path, body=None):
        async with self.session.request(method, self.url + path, json=body) as response:
            if response.status != 200:
                raise AssertionError(f'{method} {path}: {response.status} {await response.text()}')
            return await response.json()
