// Interactions that this page caused, until the bot has answered them.

/** By interaction: what to do with its answer, and the timer of its failure. */
const waiting = new Map();

/** An answer has to come within 3 s. Docs: Receiving and Responding, Interaction Callback. */
const ANSWER_MS = 3000;

/**
 * Causes an interaction. `done(report)` gets its first answer; `failed(text)` is told if there is none.
 * Throws what the simulator has against it.
 */
async function interact(action, { done = () => {}, failed }) {
  const caused = await act(action);
  trouble(null);
  if (!caused.sessions) {
    failed(state.connected ? 'The bot did not get the interaction.' : 'No bot is connected.');
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

/** The newest answers, for one that comes before the interaction's own id is known here. */
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
