// What a bot can ask for over REST: a guild and all that is in it. The library makes objects of the answers.

import { call, get } from './discord.mjs';
import { IMAGE, file, inHours } from './events.mjs';

export async function lists({ checks, bot, control, guilds }) {
  const { id: guild, channel } = guilds.at(-1);
  await furnish(control, guild, channel);
  // The global limit is one of requests a second, and the bot is about to send many.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await control.say(channel, '!fetch');
  const { kinds, failed } = await bot.says('fetched', () => true, 'what it has fetched');
  checks.equal(failed, [], `${kinds} kinds of objects are fetched over REST`);
}

/** Puts one of each into a guild. */
async function furnish(control, guild, channel) {
  await call('POST', `/guilds/${guild}/emojis`, { name: 'pixel', image: IMAGE });
  await call('POST', `/guilds/${guild}/stickers`, file({ name: 'pixel', description: 'a pixel', tags: 'pixel' }));
  await call('POST', `/guilds/${guild}/auto-moderation/rules`, {
    name: 'a rule',
    event_type: 1,
    trigger_type: 4,
    trigger_metadata: { presets: [1], allow_list: ['fine'] },
    actions: [{ type: 1, metadata: { custom_message: 'Please do not' } }],
    exempt_channels: [channel],
    enabled: true,
  });
  const stage = await call('POST', `/guilds/${guild}/channels`, { name: 'a stage', type: 13 });
  await call('POST', `/guilds/${guild}/scheduled-events`, {
    name: 'an event',
    entity_type: 1,
    channel_id: stage.id,
    privacy_level: 2,
    image: IMAGE,
    scheduled_start_time: inHours(1),
  });
  await call('POST', '/stage-instances', { channel_id: stage.id, topic: 'a topic' });
  await call('POST', `/channels/${channel}/invites`, { max_age: 0, max_uses: 5, unique: true });
  await call('POST', `/channels/${channel}/webhooks`, { name: 'a webhook' });
  await call('POST', `/guilds/${guild}/templates`, { name: 'a template', description: 'of it' });
  const thread = await call('POST', `/channels/${channel}/threads`, { name: 'archived', type: 11 });
  await call('PATCH', `/channels/${thread.id}`, { archived: true });
  await call('POST', `/channels/${channel}/threads`, { name: 'active', type: 11 });
  const joined = await control.act({ do: 'join', guild, name: 'offender' });
  await call('PUT', `/guilds/${guild}/bans/${joined.member.user.id}`, {});
  const { owner_id: owner } = await get(`/guilds/${guild}`);
  await control.act({ do: 'voice', guild, user: owner, channel: stage.id });
  const answers = ['Yes', 'No'].map((text) => ({ poll_media: { text } }));
  const poll = { question: { text: 'Well?' }, answers, duration: 1 };
  const { id: message } = await call('POST', `/channels/${channel}/messages`, { poll });
  await control.act({ do: 'vote', channel, message, answer: 1 });
  await control.act({ do: 'react', channel, message, emoji: '👍' });
}
