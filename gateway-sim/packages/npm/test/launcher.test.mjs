// Tests of the launcher in the installed package: the guarantees of `start`, and programs that fail.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ControlError, Sim, SimError, StartError, program, start } from 'gateway-sim';

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'gateway-sim-'))));
after(() => rmSync(folder, { recursive: true }));

// Creates a program that replaces the simulator.
function fake(name, code) {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${code}`, { mode: 0o755 });
  return path;
}

// Resolves with whether a server listens at a URL.
function listens(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

// Waits until a condition holds. A slow machine only makes it wait longer.
async function until(condition) {
  for (let waited = 0; !(await condition()); waited += 20) {
    assert.ok(waited < 60_000, `still not: ${condition}`);
    await sleep(20);
  }
}

test('a simulator says where it is, acts, and ends', async () => {
  const sim = await start({ guilds: 2, maxConcurrency: 4 });
  assert.match(sim.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(sim.api, `${sim.url}/api`);
  assert.equal(sim.control, `${sim.url}/sim`);
  assert.match(sim.gateway, /^ws:/);
  assert.equal(sim.token.split('.').length, 3);
  assert.equal(sim.caPem, undefined);

  const done = await sim.act({ do: 'message', content: 'a' });
  assert.equal(done.message.content, 'a');
  const both = await sim.act([{ do: 'message', content: 'b' }, { do: 'drop' }]);
  assert.equal(both.length, 2);
  await sim.play([{ at_ms: 0, do: 'message', content: 'c' }]);

  assert.equal((await sim.world()).guild_count, 2);
  assert.equal((await sim.stats()).gateway.identifies, 0);
  assert.deepEqual(await sim.punishments(), { edge_bans: [], token_resets: [] });
  assert.deepEqual(await sim.warnings(), {});
  for (const list of ['closes', 'connections', 'voiceConnections']) assert.deepEqual(await sim[list](), []);
  assert.ok((await sim.routes()).length > 100);

  const answer = await fetch(`${sim.api}/v10/gateway/bot`, { headers: { authorization: `Bot ${sim.token}` } });
  assert.equal((await answer.json()).session_start_limit.max_concurrency, 4);

  await sim.stop();
  assert.equal(await listens(sim.url), false);
  await sim.stop();
  await assert.rejects(sim.stats(), (error) => error instanceof SimError && /has ended \(exit status 0\)/.test(error.message));
});

test('a wrong action is an error with its place', async (t) => {
  const sim = await start();
  t.after(() => sim.stop());
  await assert.rejects(sim.act([{ do: 'drop' }, { do: 'message' }]), (error) => {
    assert.ok(error instanceof ControlError);
    assert.equal(error.action, 1);
    assert.equal(error.status, 400);
    return /^action 1: .*content/.test(error.message);
  });
  await assert.rejects(sim.play('nonsense'), ControlError);
  await assert.rejects(sim.interaction('1'), ControlError);
  await assert.rejects(sim.waitForCommand('greet', { waitMs: 1 }), /no command greet was registered in 1 ms/);
});

test('an answer is waited for, a deferred one too', async (t) => {
  const sim = await start({ guilds: 1 });
  t.after(() => sim.stop());
  const call = (method, path, body) =>
    fetch(`${sim.api}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${sim.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then((answer) => assert.ok(answer.ok, `${path}: ${answer.status}`));
  const { id: app } = (await sim.world()).bot;
  await call('POST', `/applications/${app}/commands`, { name: 'greet', description: 'Greets' });
  const { interaction } = await sim.act({ do: 'use_command', name: 'greet' });
  const notAnswered = { name: 'SimError', message: `interaction ${interaction.id} was not answered in 0 ms` };

  await assert.rejects(sim.waitForAnswer(interaction.id, { waitMs: 0 }), notAnswered);
  await call('POST', `/interactions/${interaction.id}/${interaction.token}/callback`, { type: 5 });
  await assert.rejects(sim.waitForAnswer(interaction.id, { waitMs: 0 }), notAnswered);
  const answer = sim.waitForAnswer(interaction.id, { waitMs: 60_000 });
  await call('PATCH', `/webhooks/${app}/${interaction.token}/messages/@original`, { content: 'Hello!' });
  assert.equal((await answer).message.content, 'Hello!');
});

test('what the program says at the start is in the error, without the token', async () => {
  await assert.rejects(start({ guild: 1 }), (error) => {
    assert.ok(error instanceof StartError && error instanceof SimError);
    assert.equal(error.status, 2);
    assert.match(error.stderr, /unexpected argument '--guild'/);
    return error.message.includes(error.stderr);
  });
  const token = 'aaa.bbb.ccc';
  const missing = join(folder, token);
  await assert.rejects(start({ token, script: missing }), (error) => {
    assert.match(error.message, /cannot read .*<token>/);
    return !`${error.message}${error.stderr}${error.stack}`.includes(token);
  });
});

