"""Request Guild Members (op 8): all, by name, by id, with presences."""

import asyncio

import discord

from checks import LIMIT


async def members(checks, client, count):
    for guild in {guild.shard_id: guild for guild in client.guilds}.values():
        everybody = await asyncio.wait_for(guild.chunk(), LIMIT)
        checks.equal(len(everybody), count, f'all members of guild {guild.id} (shard {guild.shard_id})')
        checks.ok(guild.chunked, 'and the guild counts as complete')
        checks.ok(any(member.id == client.user.id for member in everybody), 'the bot among them')

    guild = client.guilds[0]
    people = [member for member in guild.members if not member.bot]
    wanted = [member.id for member in people[:3]]
    by_id = await guild.query_members(user_ids=wanted, presences=True)
    checks.equal(sorted(member.id for member in by_id), sorted(wanted), 'members by their ids')

    name = people[0].name
    by_name = await guild.query_members(query=name, limit=5)
    checks.ok(1 <= len(by_name) <= 5, 'members by the start of their name, at most the limit')
    checks.ok(all(starts_with(member, name) for member in by_name), 'and no others')

    online = [member for member in people if member.status is discord.Status.online]
    checks.ok(online, 'with presences')
    one = await guild.fetch_member(wanted[0])
    checks.equal(one.id, wanted[0], 'one member over REST')


def starts_with(member, query):
    names = (member.name, member.nick, member.global_name)
    return any(name.lower().startswith(query.lower()) for name in names if name)
