// What the pages can do beside being read. Everything that they say is there without it.
//
// 1. The switch of colours   2. Cards of mentions   3. Notes at their marks   4. Copying   5. The search

const narrow = matchMedia('(max-width: 43.99rem)');
const withoutMargin = matchMedia('(max-width: 68.74rem)');

const root = document.documentElement;
// What is said below, in the language of the site.
const [COLOURS, AUTOMATIC, LIGHT, DARK, ROLE, AT_THIS_DATE, HERE, ABOUT, COPY, COPIED, COPY_LINK, COPY_THIS, ADDRESS] = document.body.dataset.words.split('|');
const main = document.querySelector('main');

/** An element with a class and a text, at the end of its parent. */
function add(parent, name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  parent?.append(made);
  return made;
}

function addButton(parent, className, words, label, act) {
  const made = add(parent, 'button', className, words);
  made.type = 'button';
  made.setAttribute('aria-label', label);
  made.addEventListener('click', act);
  return made;
}

/** Does something with each element once it comes near the window: a long page is there at once. */
function nearby(selector, act) {
  const watch = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      act(target);
    }
  }, { rootMargin: '100%' });
  for (const element of document.querySelectorAll(selector)) watch.observe(element);
}

// ---------- 1 The switch of colours: as the system has it, light, dark

const THEMES = { '': AUTOMATIC, light: LIGHT, dark: DARK };
const DRAWINGS = {
  '': 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.5v11a5.5 5.5 0 0 1 0-11z',
  light: 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM7.3 0h1.4v2.6H7.3zm0 13.4h1.4V16H7.3zM0 7.3h2.6v1.4H0zm13.4 0H16v1.4h-2.6z',
  dark: 'M6.2 1A7.2 7.2 0 1 0 15 9.8 6 6 0 0 1 6.2 1z',
};
const theme = addButton(document.querySelector('.mast .wrap'), 'theme', '', '', () => {
  const all = Object.keys(THEMES);
  const next = all[(all.indexOf(root.dataset.theme ?? '') + 1) % all.length];
  root.dataset.theme = next;
  try {
    if (next) localStorage.setItem('theme', next);
    else localStorage.removeItem('theme');
  } catch {
    // Where nothing may be stored, the choice is for this page.
  }
  drawTheme();
});

