// Everything else that happens in a guild. discord.js makes objects of it; what it complains of is seen at the end.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Events } from 'discord.js';
import { next } from '../checks.mjs';
import { LAST } from '../scenario/events.mjs';

export async function everything(checks, client) {
  const done = next(client, Events.MessageCreate, (message) => message.content === LAST, 'what comes after it all');
  // In a process of its own, so that what is tested shares nothing with what tests.
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../scenario/happen.mjs', import.meta.url))]);
  await done;
  checks.ok(true, 'events from roles to stage instances arrive');
}
