// The message, and the list of the channel's messages.

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const SUPPRESS_EMBEDS = 1 << 2;

/** The most messages in the page. */
const MOST_SHOWN = 300;

/** The text for messages without content, by message type. */
const SAYS = {
  3: 'is calling', 6: 'pinned a message', 7: 'joined the guild', 8: 'boosted the guild', 18: 'started a thread', 46: 'The poll has ended.',
};

const list = () => byId('messages');
const nodeOf = (id) => list().querySelector(`:scope > [data-id="${CSS.escape(id)}"]`);

function messageNode(message) {
  if (message.notice) return el('li', { class: `notice ${message.bad ? 'bad' : ''}`, 'data-id': message.id }, message.notice);
  const { author } = message;
  [author, ...(message.mentions ?? [])].forEach(note);
  const name = message.webhook_id && !message.interaction_metadata ? author.username : nameOf(author.id);
  const avatar = el('span', { class: 'avatar', 'aria-hidden': 'true' }, [...name][0]);
  avatar.style.background = `hsl(${hueOf(author.id)} 45% 42%)`;
  const time = timeOf(message.timestamp) ?? new Date();
  const isEphemeral = message.flags & EPHEMERAL;
  const by = el(
    'div', { class: 'by' },
    el('span', { class: 'who' }, name),
    (author.bot || message.webhook_id) && el('span', { class: 'tag' }, message.webhook_id && !author.bot ? 'WEBHOOK' : 'BOT'),
    el('time', { datetime: time.toISOString(), title: time.toLocaleString() }, timeText(time)),
  );
  const node = el('li', { class: `message ${isEphemeral ? 'ephemeral' : ''}`, 'data-id': message.id, 'data-author': author.id, 'data-time': time.getTime() });
  add(node, aboveOf(message), avatar, el('div', { class: 'body' }, by, contentOf(message)), moreOf(message));
  return node;
}

/** Returns the line above a message that is an answer: the command that was used, or the message that it replies to. */
function aboveOf(message) {
  const used = message.interaction;
  if (used) return el('div', { class: 'above' }, `${nameOf(used.user?.id)} used /${used.name}`);
  if (message.type !== 19) return null;
  const to = message.referenced_message;
  return el('div', { class: 'above' }, to ? `↱ ${nameOf(to.author?.id)}: ${to.content || 'a message'}` : '↱ a deleted message');
}

function contentOf(message) {
  const parts = [];
  if (message.flags & LOADING) parts.push(el('div', { class: 'content dim thinking' }, `${nameOf(message.author.id)} is thinking`));
  if (message.content) parts.push(el('div', { class: 'content' }, markdown(message.content), message.edited_timestamp && el('span', { class: 'small' }, ' (edited)')));
  else if (SAYS[message.type]) parts.push(el('div', { class: 'dim' }, SAYS[message.type]));
  if (!(message.flags & SUPPRESS_EMBEDS)) parts.push((message.embeds ?? []).map(embedOf));
  parts.push((message.attachments ?? []).map(fileOf));
  parts.push((message.sticker_items ?? []).map((sticker) => el('div', { class: 'media' }, `Sticker: ${sticker.name}`)));
  if (message.poll) parts.push(pollOf(message.poll, message));
  parts.push(componentsOf(message.components, message));
  parts.push(reactionsOf(message));
  parts.push(el('p', { class: 'error failed', role: 'status' }));
  if (message.flags & EPHEMERAL) parts.push(el('p', { class: 'small' }, 'Only you can see this · ', button('Dismiss', () => take(message.id), { 'data-key': 'dismiss' })));
  return parts;
}

const QUICK = ['👍', '❤️', '😂', '🎉', '👀', '✅'];