function drawTheme() {
  const chosen = Object.hasOwn(THEMES, root.dataset.theme) ? root.dataset.theme : '';
  theme.innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path fill-rule="evenodd" d="${DRAWINGS[chosen]}"/></svg>`;
  theme.setAttribute('aria-label', COLOURS.replace('{}', THEMES[chosen]));
}
drawTheme();

// ---------- 2 Cards of mentions

const cards = new Map();
let link, card, timer;

/** The card of the page that a mention leads to; nothing where it cannot be fetched. */
function cardOf(page) {
  if (!cards.has(page)) {
    const answer = fetch(`${page}card.json`).then(answer => (answer.ok ? answer.json() : null)).catch(() => null);
    cards.set(page, answer);
  }
  return cards.get(page);
}

/** What this page itself says of the entity: its row in who is who, with the role at the brief's date. */
function rowOf(page) {
  const link = [...document.querySelectorAll('.who a')].find(link => link.href === page);
  const row = link?.closest('li');
  return row && {
    name: link.textContent,
    kind: row.querySelector('.k').textContent.replace(/[:\s]+$/, ''),
    shape: row.querySelector('svg'),
    words: row.querySelector('.d')?.textContent ?? '',
    mentions: row.querySelector('.used')?.textContent ?? '',
  };
}

async function show(chosen, button) {
  close();
  link = chosen;
  // The card says what the browser's own tip would.
  link.removeAttribute('title');
  const page = link.href.split(/[?#]/)[0];
  const [data, row] = [await cardOf(page), rowOf(page)];
  // The reader may have gone on before the card came.
  if (link !== chosen || card || !(data || row)) return;
  card = draw(data, row, page);
  const block = link.closest('p, li, blockquote, td, h2, h3, h4') ?? link;
  if (narrow.matches && block.localName !== 'td') block.after(card);
  else main.append(card);
  link.setAttribute('aria-describedby', card.id);
  button?.setAttribute('aria-expanded', 'true');
  card.addEventListener('pointerenter', () => clearTimeout(timer));
  card.addEventListener('pointerleave', event => event.pointerType === 'mouse' && later(close));
  place();
}

function draw(data, row, page) {
  const made = add(null, 'div', 'card');
  made.id = 'page-card';
  made.role = 'tooltip';
  if (data?.picture) {
    const image = add(made, 'img', '');
    image.alt = data.picture.alt;
    image.addEventListener('load', place);
    image.src = new URL(data.picture.address, page).href;
  }
  const kind = add(made, 'p', 'kd', data?.kind.label ?? row.kind);
  if (row?.shape) kind.prepend(row.shape.cloneNode(true));
  add(made, 'p', 'name', data?.name ?? row.name);
  const summary = data?.summary ?? '';
  if (summary) add(made, 'p', 'sum', summary);
  const facts = (data?.facts ?? []).filter(fact => !(row?.words && fact.label === ROLE));
  const isSaid = row?.words.replace(/\.$/, '') === summary.replace(/\.$/, '');
  if (row?.words && !isSaid) facts.unshift({ label: AT_THIS_DATE, words: row.words });
  if (row?.mentions) facts.push({ label: HERE, words: row.mentions });
  const list = facts.length > 0 && add(made, 'dl', '');
  for (const fact of facts) {
    const line = add(list, 'div', '');
    add(line, 'dt', '', fact.label);
    add(line, 'dd', '', fact.words);
  }
  return made;
}

/** Below the words, above them where there is no room, never outside the window. */
function place() {
  if (!card || card.parentNode !== main) return;
  const at = link.getClientRects()[0];
  const { width, height } = card.getBoundingClientRect();
  const isAbove = at.bottom + height > innerHeight - 6 && at.top > height + 6;
  card.style.left = `${scrollX + Math.max(8, Math.min(at.left, root.clientWidth - width - 8))}px`;
  card.style.top = `${scrollY + (isAbove ? at.top - height - 6 : at.bottom + 6)}px`;
}

function close() {
  clearTimeout(timer);
  link?.removeAttribute('aria-describedby');
  document.querySelector('.about[aria-expanded="true"]')?.setAttribute('aria-expanded', 'false');
  card?.remove();
  link = card = null;
}

function later(act) {
  clearTimeout(timer);
  timer = setTimeout(act, 300);
}

const mentionAt = event => event.target.closest?.('a.men');
const byPointer = (type, act) => addEventListener(type, event => {
  const mention = event.pointerType !== 'touch' && mentionAt(event);
  if (mention) act(mention);
});
byPointer('pointerover', mention => (mention === link ? clearTimeout(timer) : later(() => show(mention))));
byPointer('pointerout', () => later(close));
addEventListener('focusin', event => {
  const mention = mentionAt(event);
  if (mention?.matches(':focus-visible')) later(() => show(mention));
});
addEventListener('focusout', event => mentionAt(event) && close());
addEventListener('keydown', event => event.key === 'Escape' && close());
addEventListener('click', event => event.target.closest('.card, .about') || close());
addEventListener('resize', close);

// On a touch screen the first tap follows a mention: a button beside it opens the card.
if (matchMedia('(hover: none)').matches) {
  nearby('a.men', mention => {
    const button = addButton(null, 'about', '▾', ABOUT.replace('{}', mention.textContent), () => {
      if (link === mention) close();
      else show(mention, button);
    });
    button.setAttribute('aria-expanded', 'false');
    const next = mention.nextElementSibling;
    const held = next?.matches('.held') && next === mention.nextSibling ? next : add(null, 'span', 'held');
    held.prepend(button);
    mention.after(held);
  });
}

// ---------- 3 Notes at their marks, where they do not stand in the margin

function openNote(mark, note) {
  const box = add(document.body, 'div', 'note-at-mark');
  const copy = box.appendChild(note.cloneNode(true));
  for (const part of [copy, ...copy.querySelectorAll('[id]')]) part.removeAttribute('id');
  copy.removeAttribute('role');
  copy.removeAttribute('aria-label');
  copy.querySelector('.back')?.remove();
  box.popover = 'auto';
  box.role = 'dialog';
  box.tabIndex = -1;
  box.setAttribute('aria-label', note.getAttribute('aria-label'));
  box.addEventListener('toggle', event => {
    if (event.newState !== 'closed') return;
    box.remove();
    if (document.activeElement === document.body) mark.focus();
  });
  box.showPopover();
  box.focus();
}

addEventListener('click', event => {
  const mark = event.target.closest('.art a.m');
  const note = mark && document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (note?.matches('.n') && isPlain && withoutMargin.matches && 'popover' in HTMLElement.prototype) {
    event.preventDefault();
    openNote(mark, note);
  }
});

// ---------- 4 Copying

/** Runs of words of a block: marks of notes, and characters that only hold a line together, part them. */
function runs(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    text += node.parentElement.closest('.m, button') ? '\n' : node.data.replaceAll('\n', ' ');
  }
  return text.split(/[\n\u2060]/).map(run => run.trim().split(/\s+/)).filter(run => run.length > 2);
}

const encoded = words => encodeURIComponent(words.join(' ')).replaceAll('-', '%2D');

/** The directive that has a browser mark these words: `text=first words,last words`. */
function textDirective(block) {
  const all = runs(block);
  if (all.length === 0) return '';
  const [first, last] = [all[0], all.at(-1)];
  if (all.length === 1 && first.length <= 10) return `:~:text=${encoded(first)}`;
  return `:~:text=${encoded(first.slice(0, 5))},${encoded(last.slice(-5))}`;
}

/** The address of a block for others: that of the page, for good, with the block's id and words. */
function addressOf(block) {
  const page = document.querySelector('link[rel=canonical]')?.href ?? location.href.split('#')[0];
  return `${page}#${block.id}${textDirective(block)}`;
}

const status = add(document.body, 'p', 'vh');
status.role = 'status';

/** Copies a text; where the browser does not allow it, it is shown to be copied by hand. */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    prompt(COPY_THIS, text);
    return;
  }
  status.textContent = COPIED;
  button.classList.add('done');
  setTimeout(() => button.classList.remove('done'), 1500);
}

nearby('.art :is(p, li, h2, h3, h4)[id]', block => {
  const button = addButton(block, 'pl', '#', COPY_LINK, () => copy(addressOf(block), button));
});
for (const text of document.querySelectorAll('.box pre')) {
  const name = text.closest('details')?.querySelector('summary').textContent ?? ADDRESS;
  const button = addButton(null, 'copy', COPY, `${COPY}: ${name}`, () => copy(text.textContent, button));
  text.after(button);
}

// ---------- 5 The search: `/` leads to it

addEventListener('keydown', event => {
  const isTyping = event.target.closest?.('input, select, textarea');
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === '/' && isPlain && !isTyping) document.querySelector('.mast a[href$="search/"]')?.click();
});
