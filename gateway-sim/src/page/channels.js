// The lists of guilds, users and channels, and the choice in each.

const ICONS = { 0: '#', 1: '@', 2: '♪', 5: '!', 10: '↳', 11: '↳', 12: '↳', 13: '★', 15: '❝', 16: '❝' };

const MORE = 'more';

function showGuilds() {
  const select = byId('guild');
  const some = state.guilds.map((guild) => el('option', { value: guild.id }, guild.name));
  if (state.guilds.length < state.guildCount) some.push(el('option', { value: MORE }, `More (${state.guildCount} in all)…`));
  select.replaceChildren(...some);
  select.value = state.guild?.id ?? '';
}

function showUsers() {
  const people = members().filter((member) => !member.bot);
  byId('user').replaceChildren(...people.map((member) => el('option', { value: member.id }, member.name === member.username ? member.name : `${member.name} (${member.username})`)));
  byId('user').value = userId();
}

function showBot() {
  const place = byId('bot');
  place.dataset.on = state.connected ? 'yes' : 'no';
  const sessions = state.connected === 1 ? '1 session' : `${state.connected} sessions`;
  place.replaceChildren(el('b', {}, state.bot.username), state.connected ? ` is connected (${sessions})` : ` is not connected. Give it the REST base URL ${location.origin}/api and the token that the simulator printed.`);
}

/** Loads a guild. Keeps the chosen user if they are a member, and returns the chosen channel if they can see it. */
async function loadGuild(id) {
  const guild = await get(`guilds/${id}`, { user: state.user });
  guild.members.forEach(note);
  const isMember = (user) => guild.members.some((member) => member.id === user && !member.bot);
  const before = state.user;
  state.guild = guild;
  if (!isMember(state.user)) state.user = guild.members.find((member) => !member.bot)?.id ?? null;
  if (state.user !== before) return loadGuild(id);
  showGuilds();
  showUsers();
  showChannels();
  const now = state.channel?.type === 1 ? state.channel : channelOf(state.channel?.id);
  if (now) state.channel = now;
  if (now) showPlace();
  return now;
}

