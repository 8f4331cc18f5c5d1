// This file must compile, and each line after `@ts-expect-error` must not.
import { ControlError, start, type Action, type Options, type ScriptLine, Sim } from 'gateway-sim';

const options: Options = { guilds: 1, withoutIntent: ['members'], tls: true, seed: 3 };
await using sim: Sim = await start(options);
const url: string = sim.url;
const pem: string | undefined = sim.caPem;

const done = await sim.act({ do: 'message', content: '!ping' });
const list = await sim.act([{ do: 'drop', target: { shard: 0 } }, { do: 'use_command', name: 'greet', options: { who: 'you' } }]);
const action: Action = { do: 'outage', endpoint: 'rest', mode: 'hang', for_ms: 100 };
const script: ScriptLine[] = [{ wait_for_sessions: 1 }, { at_ms: 5, do: 'reconnect' }];
await sim.play(script);
const resets: number = (await sim.punishments()).token_resets.length;
console.log(url, pem, done.message.id, list.length, action, resets);
if (done.error instanceof ControlError) console.log(done.error.action);

// @ts-expect-error -- the option is `guilds`
await start({ guild: 1 });
// @ts-expect-error -- no such action
await sim.act({ do: 'massage', content: '' });
// @ts-expect-error -- without its content
await sim.act({ do: 'message' });
// @ts-expect-error -- no such field
await sim.act({ do: 'message', content: '', chanel: '1' });
// @ts-expect-error -- only `start` creates one
new Sim();
