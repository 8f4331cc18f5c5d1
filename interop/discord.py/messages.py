"""Messages: received, sent, answered, edited, reacted to, deleted."""

import io

import discord

from checks import next_event


async def messages(checks, client, control):
    for guild in client.guilds:
        channel = guild.text_channels[0]
        text = f'hello from guild {guild.id}'
        arrived = next_event(client, 'message', lambda message, text=text: message.content == text, text)
        await control.say(channel.id, text)
        message = await arrived
        checks.equal(message.channel.id, channel.id, f'a message of a user arrives in guild {guild.id}')
        checks.equal(message.guild.shard_id, guild.shard_id, 'on the shard of its guild')
        checks.ok(isinstance(message.author, discord.Member) and not message.author.bot, 'with author and member')

    channel = client.guilds[0].text_channels[0]
    pong = next_event(client, 'message', lambda message: message.content == 'pong', 'the reply')
    ping = await control.say(channel.id, '!ping')
    reply = await pong
    checks.equal(reply.author.id, client.user.id, 'the bot answers !ping with pong')
    checks.equal(str(reply.reference.message_id), ping['id'], 'as a reply to that message')

    sent = await channel.send('first', embed=discord.Embed(title='An embed', color=0x5865F2))
    checks.equal(sent.content, 'first', 'a sent message comes back from REST')
    checks.equal(sent.embeds[0].title, 'An embed', 'with its embed')

    edit = next_event(client, 'message_edit', lambda _, now: now.id == sent.id, 'the edit')
    await sent.edit(content='second')
    before, after = await edit
    checks.equal([before.content, after.content], ['first', 'second'], 'an edit arrives as Message Update')
    checks.ok(after.edited_at and after.edited_at >= after.created_at, 'with the time of the edit')

    reacted = next_event(client, 'raw_reaction_add', lambda event: event.message_id == sent.id, 'the reaction')
    await sent.add_reaction('🔥')
    event = await reacted
    checks.equal([event.emoji.name, event.user_id], ['🔥', client.user.id], 'a reaction arrives as its event')

    file = discord.File(io.BytesIO(b'some text'), 'note.txt')
    with_file = await channel.send('a file', file=file)
    checks.equal([file.filename for file in with_file.attachments], ['note.txt'], 'a file is uploaded')

    newest = [message.id async for message in channel.history(limit=2)]
    checks.equal(newest, [with_file.id, sent.id], 'the newest messages are fetched, newest first')

    deleted = next_event(client, 'raw_message_delete', lambda event: event.message_id == sent.id, 'the deletion')
    await sent.delete()
    await deleted
    checks.ok(True, 'a deletion arrives as Message Delete')
    try:
        await channel.fetch_message(sent.id)
        checks.ok(False, 'a deleted message is Unknown Message (10008)')
    except discord.NotFound as error:
        checks.equal(error.code, 10008, 'a deleted message is Unknown Message (10008)')

    await channel.typing()
    checks.ok(True, 'the bot shows that it types')
