// Embeds, attachments, polls and reactions.

function embedOf(embed) {
  const node = el('article', { class: 'embed', 'aria-label': 'Embed' });
  if (embed.color != null) node.style.setProperty('--accent', colorOf(embed.color));
  const author = embed.author?.name;
  const foot = [embed.footer?.text, embed.timestamp && timeOf(embed.timestamp)?.toLocaleString()].filter(Boolean).join(' · ');
  add(
    node,
    author && el('div', { class: 'author' }, link(embed.author.url ?? '', author)),
    embed.title && el('h3', {}, link(embed.url ?? '', inline(embed.title))),
    embed.description && el('div', { class: 'md' }, markdown(embed.description)),
    embed.fields?.length > 0 && el('div', { class: 'grid' }, embed.fields.map(fieldOf)),
    embed.thumbnail && mediaOf(embed.thumbnail.url),
    embed.image && mediaOf(embed.image.url),
    foot && el('footer', {}, foot),
  );
  return node;
}

const fieldOf = (field) => el('div', { class: field.inline ? 'inline' : '' }, el('div', { class: 'name' }, inline(field.name ?? '')), el('div', { class: 'md' }, markdown(field.value)));

function fileOf(file) {
  const about = [file.description, file.size !== undefined && sizeText(file.size)].filter(Boolean).join(' · ');
  return el('div', { class: 'file' }, el('span', { 'aria-hidden': 'true' }, '▤'), el('div', {}, file.spoiler ? spoiler([file.filename]) : file.filename, about && el('div', { class: 'small' }, about)));
}

function pollOf(poll, message) {
  const counts = new Map((poll.results?.answer_counts ?? []).map((one) => [one.id, one]));
  const all = [...counts.values()].reduce((sum, one) => sum + one.count, 0);
  const ends = poll.expiry && timeOf(poll.expiry);
  const isOver = poll.results?.is_finalized || (ends && ends < new Date());
  const answers = (poll.answers ?? []).map(({ answer_id: id, poll_media: media }) => {
    const { count = 0, me_voted: mine = false } = counts.get(id) ?? {};
    const bar = el('span', { class: 'bar', 'aria-hidden': 'true' });
    bar.style.width = `${all ? (100 * count) / all : 0}%`;
    const vote = () => attempt({ do: 'vote', channel: message.channel_id, message: message.id, answer: id, user: userId(), back: mine });
    const votes = `${count} ${count === 1 ? 'vote' : 'votes'}`;
    const node = button('', vote, { 'aria-pressed': String(mine), disabled: isOver, 'data-key': `answer-${id}` });
    add(node, bar, el('span', {}, media?.emoji && `${emojiText(media.emoji)} `, media?.text), el('span', { class: 'small' }, votes));
    return node;
  });
  const how = poll.allow_multiselect ? 'Select one or more answers' : 'Select one answer';
  const when = isOver ? 'Poll closed' : ends ? `ends ${ends.toLocaleString()}` : '';
  return el('div', { class: 'poll', role: 'group', 'aria-label': 'Poll' }, el('b', {}, poll.question?.text), el('span', { class: 'small' }, how), answers, el('span', { class: 'small' }, when));
}

/** Returns an emoji in the form of the control endpoint's actions. */
const emojiKey = (emoji) => (emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name);

function reactionsOf(message) {
  if (!message.reactions?.length) return null;
  const one = ({ emoji, count, me }) => {
    const toggle = () => react(message, emojiKey(emoji), me);
    return button(`${emojiText(emoji)} ${count}`, toggle, { 'aria-pressed': String(me), 'data-key': `react-${emojiKey(emoji)}`, 'aria-label': `${emojiText(emoji)}, ${count} reactions` });
  };
  return el('div', { class: 'reactions', role: 'group', 'aria-label': 'Reactions' }, message.reactions.map(one));
}

const react = (message, emoji, back) => attempt({ do: back ? 'unreact' : 'react', channel: message.channel_id, message: message.id, emoji, user: userId() });
