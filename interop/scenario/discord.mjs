// What is read from the simulation's REST, apart from the library that is tested.

const { SIM_API, SIM_TOKEN } = process.env;

/** Between two requests, in ms: Discord allows 50 a second, and the bot under test sends some too. */
const PACE_MS = 25;
let free = 0;

/** A request below `/api/v10`, as the bot. */
export async function call(method, path, body) {
  const wait = free - Date.now();
  free = Math.max(free, Date.now()) + PACE_MS;
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  const headers = { authorization: `Bot ${SIM_TOKEN}` };
  if (body !== undefined && !(body instanceof FormData)) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(body);
  }
  const answer = await fetch(`${SIM_API}/v10${path}`, { method, headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

export const get = (path) => call('GET', path);

/** The guilds of the bot with their shard and their first text channel. */
export async function guilds(shards) {
  const list = await get('/users/@me/guilds');
  return Promise.all(
    list.map(async ({ id }) => {
      const channels = await get(`/guilds/${id}/channels`);
      const channel = channels.find(({ type }) => type === 0).id;
      return { id, channel, shard: Number((BigInt(id) >> 22n) % BigInt(shards)) };
    }),
  );
}
