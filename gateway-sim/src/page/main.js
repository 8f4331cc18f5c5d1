// Starts the page, reads the events of GET /sim/live, and updates the page with them.

/** The users who are typing in the channel, each with the time at which the indicator ends. */
const typing = new Map();

function showTyping() {
  for (const [user, until] of typing) if (until < Date.now()) typing.delete(user);
  const names = [...typing.keys()].map(nameOf);
  byId('typing').textContent = names.length > 3 ? 'Several people are typing…' : names.length ? `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} typing…` : '';
}

const isHere = (data) => data.channel_id === state.channel?.id;

const reloadGuild = later(150, () => {
  loadGuild(state.guild.id).then((stays) => {
    if (!stays) return openFirst();
    // A role or an overwrite may allow other commands.
    readCommands();
    return isForum(state.channel) && showPosts(state.channel);
  }).catch((error) => trouble(error.message));
});

const reloadGuilds = later(150, () => loadAll().catch((error) => trouble(error.message)));

/** Messages whose reactions or votes changed. They are loaded again, because an event does not say which are the user's. */
const changed = new Set();
const reread = later(50, () => {
  const ids = [...changed];
  const { channel } = state;
  changed.clear();
  ids.filter((id) => state.messages.has(id)).forEach(async (id) => {
    const message = await get(`channels/${channel.id}/messages/${id}`, { user: state.user }).catch(() => null);
    if (message && channel === state.channel && state.messages.has(id)) put(message);
  });
});

function again(data) {
  if (!isHere(data)) return;
  changed.add(data.message_id);
  reread();
}

const EVENTS = {
  MESSAGE_CREATE(message) {
    if (message.author?.id) typing.delete(message.author.id);
    showTyping();
    if (isHere(message)) {
      put(message);
      return;
    }
    if (message.guild_id && message.guild_id !== state.guild?.id) return;
    const isKnown = state.unread.has(message.channel_id);
    state.unread.add(message.channel_id);
    // A direct message may be in a new channel.
    if (!message.guild_id) reloadGuild();
    else if (!isKnown) showChannels();
  },
  MESSAGE_UPDATE(message) {
    if (!isHere(message) || !state.messages.has(message.id)) return;
    if (message.reactions || message.poll) again({ ...message, message_id: message.id });
    else put(message);
  },
  MESSAGE_DELETE: (data) => isHere(data) && take(data.id),
  MESSAGE_DELETE_BULK: (data) => isHere(data) && data.ids.forEach(take),
  MESSAGE_REACTION_ADD: again,
  MESSAGE_REACTION_REMOVE: again,
  MESSAGE_REACTION_REMOVE_ALL: again,
  MESSAGE_REACTION_REMOVE_EMOJI: again,
  MESSAGE_POLL_VOTE_ADD: again,
  MESSAGE_POLL_VOTE_REMOVE: again,
  TYPING_START(data) {
    if (!isHere(data) || data.user_id === userId()) return;
    typing.set(data.user_id, Date.now() + 10_000);
    showTyping();
    setTimeout(showTyping, 10_100);
  },
  GUILD_CREATE: reloadGuilds,
  GUILD_DELETE: reloadGuilds,
  USER_UPDATE: reloadGuilds,
  SIM_EPHEMERAL: ({ user_id: user, message }) => user === userId() && isHere(message) && put(message),
  SIM_EPHEMERAL_DELETE: (data) => isHere(data) && take(data.id),
  SIM_INTERACTION: answered,
  SIM_COMMANDS: readCommands,
  APPLICATION_COMMAND_PERMISSIONS_UPDATE: readCommands,
  SIM_SESSIONS(data) {
    state.connected = data.connected;
    showBot();
  },
};

/** Events that change a guild, its channels or its members, so that the guild is loaded again. */
const OF_GUILD = /^(GUILD_(UPDATE|MEMBER|ROLE|EMOJIS)|CHANNEL_|THREAD_|VOICE_STATE)/;

function happened({ t: name, d: data }) {
  if (EVENTS[name]) EVENTS[name](data);
  else if (OF_GUILD.test(name) && (data.guild_id ?? data.id) === state.guild?.id) reloadGuild();
}

/** Events that arrive while everything is loaded, or null. They are processed afterwards. */
let held = null;

async function loadAll() {
  held ??= [];
  try {
    await load();
  } finally {
    const events = held;
    held = null;
    events.forEach(happened);
  }
}

async function load() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const world = await get('guilds');
  Object.assign(state, { bot: world.bot, connected: world.connected, guilds: world.guilds, guildCount: world.guild_count });
  note(world.bot);
  state.user ??= wanted.get('user') || null;
  const guild = state.guild?.id ?? wanted.get('guild');
  const channel = state.channel?.id ?? wanted.get('channel');
  showBot();
  if (!world.guilds.length) throw new Error('The bot is in no guild.');
  const [first] = world.guilds;
  await loadGuild(guild || first.id).catch(() => loadGuild(first.id));
  if (state.channel?.type === 1) await openChannel(state.channel).catch(() => openFirst());
  else await openFirst(channel);
}

function watch() {
  const live = new EventSource('/sim/live');
  live.onmessage = (event) => {
    trouble(null);
    const told = JSON.parse(event.data);
    if (told.t === 'SIM_HELLO') {
      loadAll().catch((error) => trouble(error.message));
    } else if (held) held.push(told);
    else happened(told);
  };
  live.onerror = () => {
    trouble('The simulator does not answer. This page continues when it answers again.');
    // The browser reconnects by itself, but not after a status other than 200.
    if (live.readyState === EventSource.CLOSED) setTimeout(watch, 2000);
  };
}

function listen() {
  const safely = (run) => (event) => Promise.resolve(run(event)).catch((error) => trouble(error.message));
  window.addEventListener('unhandledrejection', (event) => trouble(event.reason?.message ?? String(event.reason)));
  byId('guild').addEventListener('change', safely((event) => chooseGuild(event.target.value)));
  byId('user').addEventListener('change', safely((event) => chooseUser(event.target.value)));
  byId('new-user').addEventListener('click', newUser);
  byId('menu').addEventListener('click', openSide);
  byId('shade').addEventListener('click', closeSide);
  byId('side').addEventListener('keydown', (event) => event.key === 'Escape' && closeSide());
  byId('older').addEventListener('click', safely(loadOlder));
  byId('newest').addEventListener('click', toEnd);
  byId('scroll').addEventListener('scroll', scrolled, { passive: true });
  new ResizeObserver(resized).observe(byId('scroll'));
  byId('text').addEventListener('input', typed);
  byId('text').addEventListener('keydown', onKey);
  byId('attach').addEventListener('change', showFiles);
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
}

listen();
watch();
