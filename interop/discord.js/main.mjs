// An unmodified discord.js against gateway-sim. `interop/run` starts it; SIM_API is the base URL of REST.

import { Events } from 'discord.js';
import { createBot } from './bot.mjs';
import { Checks, eventually, next } from '../checks.mjs';
import { Control } from '../control.mjs';
import { everything } from './events.mjs';
import { interactions } from './interactions.mjs';
import { members } from './members.mjs';
import { messages } from './messages.mjs';
import { newSession, resumes } from './reconnects.mjs';
import { Warnings } from './warnings.mjs';

const { SIM_API, SIM_CONTROL, SIM_TOKEN, SIM_GUILDS, SIM_MEMBERS, SIM_SHARDS, SIM_COMPRESSION } = process.env;
const [guilds, memberCount, shards] = [SIM_GUILDS, SIM_MEMBERS, SIM_SHARDS].map(Number);

const checks = new Checks();
const warnings = new Warnings();
const control = new Control(SIM_CONTROL);
const client = createBot(SIM_API);
warnings.watch(client);

await checks.part('log in', async () => {
  const ready = next(client, Events.ClientReady, () => true, 'the client is ready');
  await client.login(SIM_TOKEN);
  await ready;
  checks.equal(client.ws.shards.size, shards, `${shards} shards, as /gateway/bot recommends`);
  checks.equal(client.guilds.cache.size, guilds, `${guilds} guilds`);
  for (const guild of client.guilds.cache.values()) {
    const shard = Number((BigInt(guild.id) >> 22n) % BigInt(shards));
    checks.equal(guild.shardId, shard, `guild ${guild.id} came on the shard of the formula`);
    checks.equal([guild.available, guild.memberCount], [true, memberCount], 'available, with its member count');
    checks.ok(guild.channels.cache.size > 0 && guild.roles.cache.size > 0, 'with channels and roles');
    checks.ok(guild.members.me, 'with the bot as a member');
  }
});

await checks.part('compression', async () => {
  const used = (await control.connections()).map((connection) => connection.compression);
  checks.equal(used, Array(shards).fill(SIM_COMPRESSION), `every connection uses ${SIM_COMPRESSION}`);
});

await checks.part('messages', () => messages(checks, client, control));
await checks.part('members', () => members(checks, client, memberCount));
await checks.part('interactions', () => interactions(checks, client, control));
await checks.part('events', () => everything(checks, client));
await checks.part('resumes', () => resumes(checks, client, control));
await checks.part('a new session', () => newSession(checks, client, control, 1, guilds));

await checks.part('exit', async () => {
  await client.destroy();
  const open = async () => ((await control.stats()).open_connections === 0 ? true : undefined);
  await eventually(open, 'all connections are closed');
  const stats = await control.stats();
  checks.equal(stats.identifies, shards + 1, 'one Identify for each shard, one more after op 9 false');
  checks.equal(stats.token_resets, 0, 'the token was never reset');
  checks.equal((await control.restStats()).by_status[429] ?? 0, 0, 'no request was rate limited');
  checks.equal(warnings.seen, [], 'no warning of any kind');
});

checks.finish();