function showChannels() {
  const focused = byId('channels').contains(document.activeElement) && document.activeElement.dataset.id;
  const inOrder = [...channels()].sort((a, b) => isVoice(a) - isVoice(b) || (a.position ?? 0) - (b.position ?? 0) || compareIds(a.id, b.id));
  const top = inOrder.filter((channel) => !isThread(channel));
  const below = (parent) => top.filter((channel) => channel.type !== 4 && (channel.parent_id ?? null) === parent).map(rowOf);
  const known = new Set(top.filter((channel) => channel.type === 4).map((channel) => channel.id));
  const orphans = top.filter((channel) => channel.type !== 4 && channel.parent_id && !known.has(channel.parent_id)).map(rowOf);
  const groups = top.filter((channel) => channel.type === 4).map((group) => el('li', {}, el('h2', {}, group.name), el('ul', { 'aria-label': group.name }, below(group.id))));
  byId('channels').replaceChildren(...[dmRow(), ...below(null), ...orphans, ...groups].flat());
  if (focused) byId('channels').querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

function dmRow() {
  const open = async () => {
    const done = await attempt({ do: 'open_dm', user: userId() });
    if (!done) return;
    state.guild.dm = done.channel.id;
    await openChannel(done.channel);
  };
  return el('li', {}, channelButton({ id: state.guild?.dm ?? 'dm', type: 1, name: state.bot.username }, open));
}

function channelButton(channel, onclick) {
  const isUnread = state.unread.has(channel.id);
  const isOpen = state.channel?.id === channel.id;
  return button(
    '', onclick, { 'data-id': channel.id, 'aria-current': isOpen ? 'page' : null, class: isUnread ? 'unread' : '' },
    el('span', { class: 'icon', 'aria-hidden': 'true' }, ICONS[channel.type] ?? '#'),
    el('span', { class: 'name' }, channel.name),
    isUnread && el('span', { class: 'dot', role: 'img', 'aria-label': 'unread' }),
  );
}

function rowOf(channel) {
  const speakers = isVoice(channel) ? (state.guild.voice_states ?? []).filter((voice) => voice.channel_id === channel.id) : [];
  const threads = channels().filter((thread) => isThread(thread) && thread.parent_id === channel.id && !thread.thread_metadata?.archived);
  return el(
    'li', {},
    channelButton(channel, () => openChannel(channel)),
    speakers.map((voice) => el('div', { class: 'speaker' }, nameOf(voice.user_id))),
    threads.length > 0 && el('ul', { 'aria-label': `Threads of ${channel.name}` }, threads.map((thread) => el('li', {}, channelButton(thread, () => openChannel(thread))))),
  );
}

function showPlace() {
  const { channel } = state;
  byId('place').textContent = channel ? `${ICONS[channel.type] ?? '#'} ${channel.type === 1 ? state.bot.username : channel.name}` : 'No channel';
  byId('topic').textContent = channel?.topic ?? '';
  document.title = channel ? `${channel.type === 1 ? state.bot.username : channel.name} · gateway-sim` : 'gateway-sim';
  const canWrite = channel && !isForum(channel) && channel.type !== 4;
  byId('writing').hidden = !canWrite;
  byId('text').placeholder = canWrite ? `Message as ${nameOf(userId())}, or / for commands` : '';
  const start = startOf(channel);
  byId('start').hidden = !start;
  byId('start').textContent = start?.text ?? '';
  byId('start').onclick = start?.run;
  const voice = byId('voice');
  voice.hidden = !isVoice(channel);
  const isIn = state.guild?.voice_states?.some((one) => one.user_id === userId() && one.channel_id === channel?.id);
  voice.textContent = isIn ? 'Leave voice' : 'Join voice';
  voice.onclick = () => attempt({ do: 'voice', guild: state.guild.id, user: userId(), channel: isIn ? null : channel.id });
  history.replaceState(null, '', `#${new URLSearchParams({ guild: state.guild?.id ?? '', user: userId(), channel: channel?.id ?? '' })}`);
}

const PAGE = 50;

/** Shows a channel with its newest messages. */
async function openChannel(channel) {
  state.channel = channel;
  state.unread.delete(channel.id);
  closeSide();
  leaveComposing();
  showChannels();
  showPlace();
  readCommands();
  state.messages.clear();
  list().replaceChildren();
  byId('typing').textContent = '';
  typing.clear();
  if (isForum(channel)) {
    showPosts(channel);
    return;
  }
  const found = await get(`channels/${channel.id}/messages`, { user: state.user, limit: PAGE });
  if (state.channel !== channel) return;
  list().setAttribute('aria-live', 'off');
  found.forEach(put);
  // A message may have come while they were read.
  if (!state.messages.size) list().replaceChildren(el('li', { class: 'empty' }, 'Nobody has written here yet.'));
  byId('older').hidden = found.length < PAGE;
  toEnd();
  list().setAttribute('aria-live', 'polite');
}

async function loadOlder() {
  const first = list().querySelector('.message')?.dataset.id;
  const scroll = byId('scroll');
  const fromEnd = scroll.scrollHeight - scroll.scrollTop;
  const found = await get(`channels/${state.channel.id}/messages`, { user: state.user, limit: PAGE, before: first });
  found.reverse().forEach(put);
  byId('older').hidden = found.length < PAGE;
  byId('newest').hidden = false;
  scroll.scrollTop = scroll.scrollHeight - fromEnd;
}

/** The posts of a forum, newest first. */
function showPosts(forum) {
  const tags = new Map((forum.available_tags ?? []).map((tag) => [tag.id, tag.name]));
  const posts = channels().filter((thread) => thread.parent_id === forum.id && isThread(thread)).sort((a, b) => compareIds(b.id, a.id));
  const post = (thread) => el('li', {}, button(
    '', () => openChannel(thread), { class: 'post' },
    el('b', {}, thread.name),
    (thread.applied_tags ?? []).map((id) => [' ', el('span', { class: 'tag' }, tags.get(id) ?? 'tag')]),
    el('div', { class: 'small' }, `by ${nameOf(thread.owner_id)} · ${thread.total_message_sent === 1 ? '1 message' : `${thread.total_message_sent ?? 0} messages`}${thread.thread_metadata?.archived ? ' · archived' : ''}`),
  ));
  list().replaceChildren(...(posts.length ? posts.map(post) : [el('li', { class: 'empty' }, 'There are no posts yet.')]));
  byId('older').hidden = true;
}

function openSide() {
  document.body.classList.add('side-open');
  byId('menu').setAttribute('aria-expanded', 'true');
  byId('guild').focus();
}

function closeSide() {
  if (!document.body.classList.contains('side-open')) return;
  document.body.classList.remove('side-open');
  byId('menu').setAttribute('aria-expanded', 'false');
  byId('menu').focus();
}

async function chooseGuild(id) {
  if (id === MORE) {
    const more = await get('guilds', { after: state.guilds.at(-1)?.id });
    state.guilds.push(...more.guilds);
    showGuilds();
    return;
  }
  state.channel = null;
  await loadGuild(id);
  await openFirst();
}

async function chooseUser(id) {
  state.user = id;
  const stays = await loadGuild(state.guild.id);
  if (stays && stays.type !== 1) await openChannel(stays);
  else await openFirst();
}

async function openFirst(wanted) {
  const first = channelOf(wanted) ?? channels().filter((channel) => channel.type === 0).sort((a, b) => a.position - b.position || compareIds(a.id, b.id))[0];
  if (first) {
    await openChannel(first);
    return;
  }
  showPlace();
  readCommands();
}

/** Asks for the name of a new user, who then joins the guild. */
function newUser() {
  const name = el('input', { id: 'new-name', maxlength: 32, required: true });
  askFor(`New member of ${state.guild.name}`, 'Join', [withLabel('Name', name)], () => (
    act({ do: 'join', guild: state.guild.id, name: name.value.trim() })
  ), (done) => chooseUser(done.member.user.id));
}
