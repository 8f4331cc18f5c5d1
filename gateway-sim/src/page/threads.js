// Threads that the user starts, and posts in forums.

/** Asks for something in a dialog. It stays open with what went wrong if `run` fails, and is closed before `go` gets the result. */
function askFor(title, verb, fields, run, go) {
  const dialog = byId('asking');
  const error = el('p', { class: 'error', role: 'alert' });
  const submit = el('button', { type: 'submit' }, verb);
  const form = el(
    'form', { class: 'fields' },
    el('h2', { id: 'asking-title' }, title),
    fields,
    error,
    el('div', { class: 'buttons' }, button('Cancel', () => dialog.close()), submit),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    try {
      const done = await run();
      dialog.close();
      go(done).catch((wrong) => trouble(wrong.message));
    } catch (wrong) {
      error.textContent = wrong.message;
    } finally {
      submit.disabled = false;
    }
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

const withLabel = (label, control) => el('div', { class: 'field' }, el('label', { for: control.id }, label), control);

/** What the button at the top starts in a channel; undefined if it starts nothing. */
function startOf(channel) {
  if (isForum(channel)) return { text: 'New post', run: newPost };
  return [0, 5].includes(channel?.type) ? { text: 'New thread', run: () => newThread() } : undefined;
}

/** Starts a thread in the channel, from a message or without one. */
function newThread(message) {
  const { channel } = state;
  const name = el('input', { id: 'new-name', maxlength: 100, required: true });
  const hidden = el('input', { id: 'new-private', type: 'checkbox' });
  const mayHide = !message && channel.type === 0;
  const fields = [withLabel('Name', name), mayHide && el('label', { class: 'option' }, hidden, 'Private: only for its members')];
  askFor(message ? 'A thread from a message' : `A thread in ${channel.name}`, 'Start', fields, () => (
    act({ do: 'start_thread', channel: channel.id, user: userId(), name: name.value.trim(), message: message?.id, private: hidden.checked })
  ), openMade);
}

/** Posts in the channel, which is a forum. */
function newPost() {
  const { channel } = state;
  const name = el('input', { id: 'new-name', maxlength: 100, required: true });
  const text = el('textarea', { id: 'new-text', maxlength: 2000, rows: 4, required: true });
  const options = (channel.available_tags ?? []).map((tag) => ({ value: tag.id, label: tag.name }));
  const tags = picker(3, { from: { options }, most: 5, label: 'Tags' });
  const fields = [withLabel('Title', name), withLabel('Text', text), options.length > 0 && el('fieldset', { class: 'field' }, el('legend', {}, 'Tags'), tags.node)];
  askFor(`A post in ${channel.name}`, 'Post', fields, () => (
    act({ do: 'post', channel: channel.id, user: userId(), name: name.value.trim(), content: text.value, tags: tags.values() })
  ), openMade);
}

async function openMade({ thread }) {
  await loadGuild(state.guild.id);
  await openChannel(channelOf(thread.id) ?? thread);
}