test('a port that is taken is an error', async (t) => {
  const sim = await start();
  t.after(() => sim.stop());
  await assert.rejects(start({ port: Number(new URL(sim.url).port) }), StartError);
});

test('a program that is missing, or is none, is an error', async () => {
  await assert.rejects(start({ program: join(folder, 'nothing') }), StartError);
  await assert.rejects(start({ program: folder }), StartError);
  await assert.rejects(start({ program: fake('silent', '') }), /did not start \(exit status 0\)/);
  const babbles = fake('babbles', 'console.log("hello"); process.stdin.resume();');
  await assert.rejects(start({ program: babbles }), /is no gateway-sim: it printed "hello"/);
});

test('all output is read', async (t) => {
  const done = join(folder, 'done');
  const talks = fake(
    'talks',
    `const line = JSON.stringify({ control: 'http://127.0.0.1:9/sim' });
    const much = 'x'.repeat(1 << 20);
    process.stdout.write(line + '\\n' + much, () => process.stderr.write(much, () =>
      require('node:fs').writeFileSync(${JSON.stringify(done)}, '')));
    process.stdin.resume().on('end', () => process.exit());
    process.on('SIGTERM', () => process.exit());`,
  );
  const sim = await start({ program: talks });
  t.after(() => sim.stop());
  await until(() => existsSync(done));
});

test('the token is no argument', async (t) => {
  const shows = fake(
    'shows',
    `console.log(JSON.stringify({ control: 'http://127.0.0.1:9/sim', token: process.env.SIM_TOKEN, voice: process.argv.join(' ') }));
    process.stdin.resume().on('end', () => process.exit());`,
  );
  const sim = await start({ program: shows, token: 'a.b.c', withoutIntent: ['members', 'presences'], strict: true, tls: false });
  t.after(() => sim.stop());
  assert.equal(sim.token, 'a.b.c');
  assert.match(sim.voice, /--without-intent=members --without-intent=presences --strict --port=0$/);
  assert.ok(!sim.voice.includes('a.b.c'));
});

test('a simulator that was killed is an error', async (t) => {
  const dies = fake(
    'dies',
    `console.log(JSON.stringify({ control: 'http://127.0.0.1:9/sim' }));
    process.stdin.resume();
    process.stderr.write('what happened', () => process.kill(process.pid, 'SIGKILL'));`,
  );
  const sim = await start({ program: dies });
  t.after(() => sim.stop());
  await until(() => sim.stats().catch((error) => /has ended \(exit status SIGKILL\): what happened/.test(error.message)));
});

test('a program that does not end is killed, also if a child of its own holds its output', async (t) => {
  const stays = fake(
    'stays',
    `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.log(JSON.stringify({ control: 'http://127.0.0.1:9/sim', voice: child.pid }));
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);`,
  );
  const sim = await start({ program: stays });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stopped = sim.stop();
  t.mock.timers.tick(5_000);
  await stopped;
  assert.ok(process.kill(sim.voice, 'SIGKILL'));
  await assert.rejects(sim.stats(), /SIGKILL/);
});

test('TLS', async (t) => {
  const sim = await start({ tls: true });
  t.after(() => sim.stop());
  assert.match(sim.api, /^https:/);
  assert.match(sim.caPem, /BEGIN CERTIFICATE/);
  assert.equal((await sim.stats()).gateway.identifies, 0);
});

test('it ends with the process that started it, also if that is killed', async () => {
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { start } from 'gateway-sim';
    const sim = await start();
    console.log(sim.url);
    setInterval(() => {}, 1000);`,
  ]);
  const url = String((await once(parent.stdout, 'data'))[0]).trim();
  assert.equal(await listens(url), true);
  parent.kill('SIGKILL');
  await until(async () => !(await listens(url)));
});

test('a simulator that nobody stops keeps no process from ending', async () => {
  const parent = spawn(
    process.execPath,
    ['--input-type=module', '-e', `import { start } from 'gateway-sim'; const sim = await start(); await sim.stats();`],
    { stdio: 'inherit' },
  );
  assert.deepEqual(await once(parent, 'exit'), [0, null]);
});

test('require and import give the same', async () => {
  const required = createRequire(import.meta.url)('gateway-sim');
  assert.equal(required.Sim, Sim);
  assert.equal(required.StartError, StartError);
  assert.equal(typeof Sim.prototype[Symbol.asyncDispose], 'function');
});

test('the program can be run by hand', async () => {
  const ended = spawn(process.execPath, [join(import.meta.dirname, 'node_modules/.bin/gateway-sim'), '--version']);
  const [text] = await once(ended.stdout, 'data');
  assert.match(String(text), /^gateway-sim \d/);
  assert.ok(existsSync(program()));
});
