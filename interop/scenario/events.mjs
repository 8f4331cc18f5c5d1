// Everything that happens in a guild: roles, channels, threads, events, polls, voice. The bot does nothing with it, but its
// library makes objects of it, and complains if a field is missing or of another type. What it complains of is seen in `exit`.

import { call, get } from './discord.mjs';

/** A PNG of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** The same, as a data URI. */
export const IMAGE = `data:image/png;base64,${PIXEL}`;

/** A form with these fields, and the picture as `file`. */
export function file(fields, name = 'file') {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set(name, new Blob([Buffer.from(PIXEL, 'base64')], { type: 'image/png' }), 'pixel.png');
  return form;
}

/** The time in so many hours. */
export const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** The events that come of it, on the shard of the guild. */
const EXPECTED = [
  'AUTO_MODERATION_RULE_CREATE',
  'AUTO_MODERATION_RULE_DELETE',
  'AUTO_MODERATION_RULE_UPDATE',
  'CHANNEL_CREATE',
  'CHANNEL_DELETE',
  'CHANNEL_UPDATE',
  'GUILD_AUDIT_LOG_ENTRY_CREATE',
  'GUILD_BAN_ADD',
  'GUILD_BAN_REMOVE',
  'GUILD_EMOJIS_UPDATE',
  'GUILD_MEMBER_ADD',
  'GUILD_MEMBER_REMOVE',
  'GUILD_MEMBER_UPDATE',
  'GUILD_ROLE_CREATE',
  'GUILD_ROLE_DELETE',
  'GUILD_ROLE_UPDATE',
  'GUILD_SCHEDULED_EVENT_CREATE',
  'GUILD_SCHEDULED_EVENT_DELETE',
  'GUILD_SCHEDULED_EVENT_UPDATE',
  'GUILD_SCHEDULED_EVENT_USER_ADD',
  'GUILD_SCHEDULED_EVENT_USER_REMOVE',
  'GUILD_STICKERS_UPDATE',
  'GUILD_UPDATE',
  'INVITE_CREATE',
  'INVITE_DELETE',
  'MESSAGE_DELETE',
  'MESSAGE_DELETE_BULK',
  'MESSAGE_POLL_VOTE_ADD',
  'MESSAGE_POLL_VOTE_REMOVE',
  'MESSAGE_REACTION_REMOVE',
  'MESSAGE_UPDATE',
  'STAGE_INSTANCE_CREATE',
  'STAGE_INSTANCE_DELETE',
  'STAGE_INSTANCE_UPDATE',
  'THREAD_CREATE',
  'THREAD_DELETE',
  'THREAD_MEMBERS_UPDATE',
  'THREAD_UPDATE',
  'TYPING_START',
  'VOICE_STATE_UPDATE',
  'WEBHOOKS_UPDATE',
];

export async function events({ checks, bot, control, guilds }) {
  // Not where the bot has written, because of the limit of messages in a channel.
  await happen(control, guilds[1]);
  await bot.says('message', ({ content }) => content === LAST, 'what comes after it all');
  const missing = await missingEvents(control);
  checks.equal(missing, [], `${EXPECTED.length} further kinds of events are sent`);
}

/** The text of the message after everything else. */
export const LAST = 'all is done';

/** Lets everything happen in a guild. */
export async function happen(control, { id: guild, channel }) {
  const people = await get(`/guilds/${guild}/members?limit=100`);
  // The owner is above the bot.
  const { owner_id: owner } = await get(`/guilds/${guild}`);
  const user = people.map((member) => member.user).find(({ bot, id }) => !bot && id !== owner).id;
  await messages(control, guild, channel);
  await channels(guild);
  await threads(control, guild, channel);
  await members(control, guild, user);
  await expressions(guild);
  await moderation(guild, channel);
  await scheduled(control, guild, user);
  await voice(control, guild, user);
  await control.say(channel, LAST);
}

/** Events that should have been sent by then, and were not. */
export async function missingEvents(control) {
  const { sessions } = await control.stats();
  const sent = Object.values(sessions).flatMap((session) => Object.keys(session.by_event));
  return EXPECTED.filter((name) => !sent.includes(name));
}

async function messages(control, guild, channel) {
  const { id } = await control.say(channel, 'first');
  await control.act({ do: 'edit', channel, message: id, content: 'second' });
  await control.act({ do: 'react', channel, message: id, emoji: '👍' });
  await control.act({ do: 'unreact', channel, message: id, emoji: '👍' });
  await control.act({ do: 'delete', channel, message: id });
  await control.act({ do: 'type', guild, channel });
  const many = await Promise.all(['a', 'b', 'c'].map((text) => control.say(channel, text)));
  await call('POST', `/channels/${channel}/messages/bulk-delete`, { messages: many.map((message) => message.id) });
  const image = { url: 'attachment://pixel.png' };
  const embed = { title: 'An embed', image, fields: [{ name: 'a', value: 'b' }] };
  const attachments = [{ id: 0, description: 'a pixel' }];
  await call('POST', `/channels/${channel}/messages`, file({ payload_json: JSON.stringify({ embeds: [embed], attachments }) }, 'files[0]'));
  const answers = ['Yes', 'No'].map((text) => ({ poll_media: { text } }));
  const asked = await call('POST', `/channels/${channel}/messages`, {
    poll: { question: { text: 'Well?' }, answers, duration: 1, allow_multiselect: false },
  });
  const vote = { do: 'vote', channel, message: asked.id, answer: 1 };
  await control.act(vote);
  await control.act({ ...vote, back: true });
  await control.act(vote);
  await call('POST', `/channels/${channel}/polls/${asked.id}/expire`);
  const text = { type: 10, content: 'A text' };
  const inside = [
    text,
    { type: 14 },
    { type: 9, components: [text], accessory: { type: 11, media: image } },
    { type: 12, items: [{ media: image }] },
    { type: 13, file: image },
    { type: 1, components: [{ type: 5, custom_id: 'who' }] },
  ];
  const whole = { flags: 1 << 15, components: [{ type: 17, components: inside }] };
  await call('POST', `/channels/${channel}/messages`, file({ payload_json: JSON.stringify(whole) }, 'files[0]'));
}

