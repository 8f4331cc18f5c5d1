// One client library against gateway-sim: `main.mjs NAME`, where NAME is one of `clients.mjs`.
//
// The bot is a process of its own, in whatever language. It does what users tell it in messages, and says what it hears.
// All else is done and seen here, by the simulation's control endpoint. `interop/run` starts this.

import { Checks } from '../checks.mjs';
import { Control } from '../control.mjs';
import { CLIENTS } from './clients.mjs';
import { guilds as listGuilds } from './discord.mjs';
import { events } from './events.mjs';
import { exit } from './exit.mjs';
import { command, interactions } from './interactions.mjs';
import { lists } from './lists.mjs';
import { members, messages, pins, reactions, threads } from './messages.mjs';
import { Program } from './program.mjs';
import { drop, reconnects } from './reconnects.mjs';
import { start } from './start.mjs';

/** Parts of the whole scenario, and of the short one for what is run before a release. */
const WHOLE = { start, messages, reactions, pins, threads, members, interactions, events, lists, reconnects, exit };
const SHORT = { start, messages, command, drop, exit };

const { SIM_CONTROL, SIM_SHARDS, SIM_MEMBERS } = process.env;
const client = CLIENTS[process.argv[2]];
if (!client) throw new Error(`which client? ${Object.keys(CLIENTS).join(', ')}`);
const shards = Number(SIM_SHARDS);

const context = {
  client,
  shards,
  memberCount: Number(SIM_MEMBERS),
  checks: new Checks(),
  control: new Control(SIM_CONTROL),
  guilds: await listGuilds(shards),
  /** Identifies after those of the start. */
  identifies: client.short ? 0 : 1,
  bot: new Program(client.command),
};
for (const [name, run] of Object.entries(client.short ? SHORT : WHOLE)) {
  await context.checks.part(name, () => run(context));
  // Without a bot there is nothing to look at.
  if (context.bot.ended !== undefined) break;
}
context.checks.finish();
if (context.bot.ended === undefined) context.bot.child.kill();
else context.checks.ok(context.bot.ended === 0, 'the bot was there to the end');
