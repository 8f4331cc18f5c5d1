// Lets everything of `events.mjs` happen in the second guild, for a client that has tests of its own. Exits with 0 if all its events
// were sent.

import { Control } from '../control.mjs';
import { guilds } from './discord.mjs';
import { happen, missingEvents } from './events.mjs';

const control = new Control(process.env.SIM_CONTROL);
// Not the first, where the client has written: a channel has a limit of messages.
const [, second] = await guilds(Number(process.env.SIM_SHARDS));
await happen(control, second);
const missing = await missingEvents(control);
if (missing.length > 0) throw new Error(`not sent: ${missing.join(', ')}`);
