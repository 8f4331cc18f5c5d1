// A Carbon application as its author would write it: it receives events as webhooks and hands them to listeners.
//
// PUBLIC_KEY is the forwarder's public key as hex, PORT the port on 127.0.0.1 (0 is a free one). It prints a line
// of JSON when it listens, `{"listening": URL}`, and one for each event that reached a listener.

import * as carbon from '@buape/carbon';
import { createHandler } from '@buape/carbon/adapters/fetch';
import { Repeats } from './repeats.mjs';
import { serve } from './serve.mjs';

const { PUBLIC_KEY, PORT = '0' } = process.env;

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** One listener for each kind of event that Carbon knows. */
function listeners() {
  const kinds = Object.entries(carbon).filter(([name, kind]) => name.endsWith('Listener') && kind?.prototype);
  const able = kinds.map(([, kind]) => kind).filter((kind) => new kind().parseRawData);
  return able.map((kind) => {
    class Printing extends kind {
      async handle(data) {
        const { id, guild_id: guild, content } = data;
        // Carbon makes objects of the event's parts; their names say which.
        const made = Object.values(data).map((value) => value?.constructor?.name);
        print({ event: this.type, id, guild, content, made: made.filter((name) => name in carbon) });
      }
    }
    return new Printing();
  });
}

class App extends carbon.Client {
  /** Whether a request comes from the forwarder. */
  isSigned(request) {
    return this.validateDiscordRequest(request);
  }
}

const client = new App(
  {
    baseUrl: 'http://localhost',
    clientId: '900000000000000001',
    publicKey: PUBLIC_KEY,
    token: 'nobodys.token.at-all',
    disableDeployRoute: true,
    runtimeProfile: 'persistent',
  },
  { listeners: listeners() },
);

const repeats = new Repeats();
const isSigned = (request) => client.isSigned(request);
const url = await serve(Number(PORT), (request) => repeats.handle(request, isSigned, createHandler(client)));
print({ listening: `${url}/events`, listeners: client.listeners.length });
