// The bot is told to go. It ends with 0, and nobody has complained about anybody.

import { eventually } from '../checks.mjs';

export async function exit({ checks, bot, control, client, guilds, shards, identifies }) {
  await control.say(guilds[0].channel, '!quit');
  checks.equal(await bot.end(), 0, 'the bot ends with 0 when it is told to');
  const open = async () => ((await control.stats()).open_connections === 0 ? true : undefined);
  await eventually(open, 'all connections are closed');
  const stats = await control.stats();
  checks.equal(stats.identifies, shards + identifies, 'one Identify for each shard, and one for each new session');
  const punishments = await control.call('GET', '/punishments');
  checks.equal(punishments, { edge_bans: [], token_resets: [] }, 'nothing that Discord punishes has happened');
  checks.equal((await control.restStats()).by_status[429] ?? 0, 0, 'no request was rate limited');

  const unexpected = (text, expected = []) => !expected.some((pattern) => pattern.test(text));
  const complaints = bot.of('warning').map(({ text }) => text);
  checks.equal(complaints.filter((text) => unexpected(text, client.warns)), [], 'the library warns of nothing');
  const taken = Object.keys(await control.call('GET', '/warnings'));
  const odd = taken.filter((text) => unexpected(text, client.deviates));
  checks.equal(odd, [], 'and nothing had to be taken against the documentation, but what is known of it');
}
