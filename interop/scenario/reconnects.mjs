// Reconnect (op 7), dropped sockets, closes, Invalid Session (op 9): what happens meanwhile arrives once.

import { eventually } from '../checks.mjs';

/** Messages written while the shard is away. */
const MISSED = 5;

/** A socket that is dropped. */
export async function drop(context) {
  await resumed(context, 1, 'a dropped socket', () => context.control.drop(1));
}

export async function reconnects(context) {
  const { control } = context;
  await resumed(context, 0, 'op 7', () => control.reconnect(0));
  await drop(context);
  await resumed(context, 0, 'a close with 4000', () => control.close(0, 4000));
  await newSession(context, 1);
}

async function resumed(context, shard, what, fault) {
  const { checks, control } = context;
  const before = await control.stats();
  await fault();
  await everythingOnce(context, shard, what);
  const after = await control.stats();
  checks.equal(after.identifies - before.identifies, 0, 'without an Identify');
  checks.equal(after.resumed - before.resumed, 1, 'by one Resume');
}

async function newSession(context, shard) {
  const { checks, control } = context;
  const before = await control.stats();
  await control.invalidate(shard, false);
  const identified = async () => {
    const { identifies } = await control.stats();
    const open = await control.connections();
    return identifies > before.identifies && open.some((one) => one.shard?.[0] === shard && one.session) ? true : undefined;
  };
  await eventually(identified, 'a new session after op 9 false');
  await everythingOnce(context, shard, 'op 9 false');
  const after = await control.stats();
  checks.equal(after.identifies - before.identifies, 1, 'by one Identify');
}

async function everythingOnce({ checks, bot, control, guilds }, shard, what) {
  const { channel } = guilds.find((guild) => guild.shard === shard);
  const texts = Array.from({ length: MISSED }, (_, at) => `${what}: ${at + 1}`);
  for (const text of texts) await control.say(channel, text);
  for (const text of texts) await bot.says('message', ({ content }) => content === text, text);
  const heard = bot.of('message').filter(({ content }) => texts.includes(content));
  checks.equal(heard.length, MISSED, `shard ${shard} goes on after ${what}; each message arrives once`);
}