/** The menu of a message. Its items are created when it is opened. */
function moreOf(message) {
  const menu = el('details', { class: 'more' }, el('summary', { 'aria-label': 'Actions on this message', 'data-key': 'more' }, '⋯'));
  const close = () => {
    menu.open = false;
    menu.firstChild.focus({ preventScroll: true });
  };
  menu.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  menu.addEventListener('focusout', (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && (menu.open = false));
  menu.addEventListener('toggle', () => {
    menu.querySelector(':scope > div')?.remove();
    if (!menu.open) return;
    menu.append(menuOf(message, close));
    menu.lastChild.scrollIntoView({ block: 'nearest' });
  });
  return menu;
}

function menuOf(message, close) {
  const item = (text, run) => button(text, () => (close(), run()));
  const own = message.author.id === userId();
  const other = el('input', { 'aria-label': 'React with another emoji', placeholder: 'emoji' });
  other.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !other.value.trim()) return;
    close();
    react(message, other.value.trim(), false);
  });
  const apps = state.commands.filter((command) => command.type === 2 || command.type === 3);
  const target = (command) => (command.type === 3 ? message.id : message.author.id);
  return el(
    'div', {},
    el('div', { class: 'quick', role: 'group', 'aria-label': 'React' }, QUICK.map((emoji) => button(emoji, () => (close(), react(message, emoji, false)), { 'aria-label': `React with ${emoji}` })), other),
    !(message.flags & EPHEMERAL) && item('Reply', () => replyTo(message)),
    [0, 5].includes(state.channel?.type) && !(message.flags & EPHEMERAL) && !message.thread && item('Start a thread', () => newThread(message)),
    own && item('Edit', () => edit(message)),
    item('Delete', () => (message.flags & EPHEMERAL ? take(message.id) : attempt({ do: 'delete', channel: message.channel_id, message: message.id }))),
    apps.map((command) => item(`${command.name} (${command.type === 3 ? 'message' : 'user'})`, () => useCommand(command.name, {}, target(command)).catch((error) => tell(error.message, true)))),
    item(`Copy id ${message.id}`, () => navigator.clipboard?.writeText(message.id)),
  );
}

/** Whether the newest message is visible, and the height of the list at which that was checked. */
const sight = { end: true, height: 0 };

/** Keeps the newest message visible when the height of the list changes. */
function resized() {
  sight.height = byId('scroll').clientHeight;
  if (sight.end) toEnd();
}

function scrolled() {
  if (byId('scroll').clientHeight !== sight.height) return;
  sight.end = atEnd();
  if (sight.end) byId('newest').hidden = true;
}

/** Shows a message. It replaces an earlier state of the same message. */
function put(message) {
  let node;
  try {
    node = messageNode(message);
  } catch (error) {
    node = el('li', { class: 'notice bad', 'data-id': message.id }, `This message cannot be shown: ${error.message}`);
  }
  const isAtEnd = atEnd();
  state.messages.set(message.id, message);
  list().querySelector(':scope > .empty')?.remove();
  const old = nodeOf(message.id);
  if (old) {
    const key = old.contains(document.activeElement) && document.activeElement.dataset.key;
    old.replaceWith(node);
    if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  } else {
    let after = list().lastElementChild;
    while (after && compareIds(after.dataset.id, message.id) > 0) after = after.previousElementSibling;
    if (after) after.after(node);
    else list().prepend(node);
    while (list().childElementCount > MOST_SHOWN && isAtEnd) take(list().firstElementChild.dataset.id);
  }
  follow(node);
  follow(node.nextElementSibling);
  if (isAtEnd) toEnd();
  else if (!old) byId('newest').hidden = false;
}

/** Removes a message from the page. */
function take(id) {
  state.messages.delete(id);
  const node = nodeOf(id);
  const next = node?.nextElementSibling;
  if (node?.contains(document.activeElement)) byId('text').focus();
  node?.remove();
  follow(next);
}

/** Hides the author of a message that follows one of the same author within 5 minutes. */
function follow(node) {
  if (!node?.classList.contains('message')) return;
  const before = node.previousElementSibling;
  const isSame = before?.dataset.author === node.dataset.author && node.dataset.time - before.dataset.time < 300_000;
  const isPlain = !node.querySelector(':scope > .above') && before?.classList.contains('ephemeral') === node.classList.contains('ephemeral');
  node.classList.toggle('follow', Boolean(isSame && isPlain));
}

/** Adds a line of the page's own among the messages. */
const tell = (notice, bad = false) => put({ id: newId(), notice, bad });

const atEnd = () => {
  const scroll = byId('scroll');
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
};

function toEnd() {
  sight.end = true;
  byId('scroll').scrollTop = byId('scroll').scrollHeight;
  byId('newest').hidden = true;
}
