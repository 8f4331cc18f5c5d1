// The picker of select menus and options: a list of choices, or of the guild's users, roles and channels.

/** Returns the members whose name contains a text. In a large guild the simulator searches. */
async function findMembers(text) {
  const held = members();
  if (!state.guild || held.length >= state.guild.member_count) {
    return held.filter((member) => `${member.name} ${member.username}`.toLowerCase().includes(text.toLowerCase()));
  }
  const found = await get(`guilds/${state.guild.id}/members`, { query: text, limit: 25 });
  found.forEach(note);
  return found;
}

const asUser = (member) => ({ value: member.id, label: `@${member.name}`, hint: member.bot ? 'bot' : member.username });
const asRole = (role) => ({ value: role.id, label: `@${role.name}`, hint: 'role' });
const asChannel = (channel) => ({ value: channel.id, label: `#${channel.name}` });

/** Returns the choices of a component type: 5 users, 6 roles, 7 users and roles, 8 channels; else its own options. */
async function pickable(kind, { options, channelTypes } = {}, text = '') {
  const wanted = text.toLowerCase();
  const has = (one) => one.label.toLowerCase().includes(wanted);
  const people = async () => (state.guild ? (await findMembers(text)).map(asUser) : [{ value: userId(), label: `@${nameOf(userId())}` }, { value: state.bot.id, label: `@${state.bot.username}` }]);
  const roleList = roles().filter((role) => role.id !== state.guild?.id).map(asRole).filter(has);
  switch (kind) {
    case 5: return people();
    case 6: return roleList;
    case 7: return [...(await people()), ...roleList];
    case 8: return channels().filter((channel) => !channelTypes?.length || channelTypes.includes(channel.type)).map(asChannel).filter(has);
    default: return (options ?? []).map((one) => ({ value: one.value, label: one.label ?? one.value, hint: one.description, emoji: one.emoji, preset: one.default }));
  }
}

/** Returns whether there are so many choices that the picker has a search field. */
const isLarge = (kind) => [5, 7].includes(kind) && (state.guild?.member_count ?? 0) > 25;

let lastName = 0;

/**
 * Creates a list of radio buttons or checkboxes. `picker.values()` returns the chosen values.
 * With `onpick`, it is a list of buttons instead, and a press calls it with the value.
 */
function picker(kind, { from, most = 1, preset = [], onpick, label = 'Choose' }) {
  const name = `pick-${(lastName += 1)}`;
  const list = el('div', { class: 'options' });
  const picked = new Map();
  let first = true;
  const show = async (text) => {
    const all = await pickable(kind, from, text);
    const isPreset = (one) => first && (one.preset || preset.includes(one.value));
    all.filter(isPreset).forEach((one) => picked.set(one.value, one));
    first = false;
    list.replaceChildren(...all.map((one) => option(one)));
    if (!all.length) list.replaceChildren(el('p', { class: 'dim' }, 'There is nothing to choose.'));
  };
  const option = (one) => {
    const text = el('span', {}, one.emoji && `${emojiText(one.emoji)} `, one.label, one.hint && el('span', { class: 'hint' }, one.hint));
    if (onpick) return button(text, () => onpick([one.value]), { class: 'option', 'data-value': one.value });
    const input = el('input', { type: most === 1 ? 'radio' : 'checkbox', name, value: one.value, checked: picked.has(one.value) });
    input.addEventListener('change', () => {
      if (most === 1) picked.clear();
      if (input.checked) picked.set(one.value, one);
      else picked.delete(one.value);
    });
    return el('label', { class: 'option' }, input, text);
  };
  const search = el('input', { type: 'search', placeholder: 'Search', 'aria-label': `${label}: search` });
  search.addEventListener('input', later(200, () => show(search.value).catch((error) => trouble(error.message))));
  search.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault());
  const node = el('div', { role: most === 1 && !onpick ? 'radiogroup' : 'group', 'aria-label': label }, isLarge(kind) && search, list);
  const ready = show('').catch((error) => trouble(error.message));
  return { node, ready, values: () => [...picked.keys()] };
}

const emojiText = (emoji) => (emoji?.id ? `:${emoji.name}:` : emoji?.name ?? '');
