"""A bot of hikari. Only `rest_url` says that this is not the real Discord."""

import os
import sys
from pathlib import Path

import hikari

sys.path.insert(0, str(Path(__file__).parent.parent / 'scenario'))
from report import Warnings, report  # noqa: E402

warnings = Warnings()
bot = hikari.GatewayBot(
    os.environ['SIM_TOKEN'],
    rest_url=f'{os.environ["SIM_API"]}/v10',
    intents=hikari.Intents.ALL,
    auto_chunk_members=False,
    # Neither a banner nor a log of its own.
    banner=None,
    logs=None,
    suppress_optimization_warning=True,
)
received = {}
"""Members that were received, by guild."""


async def ping(message):
    await message.respond('pong', reply=True)


async def react(message):
    await message.add_reaction('🔥')


async def pin(message):
    await bot.rest.pin_message(message.channel_id, message)
    pins = [pin async for pin in bot.rest.fetch_pins(message.channel_id)]
    report('pins', messages=[str(pin.message.id) for pin in pins])


async def thread(message):
    opened = await bot.rest.create_message_thread(message.channel_id, message, 'a thread')
    await opened.send('in it')


async def members(message):
    received[message.guild_id] = 0
    await bot.request_guild_members(message.guild_id)


async def fetch(message):
    guild, channel, rest = message.guild_id, message.channel_id, bot.rest
    application = await rest.fetch_application()
    # Not templates: hikari 2.7 reads no `default_auto_archive_duration` of null, which OpenAPI allows.
    asked = [
        rest.fetch_guild(guild),
        rest.fetch_guild_preview(guild),
        rest.fetch_guild_channels(guild),
        rest.fetch_roles(guild),
        rest.fetch_members(guild).limit(5),
        rest.fetch_bans(guild),
        rest.fetch_guild_emojis(guild),
        rest.fetch_guild_stickers(guild),
        rest.fetch_audit_log(guild),
        rest.fetch_scheduled_events(guild),
        rest.fetch_auto_mod_rules(guild),
        rest.fetch_guild_invites(guild),
        rest.fetch_guild_webhooks(guild),
        rest.fetch_integrations(guild),
        rest.fetch_guild_onboarding(guild),
        rest.fetch_guild_voice_regions(guild),
        rest.fetch_role_member_counts(guild),
        rest.fetch_active_threads(guild),
        rest.fetch_public_archived_threads(channel).limit(5),
        rest.fetch_channel(channel),
        rest.fetch_messages(channel).limit(5),
        rest.fetch_reactions_for_emoji(channel, message, '👍').limit(5),
        rest.fetch_my_guilds(),
        rest.fetch_application_commands(application),
        rest.fetch_entitlements(application),
        rest.fetch_skus(application),
        rest.fetch_voice_regions(),
        rest.fetch_available_sticker_packs(),
    ]
    failed = []
    for one in asked:
        try:
            await one
        except Exception as error:  # noqa: BLE001: whatever it was, it is reported
            failed.append(f'{one}: {error!r}')
    report('fetched', kinds=len(asked), failed=failed)


async def leave(_):
    await bot.close()


ASKED = {'!ping': ping, '!react': react, '!pin': pin, '!thread': thread, '!members': members, '!fetch': fetch, '!quit': leave}
"""What the bot does when a user writes one of these."""


@bot.listen()
async def on_started(_: hikari.StartedEvent):
    warnings.watch_loop()
    me = bot.get_me()
    report('ready', user=str(me.id))
    application = await bot.rest.fetch_application()
    name = hikari.CommandOption(type=hikari.OptionType.STRING, name='name', description='Whom', is_required=True)
    greet = bot.rest.slash_command_builder('greet', 'Greets somebody').add_option(name)
    slow = bot.rest.slash_command_builder('slow', 'Answers later')
    await bot.rest.set_application_commands(application, [greet, slow])


@bot.listen()
async def on_guild(event: hikari.GuildAvailableEvent):
    guild = event.guild
    report('guild', id=str(guild.id), members=guild.member_count, channels=len(event.channels))


@bot.listen()
async def on_message(event: hikari.MessageCreateEvent):
    mine = event.author_id == bot.get_me().id
    report('message', content=event.content, channel=str(event.channel_id), mine=mine)
    if event.is_human and event.content in ASKED:
        await ASKED[event.content](event.message)


@bot.listen()
async def on_reaction(event: hikari.ReactionAddEvent):
    report('reaction', message=str(event.message_id), emoji=event.emoji_name)


@bot.listen()
async def on_thread(event: hikari.GuildThreadCreateEvent):
    report('thread', id=str(event.thread_id), name=event.thread.name, parent=str(event.thread.parent_id))


@bot.listen()
async def on_chunk(event: hikari.MemberChunkEvent):
    received[event.guild_id] += len(event.members)
    if event.chunk_index + 1 == event.chunk_count:
        report('members', guild=str(event.guild_id), count=received[event.guild_id])


@bot.listen()
async def on_command(event: hikari.CommandInteractionCreateEvent):
    interaction = event.interaction
    report('command', id=str(interaction.id), name=interaction.command_name)
    if interaction.command_name == 'slow':
        await interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_CREATE)
        await interaction.edit_initial_response('It took a while.')
        return
    row = bot.rest.build_message_action_row()
    row.add_interactive_button(hikari.ButtonStyle.PRIMARY, 'wave', label='Wave')
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, 'ask', label='Ask')
    text = f'Hello, {interaction.options[0].value}!'
    await interaction.create_initial_response(hikari.ResponseType.MESSAGE_CREATE, text, component=row)
    await interaction.execute('Nice to meet you.', flags=hikari.MessageFlag.EPHEMERAL)


@bot.listen()
async def on_button(event: hikari.ComponentInteractionCreateEvent):
    interaction = event.interaction
    if interaction.custom_id == 'wave':
        kind = hikari.ResponseType.MESSAGE_UPDATE
        await interaction.create_initial_response(kind, 'Somebody waved.', components=[])
    else:
        row = bot.rest.build_modal_action_row().add_text_input('answer', 'Your answer')
        await interaction.create_modal_response('A question', 'question', component=row)


@bot.listen()
async def on_modal(event: hikari.ModalInteractionCreateEvent):
    interaction = event.interaction
    answer = interaction.components[0].components[0].value
    await interaction.create_initial_response(hikari.ResponseType.MESSAGE_CREATE, f'You said: {answer}')


bot.run(check_for_updates=False)
