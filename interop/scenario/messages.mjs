// Messages of users, and what the bot does when it is asked: answer, react, pin, open a thread.

import { eventually } from '../checks.mjs';
import { get } from './discord.mjs';

/** A message of a user arrives in every guild, and is answered over REST. */
export async function messages({ checks, bot, control, guilds }) {
  for (const { id, channel } of guilds) {
    const text = `hello from guild ${id}`;
    await control.say(channel, text);
    const message = await bot.says('message', ({ content }) => content === text, text);
    checks.equal([message.channel, message.mine], [channel, false], `a message of a user arrives in guild ${id}`);
  }
  const { channel } = guilds[0];
  const ping = await control.say(channel, '!ping');
  await bot.says('message', ({ content, mine }) => content === 'pong' && mine, 'its own answer');
  const [newest] = await get(`/channels/${channel}/messages?limit=1`);
  checks.equal(newest.content, 'pong', 'the bot answers !ping with pong, and sees its answer');
  checks.equal(newest.message_reference?.message_id, ping.id, 'as a reply to that message');
}

/** Reactions, both ways. */
export async function reactions({ checks, bot, control, guilds }) {
  const { channel } = guilds[0];
  const { id } = await control.say(channel, '!react');
  const given = await eventually(async () => {
    const { reactions = [] } = await get(`/channels/${channel}/messages/${id}`);
    return reactions.length ? reactions : undefined;
  }, 'the bot reacts');
  checks.equal(given.map(({ emoji, me }) => [emoji.name, me]), [['🔥', true]], 'the bot reacts to a message');
  await control.act({ do: 'react', channel, message: id, emoji: '👍' });
  const seen = await bot.says('reaction', ({ emoji }) => emoji === '👍', 'a reaction of a user');
  checks.equal(seen.message, id, 'a reaction of a user arrives');
}

export async function pins({ checks, bot, control, guilds }) {
  const { channel } = guilds[0];
  const { id } = await control.say(channel, '!pin');
  const { messages } = await bot.says('pins', () => true, 'the pinned messages');
  checks.equal(messages, [id], 'the bot pins a message, and finds it among the pinned ones');
  const { items } = await get(`/channels/${channel}/messages/pins`);
  checks.equal(items.map(({ message }) => message.id), [id], 'where others see it');
}

export async function threads({ checks, bot, control, guilds }) {
  const { channel } = guilds[0];
  const { id } = await control.say(channel, '!thread');
  const opened = await bot.says('thread', ({ name }) => name === 'a thread', 'the thread');
  checks.equal([opened.id, opened.parent], [id, channel], 'the bot opens a thread on a message, and its event arrives');
  const written = await eventually(async () => {
    const list = await get(`/channels/${id}/messages?limit=10`);
    return list.find(({ content }) => content === 'in it');
  }, 'the message in the thread');
  checks.equal(written.channel_id, id, 'it writes in the thread');
  await control.say(id, 'a user in it');
  const user = await bot.says('message', ({ content }) => content === 'a user in it', 'a message in the thread');
  checks.equal(user.channel, id, 'and hears what a user writes there');
}

/** Request Guild Members (op 8). */
export async function members({ checks, bot, control, guilds, memberCount }) {
  const chosen = [...new Map(guilds.map((guild) => [guild.shard, guild])).values()];
  for (const { id, channel, shard } of chosen) {
    await control.say(channel, '!members');
    const asked = await bot.says('members', ({ guild }) => guild === id, `the members of guild ${id}`);
    checks.equal(asked.count, memberCount, `all members of guild ${id} (shard ${shard}) come in chunks`);
  }
}
