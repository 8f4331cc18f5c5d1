// A handler of fetch requests on node:http, which is where Carbon leaves an application on Node.

import { createServer } from 'node:http';

/** Larger bodies are not read: Discord's largest payloads are a few megabytes. */
const MAX_BODY = 64 << 20;

/** Serves on a port of 127.0.0.1; the URL it listens on. Ends with SIGTERM or SIGINT. */
export async function serve(port, handler) {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const response = await handler(await toRequest(incoming));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    } catch (error) {
      outgoing.writeHead(error instanceof TooLarge ? 413 : 500).end();
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
  return `http://127.0.0.1:${server.address().port}`;
}

class TooLarge extends Error {}

async function toRequest(incoming) {
  const parts = [];
  let size = 0;
  for await (const part of incoming) {
    size += part.length;
    if (size > MAX_BODY) throw new TooLarge();
    parts.push(part);
  }
  const { method, headers, url } = incoming;
  const body = size > 0 ? Buffer.concat(parts) : undefined;
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return new Request(`http://localhost${url}`, { method, headers: flat, body });
}
