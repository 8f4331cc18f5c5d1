"""A slash command, a deferred one, a button, a modal."""

from checks import eventually, next_event


async def interactions(checks, client, control):
    guild = client.guilds[-1]
    channel = guild.text_channels[0]
    client.tree.copy_global_to(guild=guild)
    made = await client.tree.sync(guild=guild)
    checks.equal(sorted(command.name for command in made), ['greet', 'slow'], 'commands are registered')
    known = await client.tree.fetch_commands(guild=guild)
    checks.equal(len(known), 2, 'and can be read back')

    used = next_event(client, 'interaction', lambda it: it.command and it.command.name == 'greet', 'the command')
    shown = next_event(client, 'message', lambda message: message.content == 'Hello, Ada!', 'the answer')
    greet = await control.command(channel.id, 'greet', {'name': 'Ada'})
    command = await used
    checks.equal([command.guild_id, command.channel_id], [guild.id, channel.id], 'a slash command arrives')
    checks.ok(not command.user.bot, 'with the user who used it')
    message = await shown
    checks.equal(message.interaction_metadata.id, command.id, 'its answer names the interaction')
    checks.equal(len(message.components[0].children), 2, 'and carries two buttons')
    answer = await answered(control, greet, lambda it: it['followups'])
    checks.equal(answer['callback']['type'], 4, 'the callback was Channel Message With Source')
    checks.equal(answer['message']['id'], str(message.id), 'the user sees that message')
    checks.equal(answer['followups'][0]['content'], 'Nice to meet you.', 'and the follow-up')

    slow = await control.command(channel.id, 'slow', {})
    answer = await answered(control, slow, lambda it: content(it) == 'It took a while.')
    checks.equal(answer['callback']['type'], 5, 'a deferred answer is edited in later')

    modal = await answered(control, await control.press(message.id, 'ask'), lambda it: it['callback'])
    callback = modal['callback']
    checks.equal([callback['type'], callback['data']['custom_id']], [9, 'question'], 'a button opens a modal')
    fields = [row['components'][0]['custom_id'] for row in callback['data']['components']]
    submitted = await control.submit(modal['id'], {fields[0]: 'forty-two'})
    said = await answered(control, submitted, lambda it: it['message'])
    checks.equal(content(said), 'You said: forty-two', 'the modal is submitted and answered')

    update = next_event(client, 'message_edit', lambda _, now: now.id == message.id, 'the update')
    wave = await answered(control, await control.press(message.id, 'wave'), lambda it: it['callback'])
    _, now = await update
    checks.equal(wave['callback']['type'], 7, 'a button updates its message')
    checks.ok(now.content.endswith(' waved.') and not now.components, 'which changes in place')


def content(answer):
    return (answer['message'] or {}).get('content')


def answered(control, interaction, fits):
    async def ask():
        answer = await control.answer(interaction['id'])
        return answer if fits(answer) else None

    return eventually(ask, f'the bot answers interaction {interaction["id"]}')
