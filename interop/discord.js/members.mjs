// Request Guild Members (op 8): all, by name, by id, with presences.

import { Events } from 'discord.js';

export async function members(checks, client, count) {
  for (const guild of [client.guilds.cache.first(), client.guilds.cache.last()]) {
    let chunks = 0;
    const onChunk = (_, of) => {
      chunks += of.id === guild.id ? 1 : 0;
    };
    client.on(Events.GuildMembersChunk, onChunk);
    const all = await guild.members.fetch({ withPresences: true, time: 20_000 });
    client.off(Events.GuildMembersChunk, onChunk);
    checks.equal(all.size, count, `all members of guild ${guild.id} (shard ${guild.shardId})`);
    checks.equal(chunks, Math.ceil(count / 1000), 'in chunks of 1000');
    checks.ok(all.has(client.user.id), 'the bot among them');
    checks.ok(all.some((member) => member.presence?.status === 'online'), 'with presences');
  }
  const guild = client.guilds.cache.first();
  const people = [...guild.members.cache.values()].filter((member) => !member.user.bot);
  const wanted = people.slice(0, 3).map((member) => member.id);
  const byId = await guild.members.fetch({ user: wanted, time: 20_000 });
  checks.equal([...byId.keys()].sort(), [...wanted].sort(), 'members by their ids');

  const name = people[0].user.username;
  const byName = await guild.members.fetch({ query: name, limit: 5, time: 20_000 });
  checks.ok(byName.size >= 1 && byName.size <= 5, 'members by the start of their name, at most the limit');
  checks.ok(byName.every((member) => startsWith(member, name)), 'and no others');

  const one = await guild.members.fetch({ user: wanted[0], force: true });
  checks.equal(one.id, wanted[0], 'one member over REST');
}

function startsWith(member, query) {
  const names = [member.user.username, member.nickname, member.user.globalName];
  return names.some((name) => name?.toLowerCase().startsWith(query.toLowerCase()));
}
