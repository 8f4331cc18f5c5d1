// The state of the page, and its requests to the control endpoint.

const state = {
  bot: { id: '', username: 'bot' },
  connected: 0,
  guilds: [],
  guildCount: 0,
  guild: null,
  user: null,
  /** The open channel. */
  channel: null,
  /** Messages of the channel by id, oldest first. */
  messages: new Map(),
  commands: [],
  unread: new Set(),
  /** The names of all users that were received, by id. */
  names: new Map(),
};

/** Shows an error at the top until the next success; null hides it. */
function trouble(text) {
  byId('trouble').hidden = !text;
  byId('trouble').textContent = text ?? '';
}

async function ask(path, body) {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(path, request);
  const text = await response.text();
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // Some errors are plain text.
  }
  if (!response.ok) throw new Error(answer?.error ?? (text || `the simulator answered ${response.status}`));
  return answer;
}

const get = (path, query = {}) => {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return ask(`/sim/${path}?${new URLSearchParams(pairs)}`);
};

/** Performs an action by POST /sim/actions. Returns the report of what was done. */
const act = async (action) => (await ask('/sim/actions', action))[0];

/** Performs an action. If it fails, shows the error at the top and returns undefined. */
async function attempt(action) {
  try {
    const done = await act(action);
    trouble(null);
    return done;
  } catch (error) {
    trouble(error.message);
    return undefined;
  }
}

function note(user) {
  if (user?.id) state.names.set(user.id, user.name || user.global_name || user.username);
}

const nameOf = (id) => state.names.get(id) ?? `user ${id}`;
const userId = () => state.user ?? '';
const members = () => state.guild?.members ?? [];
const roles = () => state.guild?.roles ?? [];
const channels = () => state.guild?.channels ?? [];
const channelOf = (id) => channels().find((channel) => channel.id === id);
const isThread = (channel) => [10, 11, 12].includes(channel?.type);
const isForum = (channel) => [15, 16].includes(channel?.type);
const isVoice = (channel) => [2, 13].includes(channel?.type);
