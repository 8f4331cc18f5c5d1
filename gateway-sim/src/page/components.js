// Components of messages. Docs: Component Reference.

const componentsOf = (list, message) => (Array.isArray(list) ? list : []).map((one) => componentOf(one, message));

function componentOf(one, message) {
  switch (one?.type) {
    case 1: return el('div', { class: 'line' }, componentsOf(one.components, message));
    case 2: return buttonOf(one, message);
    case 3: case 5: case 6: case 7: case 8: return selectOf(one, message);
    case 9: return el('div', { class: 'section' }, el('div', {}, componentsOf(one.components, message)), one.accessory && componentOf(one.accessory, message));
    case 10: return el('div', { class: 'md' }, markdown(one.content));
    case 11: return mediaOf(one.media?.url, one.description, one.spoiler);
    case 12: return el('div', { class: 'gallery' }, (one.items ?? []).map((item) => mediaOf(item.media?.url, item.description, item.spoiler)));
    case 13: return fileOf({ filename: String(one.file?.url ?? '').split('/').pop(), spoiler: one.spoiler });
    case 14: return el('hr', { class: `${one.divider === false ? 'none' : ''} ${one.spacing === 2 ? 'wide' : ''}` });
    case 17: return containerOf(one, message);
    default: return el('p', { class: 'small' }, `This page cannot show components of type ${one?.type}.`);
  }
}

function containerOf(one, message) {
  const node = el('div', { class: 'container' });
  if (one.accent_color != null) node.style.setProperty('--accent', colorOf(one.accent_color));
  const inside = componentsOf(one.components, message);
  add(node, one.spoiler ? spoiler(inside) : inside);
  return node;
}

/** A picture or video. The page loads nothing from other hosts, so it shows a description and a link. */
function mediaOf(url, text, isHidden) {
  const name = String(url ?? '').split(/[?#]/)[0].split('/').pop() || 'media';
  const node = el('div', { class: 'media' }, el('span', {}, text || name), /^https?:/i.test(url ?? '') && link(url, 'open'));
  return isHidden ? spoiler([node]) : node;
}

const LINK = 5;
const PREMIUM = 6;

function buttonOf(one, message) {
  const text = [one.emoji && `${emojiText(one.emoji)} `, one.label];
  if (one.style === LINK) return el('a', { class: 'button', href: /^https?:\/\//i.test(one.url) ? one.url : null, target: '_blank', rel: 'noopener noreferrer' }, text, ' ↗');
  const action = { do: 'press_button', message: message.id, custom_id: one.custom_id };
  const node = button('', () => cause(message, action, node), {
    class: `style-${one.style}`, disabled: one.disabled || one.style === PREMIUM, 'data-key': one.custom_id, 'data-custom-id': one.custom_id,
  });
  add(node, one.style === PREMIUM ? 'Premium' : text);
  return node;
}

/** A select menu, which opens a list. If exactly one value must be chosen, a click on it sends it. */
function selectOf(one, message) {
  const most = one.max_values ?? 1;
  const least = one.min_values ?? 1;
  const label = one.placeholder || 'Make a selection';
  const summary = el('summary', { 'data-key': one.custom_id }, label);
  const node = el('details', { class: 'select', 'data-custom-id': one.custom_id, 'aria-disabled': one.disabled ? 'true' : null }, summary);
  const send = (values) => {
    node.open = false;
    summary.focus();
    cause(message, { do: 'select', message: message.id, custom_id: one.custom_id, values }, summary);
  };
  node.addEventListener('toggle', () => {
    if (!node.open || node.querySelector('form')) return;
    const from = { options: one.options, channelTypes: one.channel_types };
    const preset = (one.default_values ?? []).map((value) => value.id);
    const atOnce = most === 1 && least === 1;
    const list = picker(one.type, { from, most, preset, label, onpick: atOnce ? send : undefined });
    const form = el('form', {}, list.node, !atOnce && el('div', { class: 'buttons' }, el('button', { type: 'submit' }, 'Choose')));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      send(list.values());
    });
    node.append(form);
  });
  if (one.disabled) summary.addEventListener('click', (event) => event.preventDefault());
  return node;
}

/** Uses a component of a message. An error is shown below the message. */
function cause(message, action, node) {
  if (node.getAttribute('aria-busy') === 'true') return;
  node.setAttribute('aria-busy', 'true');
  complain(message.id, '');
  const failed = (text) => {
    node.removeAttribute('aria-busy');
    complain(message.id, `This interaction failed. ${text}`);
  };
  const done = () => node.removeAttribute('aria-busy');
  interact({ ...action, user: userId() }, { done, failed }).catch((error) => failed(error.message));
}

function complain(id, text) {
  const place = nodeOf(id)?.querySelector('.failed');
  if (place) place.textContent = text;
}
