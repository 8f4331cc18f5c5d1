// What the page knows, and its requests to the control endpoint.

const state = {
  bot: { id: '', username: 'bot' },
  connected: 0,
  guilds: [],
  guildCount: 0,
  guild: null,
  user: null,
  /** The channel that is shown. */
  channel: null,
  /** Messages of the channel by id, oldest first. */
  messages: new Map(),
  commands: [],
  unread: new Set(),
  /** Names by id, of everybody who was seen. */
  names: new Map(),
};

/** Says what went wrong, until something goes right. */
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
    // An error that is a text.
  }
  if (!response.ok) throw new Error(answer?.error ?? (text || `the simulator answered ${response.status}`));
  return answer;
}

const get = (path, query = {}) => {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return ask(`/sim/${path}?${new URLSearchParams(pairs)}`);
};

/** Does an action of POST /sim/actions: the answer says what was done. */
const act = async (action) => (await ask('/sim/actions', action))[0];

/** Does an action, and says so at the top if it fails; undefined then. */
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
