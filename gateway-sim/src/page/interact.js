// Interactions that this page caused, and the bot's answers to them.

/** The interactions without an answer yet, by id: the function that takes the answer, and the timer of the failure. */
const waiting = new Map();

/** The bot must answer within 3 s. Docs: Receiving and Responding, Interaction Callback. */
const ANSWER_MS = 3000;

/**
 * Causes an interaction. Calls `done(report)` with the bot's first answer, or `failed(text)` if there is none.
 * Throws an error if the simulator refuses the interaction.
 */
async function interact(action, { done = () => {}, failed }) {
  const caused = await act(action);
  trouble(null);
  if (!caused.sessions) {
    failed(state.connected ? 'The bot did not receive the interaction.' : 'No bot is connected.');
    return;
  }
  const { id } = caused.interaction;
  const report = answers.get(id);
  if (report) {
    done(report);
    return;
  }
  waiting.set(id, { done, timer: setTimeout(fail, ANSWER_MS + 300, id, failed) });
}

/** The newest answers: an answer may arrive before the page knows the id of the interaction. */
const answers = new Map();

function answered(report) {
  answers.set(report.id, report);
  if (answers.size > 50) answers.delete(answers.keys().next().value);
  if (report.callback?.type === 9 && report.user_id === userId()) openModal(report);
  const asked = waiting.get(report.id);
  if (!asked) return;
  waiting.delete(report.id);
  clearTimeout(asked.timer);
  asked.done(report);
}

async function fail(id, failed) {
  const report = waiting.has(id) && (await get(`interactions/${id}`).catch(() => null));
  if (report?.callback) answered(report);
  else if (waiting.delete(id)) failed('The bot did not answer within 3 s.');
}