async function channels(guild) {
  const category = await call('POST', `/guilds/${guild}/channels`, { name: 'a category', type: 4 });
  const text = await call('POST', `/guilds/${guild}/channels`, { name: 'a-channel', type: 0, parent_id: category.id });
  await call('PATCH', `/channels/${text.id}`, { topic: 'a topic', rate_limit_per_user: 5 });
  await call('PUT', `/channels/${text.id}/permissions/${guild}`, { type: 0, deny: '2048' });
  const hook = await call('POST', `/channels/${text.id}/webhooks`, { name: 'a webhook' });
  await call('POST', `/webhooks/${hook.id}/${hook.token}?wait=true`, { content: 'from a webhook' });
  const invite = await call('POST', `/channels/${text.id}/invites`, { max_age: 60 });
  await call('DELETE', `/invites/${invite.code}`);
  await call('DELETE', `/channels/${text.id}`);
  await call('PATCH', `/guilds/${guild}`, { description: 'A guild' });
}

async function threads(control, guild, channel) {
  const thread = await call('POST', `/channels/${channel}/threads`, { name: 'another', type: 11 });
  await control.say(thread.id, 'hello');
  await call('PUT', `/channels/${thread.id}/thread-members/@me`);
  await call('PATCH', `/channels/${thread.id}`, { archived: true, locked: true });
  await call('DELETE', `/channels/${thread.id}`);
  const tags = [{ name: 'a tag', emoji_name: '🔥' }];
  const forum = await call('POST', `/guilds/${guild}/channels`, { name: 'a-forum', type: 15, available_tags: tags });
  const post = { name: 'a post', applied_tags: [forum.available_tags[0].id], message: { content: 'its text' } };
  await call('POST', `/channels/${forum.id}/threads`, post);
}

async function members(control, guild, user) {
  const role = await call('POST', `/guilds/${guild}/roles`, { name: 'a role', permissions: '1024' });
  await call('PATCH', `/guilds/${guild}/roles/${role.id}`, { color: 0x112233, hoist: true });
  await call('PUT', `/guilds/${guild}/members/${user}/roles/${role.id}`);
  await call('PATCH', `/guilds/${guild}/members/${user}`, { nick: 'a nickname' });
  const until = inHours(1);
  await call('PATCH', `/guilds/${guild}/members/${user}`, { communication_disabled_until: until });
  await call('PATCH', `/guilds/${guild}/members/${user}`, { communication_disabled_until: null });
  await call('DELETE', `/guilds/${guild}/roles/${role.id}`);
  const joined = await control.act({ do: 'join', guild, name: 'newcomer' });
  const newcomer = joined.member.user.id;
  await call('PUT', `/guilds/${guild}/bans/${newcomer}`, { delete_message_seconds: 0 });
  await call('DELETE', `/guilds/${guild}/bans/${newcomer}`);
}

async function expressions(guild) {
  const emoji = await call('POST', `/guilds/${guild}/emojis`, { name: 'pixel', image: IMAGE });
  await call('DELETE', `/guilds/${guild}/emojis/${emoji.id}`);
  const form = file({ name: 'pixel', description: 'a pixel', tags: 'pixel' });
  const sticker = await call('POST', `/guilds/${guild}/stickers`, form);
  await call('DELETE', `/guilds/${guild}/stickers/${sticker.id}`);
}

async function moderation(guild, channel) {
  const rule = await call('POST', `/guilds/${guild}/auto-moderation/rules`, {
    name: 'a rule',
    event_type: 1,
    trigger_type: 1,
    trigger_metadata: { keyword_filter: ['forbidden'] },
    actions: [{ type: 2, metadata: { channel_id: channel } }],
    enabled: true,
  });
  await call('PATCH', `/guilds/${guild}/auto-moderation/rules/${rule.id}`, { name: 'the rule' });
  await call('DELETE', `/guilds/${guild}/auto-moderation/rules/${rule.id}`);
}

async function scheduled(control, guild, user) {
  const event = await call('POST', `/guilds/${guild}/scheduled-events`, {
    name: 'an event',
    entity_type: 3,
    privacy_level: 2,
    entity_metadata: { location: 'here' },
    scheduled_start_time: inHours(1),
    scheduled_end_time: inHours(2),
  });
  await control.act({ do: 'interested', guild, event: event.id, user });
  await control.act({ do: 'interested', guild, event: event.id, user, back: true });
  await call('PATCH', `/guilds/${guild}/scheduled-events/${event.id}`, { description: 'at last' });
  await call('DELETE', `/guilds/${guild}/scheduled-events/${event.id}`);
}

async function voice(control, guild, user) {
  const stage = await call('POST', `/guilds/${guild}/channels`, { name: 'a stage', type: 13 });
  const instance = { channel_id: stage.id, topic: 'a topic' };
  await call('POST', '/stage-instances', instance);
  await control.act({ do: 'voice', guild, user, channel: stage.id });
  await call('PATCH', `/stage-instances/${stage.id}`, { topic: 'another' });
  await call('DELETE', `/stage-instances/${stage.id}`);
  await control.act({ do: 'voice', guild, user });
}
