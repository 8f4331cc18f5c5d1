// Converts a small subset of Discord's Markdown to nodes. Docs: Reference, Message Formatting.

/** The deepest nesting. Markup in a deeper one is plain text. */
const DEEPEST = 8;

const INLINE = [
  [/\\([\\*_~`|>#\-[\]()<:@])/y, (m) => m[1]],
  [/(`{1,2})([^`](?:[\s\S]*?[^`])?)\1(?!`)/y, (m) => el('code', {}, m[2])],
  [/\*\*([\s\S]+?)\*\*(?!\*)/y, (m, deep) => el('strong', {}, inline(m[1], deep))],
  [/__([\s\S]+?)__(?!_)/y, (m, deep) => el('u', {}, inline(m[1], deep))],
  [/\*(?![\s*])([^*]*?[^\s*])\*(?!\*)/y, (m, deep) => el('em', {}, inline(m[1], deep))],
  [/(?<!\w)_(?![\s_])([^_]*?[^\s_])_(?!\w)/y, (m, deep) => el('em', {}, inline(m[1], deep))],
  [/~~([\s\S]+?)~~/y, (m, deep) => el('s', {}, inline(m[1], deep))],
  [/\|\|([\s\S]+?)\|\|/y, (m, deep) => spoiler(inline(m[1], deep))],
  [/\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"\n]*")?\)/iy, (m, deep) => link(m[2], inline(m[1], deep))],
  [/<(https?:\/\/[^\s>]+)>/iy, (m) => link(m[1], m[1])],
  [/https?:\/\/[^\s<]*[^\s<.,:;"'\])]/iy, (m) => link(m[0], m[0])],
  [/<@!?(\d{1,20})>/y, (m) => mention(`@${nameOf(m[1])}`)],
  [/<@&(\d{1,20})>/y, (m) => mention(`@${roles().find((role) => role.id === m[1])?.name ?? 'role'}`)],
  [/<#(\d{1,20})>/y, (m) => mention(`#${channelOf(m[1])?.name ?? 'unknown'}`)],
  [/<\/([^:>\n]{1,100}):\d{1,20}>/y, (m) => mention(`/${m[1]}`)],
  [/<a?:(\w{1,32}):\d{1,20}>/y, (m) => `:${m[1]}:`],
  [/<t:(-?\d{1,12})(?::([tTdDfFR]))?>/y, (m) => timestamp(Number(m[1]), m[2] ?? 'f')],
  [/@(?:everyone|here)\b/y, (m) => mention(m[0])],
];

const mention = (text) => el('span', { class: 'mention' }, text);

/** Creates a spoiler: its content is hidden until it is pressed. */
function spoiler(nodes) {
  const hidden = el('button', { type: 'button', class: 'spoiler', 'aria-label': 'Spoiler, press to show' }, el('span', {}, nodes));
  hidden.addEventListener('click', () => hidden.replaceWith(el('span', { class: 'shown' }, nodes)));
  return hidden;
}

const STYLES = {
  t: { timeStyle: 'short' }, T: { timeStyle: 'medium' }, d: { dateStyle: 'short' }, D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' }, F: { dateStyle: 'full', timeStyle: 'short' },
};

function timestamp(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  if (style !== 'R') return el('time', { datetime: date.toISOString() }, date.toLocaleString([], STYLES[style]));
  const away = seconds - Date.now() / 1000;
  const units = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
  const [unit, length] = units.find(([, length]) => Math.abs(away) >= length) ?? units[5];
  return el('time', { datetime: date.toISOString() }, new Intl.RelativeTimeFormat([]).format(Math.trunc(away / length), unit));
}

/** Converts text without blocks. */
function inline(text, deep = 0) {
  const nodes = [];
  let plain = '';
  const end = () => {
    if (plain) nodes.push(plain);
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const match = deep < DEEPEST && '\\`*_~|[<h@H'.includes(text[at]) ? found(text, at) : null;
    if (match) {
      end();
      nodes.push(match.make(match.groups, deep + 1));
      at += match.groups[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  end();
  return nodes;
}

function found(text, at) {
  for (const [rule, make] of INLINE) {
    rule.lastIndex = at;
    const groups = rule.exec(text);
    if (groups) return { groups, make };
  }
  return null;
}

/** Converts lines: headings, quotes, lists, and the text between them. */
function lines(text) {
  const nodes = [];
  let open = null;
  let afterBlock = true;
  for (const line of text.split('\n')) {
    const heading = /^(#{1,3}) +(.+)$/.exec(line);
    const small = /^-# +(.+)$/.exec(line);
    const quote = /^> ?(.*)$/.exec(line);
    const item = /^ *(?:[-*]|(\d{1,9})\.) +(.+)$/.exec(line);
    const kind = quote ? 'blockquote' : item ? (item[1] ? 'ol' : 'ul') : null;
    if (open?.localName !== kind) open = null;
    if (kind && !open) {
      open = el(kind, item?.[1] ? { start: item[1] } : {});
      nodes.push(open);
    }
    if (quote) add(open, open.childNodes.length > 0 && el('br'), inline(quote[1]));
    else if (item) open.append(el('li', {}, inline(item[2])));
    else if (heading) nodes.push(el(`h${heading[1].length + 1}`, {}, inline(heading[2])));
    else if (small) nodes.push(el('div', { class: 'subtext' }, inline(small[1])));
    else nodes.push(!afterBlock && el('br'), ...inline(line));
    afterBlock = Boolean(kind || heading || small);
  }
  return nodes;
}

/** Converts a whole text. */
function markdown(text) {
  // Every second piece is the content of a code block.
  return String(text ?? '').split(/```(?:[\w+.-]*\n)?([\s\S]+?)```\n?/).flatMap((piece, at) => {
    if (at % 2) return [el('pre', { tabindex: '0' }, el('code', {}, piece.replace(/\n$/, '')))];
    return piece ? lines(piece.replace(/\n$/, '')) : [];
  });
}
