// A slash command, a deferred one, a button, a modal.

import { eventually } from '../checks.mjs';

/** What is asked of every client: a command is registered, used and answered. */
export async function command({ checks, bot, control, guilds }) {
  for (const name of ['greet', 'slow']) {
    const known = await control.call('GET', `/commands/${name}?wait_ms=8000`);
    checks.equal(known.name, name, `/${name} is registered`);
  }
  const greet = await control.command(guilds.at(-1).channel, 'greet', { name: 'Ada' });
  await bot.says('command', ({ name, id }) => name === 'greet' && id === greet.id, 'the command');
  const answer = await answered(control, greet, ({ message }) => message);
  checks.equal(answer.callback.type, 4, 'a slash command arrives, and is answered with a message');
  checks.equal(answer.message.content, 'Hello, Ada!', 'which has the option that the user gave');
  return answer;
}

/** And what is asked of those that are tested in full: follow-ups, deferred answers, buttons, modals. */
export async function interactions(context) {
  const { checks, control, guilds } = context;
  const first = await command(context);
  const greet = await answered(control, first, ({ followups }) => followups.length > 0);
  checks.equal(greet.followups[0].content, 'Nice to meet you.', 'with a follow-up');
  checks.ok(greet.followups[0].flags & 64, 'that only the user sees');

  const slow = await answered(
    control,
    await control.command(guilds.at(-1).channel, 'slow', {}),
    ({ message }) => message?.content === 'It took a while.',
  );
  checks.equal(slow.callback.type, 5, 'a deferred answer is edited in later');

  const modal = await answered(control, await control.press(greet.message.id, 'ask'), ({ callback }) => callback);
  checks.equal([modal.callback.type, modal.callback.data.custom_id], [9, 'question'], 'a button opens a modal');
  const submitted = await control.submit(modal.id, { answer: 'forty-two' });
  const said = await answered(control, submitted, ({ message }) => message);
  checks.equal(said.message.content, 'You said: forty-two', 'the modal is submitted and answered');

  const wave = await answered(control, await control.press(greet.message.id, 'wave'), ({ callback }) => callback);
  checks.equal(wave.callback.type, 7, 'a button updates its message');
  checks.equal([wave.message?.content, wave.message?.components], ['Somebody waved.', []], 'in its place');
}

function answered(control, { id }, fits) {
  return eventually(async () => {
    const answer = await control.answer(id);
    return fits(answer) ? answer : undefined;
  }, `the bot answers interaction ${id}`);
}
