// A slash command, a deferred one, a button, a modal.

import { Events } from 'discord.js';
import { COMMANDS } from './bot.mjs';
import { eventually, next } from '../checks.mjs';
import { textChannel } from './messages.mjs';

export async function interactions(checks, client, control) {
  const guild = client.guilds.cache.last();
  const channel = textChannel(guild);
  const made = await guild.commands.set(COMMANDS);
  checks.equal(made.map((command) => command.name).sort(), ['greet', 'slow'], 'commands are registered');
  const known = await guild.commands.fetch();
  checks.equal(known.size, 2, 'and can be read back');

  const seen = next(client, Events.InteractionCreate, (i) => i.commandName === 'greet', 'the command');
  const greeting = 'Hello, Ada!';
  const shown = next(client, Events.MessageCreate, (message) => message.content === greeting, 'the answer');
  const greet = await control.command(channel.id, 'greet', { name: 'Ada' });
  const [command] = await seen;
  checks.equal([command.guildId, command.channelId], [guild.id, channel.id], 'a slash command arrives');
  checks.ok(command.member && !command.user.bot, 'with the user who used it');
  const [message] = await shown;
  checks.equal(message.interactionMetadata?.id, command.id, 'its answer names the interaction');
  checks.equal(message.components[0]?.components.length, 2, 'and carries two buttons');
  const answer = await answered(control, greet, (it) => it.followups.length > 0);
  checks.equal(answer.callback.type, 4, 'the callback was Channel Message With Source');
  checks.equal(answer.message.id, message.id, 'the user sees that message');
  checks.equal(answer.followups[0]?.content, 'Nice to meet you.', 'and the follow-up');

  const slow = await answered(
    control,
    await control.command(channel.id, 'slow', {}),
    (it) => it.message?.content === 'It took a while.',
  );
  checks.equal(slow.callback.type, 5, 'a deferred answer is edited in later');

  const modal = await answered(control, await control.press(message.id, 'ask'), (it) => it.callback);
  checks.equal([modal.callback.type, modal.callback.data.custom_id], [9, 'question'], 'a button opens a modal');
  const submitted = await control.submit(modal.id, { answer: 'forty-two' });
  const said = await answered(control, submitted, (it) => it.message);
  checks.equal(said.message.content, 'You said: forty-two', 'the modal is submitted and answered');

  const updated = next(client, Events.MessageUpdate, (_, now) => now.id === message.id, 'the update');
  const wave = await answered(control, await control.press(message.id, 'wave'), (it) => it.callback);
  const [, now] = await updated;
  checks.equal(wave.callback.type, 7, 'a button updates its message');
  checks.ok(now.content.endsWith(' waved.') && now.components.length === 0, 'which changes in place');
}

function answered(control, interaction, fits) {
  return eventually(async () => {
    const answer = await control.answer(interaction.id);
    return fits(answer) ? answer : undefined;
  }, `the bot answers interaction ${interaction.id}`);
}
