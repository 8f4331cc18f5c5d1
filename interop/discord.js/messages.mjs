// Messages: received, sent, answered, edited, reacted to, deleted.

import { Events } from 'discord.js';
import { next } from '../checks.mjs';

export async function messages(checks, client, control) {
  for (const guild of client.guilds.cache.values()) {
    const channel = textChannel(guild);
    const text = `hello from guild ${guild.id}`;
    const arrived = next(client, Events.MessageCreate, (message) => message.content === text, text);
    await control.say(channel.id, text);
    const [message] = await arrived;
    checks.equal(message.channelId, channel.id, `a message of a user arrives in guild ${guild.id}`);
    checks.equal(message.guild.shardId, guild.shardId, 'on the shard of its guild');
    checks.ok(!message.author.bot && message.member, 'with its author and member');
  }
  const channel = textChannel(client.guilds.cache.first());
  const pong = next(client, Events.MessageCreate, (message) => message.content === 'pong', 'the reply');
  const ping = await control.say(channel.id, '!ping');
  const [reply] = await pong;
  checks.equal(reply.author.id, client.user.id, 'the bot answers !ping with pong');
  checks.equal(reply.reference?.messageId, ping.id, 'as a reply to that message');

  const sent = await channel.send({ content: 'first', embeds: [{ title: 'An embed', color: 0x5865f2 }] });
  checks.equal(sent.content, 'first', 'a sent message comes back from REST');
  checks.equal(sent.embeds[0]?.title, 'An embed', 'with its embed');

  const updated = next(client, Events.MessageUpdate, (_, now) => now.id === sent.id, 'the edit');
  await sent.edit('second');
  const [before, after] = await updated;
  checks.equal([before.content, after.content], ['first', 'second'], 'an edit arrives as Message Update');
  checks.ok(after.editedTimestamp >= after.createdTimestamp, 'with the time of the edit');

  const reacted = next(client, Events.MessageReactionAdd, (r) => r.message.id === sent.id, 'the reaction');
  await sent.react('🔥');
  const [reaction, user] = await reacted;
  checks.equal([reaction.emoji.name, user.id], ['🔥', client.user.id], 'a reaction arrives as its event');

  const attachment = { attachment: Buffer.from('some text'), name: 'note.txt' };
  const withFile = await channel.send({ content: 'a file', files: [attachment] });
  checks.equal(withFile.attachments.first()?.name, 'note.txt', 'a file is uploaded');

  const fetched = await channel.messages.fetch({ limit: 2, cache: false });
  checks.equal([...fetched.keys()], [withFile.id, sent.id], 'the newest messages are fetched, newest first');

  const deleted = next(client, Events.MessageDelete, (message) => message.id === sent.id, 'the deletion');
  await sent.delete();
  await deleted;
  checks.ok(true, 'a deletion arrives as Message Delete');
  const error = await channel.messages.fetch({ message: sent.id, force: true }).catch((error) => error);
  checks.equal([error.status, error.code], [404, 10_008], 'a deleted message is Unknown Message (10008)');

  await channel.sendTyping();
  checks.ok(true, 'the bot shows that it types');
}

/** The first text channel of a guild. */
export function textChannel(guild) {
  const channel = guild.channels.cache.find((channel) => channel.isTextBased() && !channel.isVoiceBased());
  if (!channel) throw new Error(`guild ${guild.id} has no text channel`);
  return channel;
}
