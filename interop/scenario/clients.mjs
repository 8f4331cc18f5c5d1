// The client libraries: how each is started, and what is known of it.
//
// - `compression`: what its connections use, as `GET /sim/connections` says it.
// - `warns`: what its library may say on its way, for instance that it reconnects.
// - `deviates`: what it sends that the documentation does not allow and Discord takes, as `GET /sim/warnings` lists it.
// - `short`: only the short scenario.

import { fileURLToPath } from 'node:url';

const { PYTHON, TARGET } = process.env;

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const node = (path) => [process.execPath, here(path)];
// All warnings, but that of imports of the libraries' own that nobody can act on.
const audioop = "ignore:'audioop' is deprecated:DeprecationWarning";
const python = (path) => [PYTHON, '-W', 'default', '-W', audioop, here(path)];

/** What newer versions of aiohttp say of a library that was written for older ones. */
const OLD_TIMEOUT = /DeprecationWarning: parameter 'timeout' of type 'float' is deprecated/;

export const CLIENTS = {
  hikari: {
    command: python('hikari/bot.py'),
    compression: 'zlib-stream',
    warns: [/^hikari\.gateway\.1 WARNING: failed to communicate with server, reason was: 'Socket has closed'/],
  },
  'carbon-gateway': { command: node('carbon/gateway.mjs'), compression: 'none' },
  'oceanic.js': {
    command: node('oceanic.js/bot.mjs'),
    compression: 'none',
    warns: [/^GatewayError: Unknown close: 4000/, /^Session Invalidated\. Session is not resumable/],
  },
  twilight: { command: [`${TARGET}/debug/interop-twilight-bot`], compression: 'zlib-stream' },
  serenity: {
    command: [`${TARGET}/debug/interop-serenity`],
    compression: 'payload',
    warns: [
      /^serenity::gateway::shard WARN: .*Unknown unclean close 4000/,
      // After op 9 it waits for a runner that has ended, until a timeout or the answer of another shard's runner.
      /^serenity::gateway::bridge::shard_manager WARN: .*Failed to cleanly shutdown shard [01](, reached timeout|: Shutdown channel sent incorrect ID)/,
    ],
    deviates: [/^identify: presence: since is neither a number nor null/],
  },
  'discordjs-core': { command: node('before-release/discordjs_core.mjs'), compression: 'none', short: true },
  discordeno: { command: node('before-release/discordeno.mjs'), compression: 'none', short: true },
  eris: {
    command: node('before-release/eris.mjs'),
    compression: 'none',
    warns: [/^Error: Connection reset by peer/],
    short: true,
  },
  disnake: { command: python('before-release/bot_disnake.py'), compression: 'zlib-stream', short: true },
  nextcord: {
    command: python('before-release/bot_nextcord.py'),
    compression: 'zlib-stream',
    warns: [OLD_TIMEOUT],
    short: true,
  },
  'py-cord': {
    command: python('before-release/bot_pycord.py'),
    compression: 'zlib-stream',
    warns: [/PyNaCl, davey are not installed, voice will NOT be supported/],
    short: true,
  },
  'interactions.py': {
    command: python('before-release/bot_interactions.py'),
    compression: 'zlib-stream',
    warns: [OLD_TIMEOUT],
    short: true,
  },
};
