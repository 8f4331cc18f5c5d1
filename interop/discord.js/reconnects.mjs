// Reconnect (op 7), a dropped socket, Invalid Session (op 9): what happens meanwhile arrives once.

import { Events } from 'discord.js';
import { eventually, next } from '../checks.mjs';
import { textChannel } from './messages.mjs';

/** Messages written while the shard is away. */
const MISSED = 5;

export async function resumes(checks, client, control) {
  await resumed(checks, client, control, 0, 'op 7', () => control.reconnect(0));
  await resumed(checks, client, control, 1, 'a dropped socket', () => control.drop(1));
  await resumed(checks, client, control, 0, 'a close with 4000', () => control.close(0, 4000));
}

async function resumed(checks, client, control, shard, what, fault) {
  const counted = count(client, what);
  const before = await control.stats();
  const resume = next(client, Events.ShardResume, (id) => id === shard, `a resume after ${what}`);
  const away = next(client, Events.ShardReconnecting, (id) => id === shard, `a reconnect after ${what}`);
  await fault();
  await away;
  await write(client, control, shard, what);
  await resume;
  await everythingOnce(checks, counted, `shard ${shard} resumes after ${what}`);
  const after = await control.stats();
  checks.equal(after.identifies, before.identifies, 'without an Identify');
  checks.equal(after.resumed, before.resumed + 1, 'by one Resume');
}

export async function newSession(checks, client, control, shard, guilds) {
  const before = await control.stats();
  const ready = next(client, Events.ShardReady, (id) => id === shard, 'a new session after op 9 false');
  await control.invalidate(shard, false);
  const [, unavailable] = await ready;
  checks.ok(!unavailable?.size, `shard ${shard} is ready again after op 9 false, all its guilds there`);
  checks.equal(client.guilds.cache.size, guilds, 'and no guild is lost');
  const after = await control.stats();
  checks.equal(after.identifies, before.identifies + 1, 'by one Identify');
  const counted = count(client, 'op 9');
  await write(client, control, shard, 'op 9');
  await everythingOnce(checks, counted, 'and it receives messages');
}

/** Counts messages that start with `what`. */
function count(client, what) {
  const counts = new Map();
  const listener = ({ content }) => {
    if (content.startsWith(`${what}: `)) counts.set(content, (counts.get(content) ?? 0) + 1);
  };
  client.on(Events.MessageCreate, listener);
  return { counts, stop: () => client.off(Events.MessageCreate, listener) };
}

async function write(client, control, shard, what) {
  const guild = client.guilds.cache.find((guild) => guild.shardId === shard);
  for (let number = 1; number <= MISSED; number += 1) {
    await control.say(textChannel(guild).id, `${what}: ${number}`);
  }
}

async function everythingOnce(checks, { counts, stop }, what) {
  await eventually(() => (counts.size === MISSED ? true : undefined), `${what}: all messages arrive`);
  stop();
  checks.equal([...counts.values()], Array(MISSED).fill(1), `${what}; each message arrives once`);
}
