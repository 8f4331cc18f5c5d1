// The message field: messages, replies, edits, files, and the list of commands after a slash.

/** The message that is replied to, or that is edited. */
let composing = {};
/** The index of the selected command in the list. */
let marked = 0;

function replyTo(message) {
  composing = { reply: message };
  showComposing(`Replying to ${nameOf(message.author.id)}`);
}

function edit(message) {
  composing = { edit: message };
  byId('text').value = message.content;
  showComposing('Editing a message');
}

function showComposing(text) {
  byId('about-reply').hidden = false;
  byId('about-reply').replaceChildren(text, button('Cancel', leaveComposing));
  byId('text').focus();
}

function leaveComposing() {
  if (composing.edit) byId('text').value = '';
  composing = {};
  byId('about-reply').hidden = true;
  byId('attach').value = '';
  showFiles();
  closeCommand();
  suggest();
}

function showFiles() {
  const files = [...byId('attach').files];
  const drop = () => {
    byId('attach').value = '';
    showFiles();
  };
  byId('files').hidden = !files.length;
  byId('files').replaceChildren(files.map((file) => `${file.name} (${sizeText(file.size)})`).join(', '), button('Remove', drop));
}

/** The base of the URLs of attachments. Nothing can be downloaded from it. */
const CDN = ['https', '//cdn.sim.invalid/attachments'].join(':');

/** Returns attachment objects for the chosen files. The simulator keeps no contents, only names and sizes. */
function attachments() {
  return [...byId('attach').files].map((file, at) => {
    const id = newId(at);
    const url = `${CDN}/${state.channel.id}/${id}/${encodeURIComponent(file.name)}`;
    return { id, filename: file.name, size: file.size, content_type: file.type || undefined, url, proxy_url: url };
  });
}

async function send() {
  if (!state.channel) return;
  const text = byId('text').value;
  const place = { channel: state.channel.id };
  const files = attachments();
  if (!text.trim() && !files.length) return;
  let done;
  if (composing.edit) {
    done = await attempt({ do: 'edit', ...place, message: composing.edit.id, user: userId(), content: text });
  } else {
    const fields = { ...replyFields(composing.reply), ...(files.length ? { attachments: files } : {}) };
    done = await attempt({ do: 'message', ...place, author: userId(), content: text, fields });
  }
  if (!done) return;
  if (done.blocked) tell('Auto moderation blocked this message.', true);
  byId('text').value = '';
  leaveComposing();
  toEnd();
}

function replyFields(to) {
  if (!to) return {};
  const reference = { type: 0, message_id: to.id, channel_id: to.channel_id, guild_id: state.channel.type === 1 ? undefined : state.guild.id };
  return { type: 19, message_reference: reference, referenced_message: to, mentions: [to.author] };
}

/** Lists the commands whose names begin with the text after a slash. */
function suggest() {
  const typed = /^\/([^\n]*)$/.exec(byId('text').value)?.[1];
  const fits = typed === undefined ? [] : leaves().filter((leaf) => leaf.name.startsWith(typed.trim().toLowerCase()));
  const found = byId('found');
  marked = Math.min(marked, Math.max(fits.length - 1, 0));
  found.replaceChildren(...fits.slice(0, 25).map((leaf, at) => {
    const node = el('li', { id: `found-${at}`, role: 'option', 'aria-selected': String(at === marked), 'data-command': leaf.name }, el('b', {}, `/${leaf.name}`), el('span', { class: 'dim' }, leaf.description));
    node.addEventListener('click', () => choose(leaf));
    return node;
  }));
  if (typed !== undefined && !fits.length) found.replaceChildren(el('li', { class: 'dim' }, state.commands.length ? 'No command has this name.' : 'There are no commands that you can use here.'));
  found.hidden = typed === undefined;
  const text = byId('text');
  text.setAttribute('aria-expanded', String(!found.hidden));
  if (fits.length) text.setAttribute('aria-activedescendant', `found-${marked}`);
  else text.removeAttribute('aria-activedescendant');
  byId(`found-${marked}`)?.scrollIntoView({ block: 'nearest' });
  return fits;
}

function choose(leaf) {
  byId('text').value = '';
  suggest();
  openCommand(leaf);
}

let typedAt = 0;

/** Handles a change of the text. Typing is announced at most every 8 s, as in Discord's client. */
function typed() {
  marked = 0;
  const text = byId('text').value;
  suggest();
  if (!state.channel || !text || text.startsWith('/') || composing.edit || Date.now() - typedAt < 8000) return;
  typedAt = Date.now();
  act({ do: 'type', channel: state.channel.id, user: userId() }).catch(() => {});
}

function onKey(event) {
  const fits = byId('found').hidden ? [] : suggest();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (fits.length && step) {
    marked = (marked + step + fits.length) % Math.min(fits.length, 25);
    suggest();
    event.preventDefault();
  } else if (event.key === 'Escape') {
    if (!byId('found').hidden) byId('text').value = '';
    leaveComposing();
  } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (fits.length) choose(fits[marked]);
    else if (byId('found').hidden) send();
  }
}
