// Log in: READY on each shard, then every guild.

import { eventually } from '../checks.mjs';

export async function start({ checks, bot, control, client, guilds, shards, memberCount }) {
  const { user } = await bot.says('ready', () => true, 'it is ready');
  const world = await control.call('GET', '/world');
  checks.equal(user, world.bot.id, 'the client is ready, and knows who it is');
  for (const guild of guilds) {
    const seen = await bot.says('guild', ({ id }) => id === guild.id, `guild ${guild.id}`);
    checks.equal(seen.members, memberCount, `guild ${guild.id} came, with its member count`);
    checks.ok(seen.channels > 0, 'and its channels');
  }
  const connected = await eventually(async () => {
    const list = await control.connections();
    return list.length === shards && list.every(({ session }) => session) ? list : undefined;
  }, `${shards} connections`);
  checks.equal(connected.map(({ shard }) => shard[0]).sort(), [...Array(shards).keys()], `${shards} shards`);
  const used = connected.map(({ compression }) => compression);
  checks.equal(used, Array(shards).fill(client.compression), `each with the compression "${client.compression}"`);
}
