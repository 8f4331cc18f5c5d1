// Modals. Docs: Component Reference, the components that are available in modals.

/** Opens the modal that answers an interaction. */
function openModal(report) {
  const dialog = byId('modal');
  const modal = report.callback.data;
  const fields = [];
  const error = el('p', { class: 'error', role: 'alert' });
  const form = el(
    'form', { class: 'fields', novalidate: true },
    el('h2', { id: 'modal-title' }, modal.title),
    (modal.components ?? []).map((one) => modalPart(one, fields)),
    error,
    el('div', { class: 'buttons' }, button('Cancel', () => dialog.close()), el('button', { type: 'submit' }, 'Submit')),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(fields.map(({ id, read }) => [id, read()]).filter(([, value]) => value !== undefined));
    const failed = (text) => {
      error.textContent = text;
    };
    failed('');
    const done = () => dialog.close();
    await interact({ do: 'submit_modal', interaction: report.id, values }, { done, failed }).catch((wrong) => failed(wrong.message));
  });
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
  (form.querySelector('input, textarea, select') ?? form.querySelector('button')).focus();
}

/** Returns a part of a modal. Adds each field, with a function that reads its value, to `fields`. */
function modalPart(one, fields) {
  switch (one?.type) {
    case 1: return (one.components ?? []).map((inner) => modalPart(inner, fields));
    case 10: return el('div', { class: 'md' }, markdown(one.content));
    case 18: return labelled(one.label, one.description, one.component, fields);
    case 4: return labelled(one.label, null, one, fields);
    default: return labelled('', null, one, fields);
  }
}

function labelled(label, description, one, fields) {
  const id = `field-${fields.length}`;
  const name = el(one?.type === 4 || one?.type === 19 ? 'label' : 'legend', { for: one?.type === 4 || one?.type === 19 ? id : null, class: one?.required === false || one?.type === 23 ? '' : 'needed' }, label || one?.custom_id);
  const made = control(one, id, label || one?.custom_id);
  fields.push({ id: one?.custom_id, read: made.read });
  const tag = name.localName === 'legend' ? 'fieldset' : 'div';
  return el(tag, { class: 'field', 'data-custom-id': one?.custom_id }, name, description && el('span', { class: 'hint' }, description), made.node);
}

/** Returns the control of a component, and a function that reads its value: undefined if there is none to send. */
function control(one, id, label) {
  switch (one?.type) {
    case 4: return textControl(one, id);
    case 19: {
      const node = el('input', { id, type: 'file', multiple: (one.max_values ?? 1) > 1 });
      return { node, read: () => [...node.files].map((file) => ({ filename: file.name, size: file.size })) };
    }
    case 23: {
      const input = el('input', { type: 'checkbox', checked: one.default === true });
      return { node: el('label', { class: 'option' }, input, label), read: () => input.checked };
    }
    case 3: case 5: case 6: case 7: case 8: case 21: case 22: {
      const isGroup = one.type > 20;
      const most = one.type === 21 ? 1 : one.max_values ?? (one.type === 22 ? one.options.length : 1);
      const preset = (one.default_values ?? []).map((value) => value.id);
      const made = picker(isGroup ? 3 : one.type, { from: { options: one.options, channelTypes: one.channel_types }, most, preset, label });
      return { node: made.node, read: () => made.values() };
    }
    default: return { node: el('p', { class: 'small' }, `This page cannot show components of type ${one?.type}.`), read: () => undefined };
  }
}

function textControl(one, id) {
  const attributes = { id, placeholder: one.placeholder, maxlength: one.max_length ?? 4000, minlength: one.min_length };
  const node = el(one.style === 2 ? 'textarea' : 'input', one.style === 2 ? { ...attributes, rows: 4 } : attributes);
  node.value = one.value ?? '';
  return { node, read: () => node.value };
}
