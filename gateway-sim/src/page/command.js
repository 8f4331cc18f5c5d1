// Slash commands: the form of their options, autocomplete, and use.

/** Returns the slash commands that can be used: for a command with subcommands these, with their full names. */
function leaves() {
  const below = (one, name, description) => {
    const inner = (one.options ?? []).filter((option) => option.type < 3);
    if (!inner.length) return [{ name, description, options: one.options ?? [] }];
    return inner.flatMap((option) => below(option, `${name} ${option.name}`, option.description));
  };
  return state.commands.filter((command) => (command.type ?? 1) === 1).flatMap((command) => below(command, command.name, command.description));
}

/** The place by whose permissions the commands are read. */
const placeOfCommands = () => (state.channel?.type === 1 ? {} : { guild: state.guild?.id, channel: state.channel?.id, user: state.user });

/** Reads the commands that the user may use in the channel. */
async function loadCommands() {
  const place = placeOfCommands();
  const commands = await get('commands', place);
  const now = placeOfCommands();
  // If the user went elsewhere meanwhile, the commands of that place are being read.
  if (Object.keys({ ...place, ...now }).every((key) => place[key] === now[key])) state.commands = commands;
}

/** Reads them, and shows them if the list is open. */
const readCommands = () => loadCommands().then(suggest).catch((error) => trouble(error.message));

const where = () => ({ channel: state.channel.id, user: userId() });

/** Uses a command. A failure after it was sent is shown as a line among the messages. */
async function useCommand(name, options, target) {
  const failed = (text) => tell(`/${name}: the application did not respond. ${text}`, true);
  await interact({ do: 'use_command', name, options, target, ...where() }, { failed });
}

/** Opens the form for a command's options. A command without options is used at once. */
function openCommand(leaf) {
  byId('text').value = '';
  if (!leaf.options.length) {
    useCommand(leaf.name, {}).catch((error) => tell(`/${leaf.name}: ${error.message}`, true));
    return;
  }
  const form = byId('command');
  const error = el('p', { class: 'error', role: 'alert' });
  const fields = leaf.options.map((option, at) => optionField(leaf, option, `option-${at}`, () => values()));
  const values = () => Object.fromEntries(fields.map(({ name, read }) => [name, read()]).filter(([, value]) => value !== undefined));
  form.className = 'fields';
  form.replaceChildren(
    el('h2', {}, `/${leaf.name}`, ' ', el('span', { class: 'small' }, leaf.description)),
    el('div', { class: 'field-grid' }, fields.map((field) => field.node)),
    error,
    el('div', { class: 'buttons' }, button('Cancel', closeCommand), el('button', { type: 'submit' }, 'Use')),
  );
  form.onsubmit = async (event) => {
    event.preventDefault();
    error.textContent = '';
    try {
      await useCommand(leaf.name, values());
      closeCommand();
    } catch (wrong) {
      error.textContent = wrong.message;
    }
  };
  form.onkeydown = (event) => {
    if (event.key === 'Escape') closeCommand();
  };
  form.hidden = false;
  byId('composer').hidden = true;
  form.querySelector('input, select, textarea')?.focus();
}

function closeCommand() {
  if (byId('command').hidden) return;
  byId('command').hidden = true;
  byId('command').replaceChildren();
  byId('composer').hidden = false;
  byId('text').focus();
}

/** The component type of a select menu for each option type: user, channel, role and mentionable. */
const PICKED = { 6: 5, 7: 8, 8: 6, 9: 7 };

function optionField(leaf, option, id, values) {
  const made = optionControl(leaf, option, id, values);
  const isGroup = option.type in PICKED;
  const name = el(isGroup ? 'legend' : 'label', { for: isGroup ? null : id, class: option.required ? 'needed' : '' }, option.name);
  const node = el(isGroup ? 'fieldset' : 'div', { class: 'field', 'data-option': option.name }, name, el('span', { class: 'hint' }, option.description), made.node);
  return { name: option.name, node, read: made.read };
}

/** Returns the control of an option, and a function that reads its value: undefined if the option is left out. */
function optionControl(leaf, option, id, values) {
  const isNumber = option.type === 4 || option.type === 10;
  const read = (text) => (text === '' ? undefined : isNumber ? Number(text) : text);
  if (option.choices?.length) return choicesOf(id, option.choices.map((choice) => [choice.name, choice.value]));
  if (option.type === 5) return choicesOf(id, [['True', true], ['False', false]]);
  if (option.type in PICKED) {
    const made = picker(PICKED[option.type], { from: { channelTypes: option.channel_types }, label: option.name });
    return { node: made.node, read: () => made.values()[0] };
  }
  if (option.type === 11) {
    const node = el('input', { id, type: 'file' });
    return { node, read: () => node.files[0] && { filename: node.files[0].name, size: node.files[0].size } };
  }
  if (option.autocomplete) return completed(leaf, option, id, values, read);
  const node = el('input', {
    id, type: isNumber ? 'number' : 'text', min: option.min_value, max: option.max_value, step: option.type === 4 ? 1 : 'any', minlength: option.min_length, maxlength: option.max_length,
  });
  return { node, read: () => read(node.value) };
}

function choicesOf(id, choices) {
  const node = el('select', { id }, el('option', { value: '' }, '–'), choices.map(([name], at) => el('option', { value: at }, name)));
  return { node, read: () => choices[node.value]?.[1] };
}

/** Returns a text field with autocomplete: the bot is asked for choices while the user types. */
function completed(leaf, option, id, values, read) {
  const input = el('input', { id, autocomplete: 'off', 'aria-controls': `${id}-choices` });
  const choices = el('div', { class: 'choices', id: `${id}-choices`, role: 'group', 'aria-label': `Choices for ${option.name}`, hidden: true });
  const said = el('span', { class: 'hint', role: 'status' });
  let chosen;
  const show = (list) => {
    const hasFocus = choices.contains(document.activeElement);
    choices.replaceChildren(...list.map((choice) => button(choice.name, () => {
      chosen = choice;
      input.value = choice.name;
      choices.hidden = true;
      input.focus();
    })));
    choices.hidden = !list.length;
    if (hasFocus) (choices.firstChild ?? input).focus();
    said.textContent = list.length ? '' : 'The bot returned no choices for this text.';
  };
  const failed = (text) => {
    choices.hidden = true;
    said.textContent = text;
  };
  let asked = 0;
  const complete = () => {
    const number = (asked += 1);
    const done = (report) => number === asked && report.callback?.type === 8 && show(report.callback.data?.choices ?? []);
    const options = { ...values(), [option.name]: input.value };
    interact({ do: 'autocomplete', name: leaf.name, options, focused: option.name, ...where() }, { done, failed }).catch((error) => failed(error.message));
  };
  input.addEventListener('input', () => (chosen = undefined));
  input.addEventListener('input', later(200, complete));
  input.addEventListener('focus', () => chosen || complete(), { once: true });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || choices.hidden) return;
    event.preventDefault();
    choices.firstChild?.focus();
  });
  choices.addEventListener('keydown', (event) => {
    const next = { ArrowDown: 'nextSibling', ArrowUp: 'previousSibling' }[event.key];
    if (!next) return;
    event.preventDefault();
    (document.activeElement[next] ?? input).focus();
  });
  return { node: el('div', {}, input, choices, said), read: () => (chosen ? chosen.value : read(input.value)) };
}
