// The search. Its engine and its index are fetched when they are first wanted.
//
// 1. What is asked for   2. The engine   3. Results   4. Drawing them   5. Keys
//
// Whatever comes from the index or the address is put in as text.

const form = document.querySelector('.find');
const results = document.querySelector('.results');
const parts = document.getElementById('page-parts').content;
const count = form.querySelector('.count');
const words = form.dataset;
const { q, kind, year, entity } = form.elements;
const FIELDS = [q, kind, year, entity].filter(Boolean);

/** How many results of a group are shown: at first, at first where it is the only one, and further ones by “More”. */
const FIRST = 5;
const FIRST_ALONE = 20;
const MORE = 10;

/** How many names are proposed where nothing is found. */
const NEAR = 3;

/** How many words of a text are shown, and how many of them before the words that were found. */
const EXCERPT = 34;
const LEAD = 8;

/** How long typing has to rest, in milliseconds. */
const REST = 160;

/** The marks that part a text from further names, and these from one another. */
const END_OF_TEXT = '␞';
const END_OF_NAME = '␟';

// ---------- 1 What is asked for

const STROKES = { ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ħ: 'h', Ħ: 'H', ı: 'i' };

/** A text without strokes through its letters; the engine itself takes off accents. */
const withoutStrokes = text => text.replace(/[łŁøØđĐħĦı]/g, letter => STROKES[letter]);

/** A word as it is compared with another: small, without accents, strokes and what surrounds it. */
function plain(word) {
  const bare = withoutStrokes(word).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]/gu, '');
}

const filled = (words, value) => words.replace('{}', value);
const quoted = text => `${words.start}${text}${words.end}`;

/** The id of the entity that is named in the field; nothing where none is, undefined where no entity is called so. */
function chosenEntity() {
  const name = entity?.value.trim().toLowerCase();
  if (!name) return null;
  const options = [...document.querySelectorAll('#page-entities option')];
  const exact = options.filter(option => option.value.toLowerCase() === name);
  const near = options.filter(option => option.value.toLowerCase().startsWith(name));
  return (exact[0] ?? (near.length === 1 ? near[0] : undefined))?.dataset.id;
}

function question() {
  const [group, own] = kind.value.split(':');
  const about = chosenEntity();
  const filters = {};
  if (own) filters.kind = own;
  if (year?.value) filters.year = year.value;
  if (about) filters.entity = about;
  const text = q.value.trim();
  return {
    text,
    filters,
    group,
    unknown: about === undefined ? entity.value.trim() : '',
    isNarrowed: Boolean(group) || Object.keys(filters).length > 0,
  };
}

/** Keeps what is asked for in the address, so that it can be passed on. */
function remember() {
  const address = new URL(location.href);
  const kept = address.searchParams;
  for (const { name, value } of FIELDS) {
    const asked = value.trim();
    if (asked && asked !== kept.get(name)) kept.set(name, asked);
    if (!asked && kept.has(name)) kept.delete(name);
  }
  if (address.href !== location.href) history.replaceState(null, '', address);
}

// ---------- 2 The engine

let engine;

/** The engine, fetched once; again where that failed. */
function load() {
  engine ??= import(new URL(words.engine, document.baseURI).href)
    .then(module => module.createInstance({ noWorker: true }))
    .catch(fault => {
      engine = undefined;
      throw fault;
    });
  return engine;
}

// ---------- 3 Results

let turn = 0;
let timer;

function later() {
  clearTimeout(timer);
  timer = setTimeout(search, REST);
}

async function search() {
  clearTimeout(timer);
  const mine = ++turn;
  const asked = question();
  remember();
  document.body.classList.toggle('asked', Boolean(asked.text) || asked.isNarrowed);
  if (!asked.text && !asked.isNarrowed) {
    results.replaceChildren();
    count.textContent = '';
    return;
  }
  if (!results.firstChild) count.textContent = words.loading;
  let groups;
  try {
    groups = await find(asked);
  } catch {
    if (mine === turn) count.textContent = words.failed;
    return;
  }
  // The reader may have gone on typing.
  if (mine !== turn) return;
  const sections = await Promise.all(groups.map(group => section(group, asked, groups.length === 1)));
  if (mine !== turn) return;
  results.replaceChildren(...sections);
  if (sections.length === 0) suggest(nearNames(asked.text));
  count.textContent = said(groups, asked);
}

/** The results by group, those groups left out that have none. */
async function find(asked) {
  const engine = await load();
  const names = [...parts.querySelectorAll('[data-group]')].map(section => section.dataset.group);
  const found = names.filter(name => !asked.group || name === asked.group).map(async name => {
    const filters = { ...asked.filters, group: name };
    const { results } = await engine.search(asked.text ? withoutStrokes(asked.text) : null, { filters });
    return { name, results };
  });
  const groups = (await Promise.all(found)).filter(group => group.results.length > 0);
  return await isMeant(groups, asked.text) ? groups : [];
}

/**
 * Whether the results are of the words that were asked for: where no word begins as one of them does, the engine
 * shortens it, down to its first letter.
 */
async function isMeant(groups, text) {
  if (groups.length === 0) return true;
  const data = await groups[0].results[0].data();
  const all = data.content.split(' ');
  const found = data.locations.map(place => all[place]).concat(data.meta.title.split(' '), data.meta.date.split(' '));
  const forms = found.flatMap(word => [word, ...word.split(/[^\p{L}\p{M}\p{N}]+/u)].map(plain));
  const terms = text.split(/\s+/).map(plain).filter(Boolean);
  return terms.every(term => forms.some(form => shared(form, term) >= term.length / 2));
}

/** How many letters two words begin with alike. */
function shared(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** Names of entities that begin much as a word that was asked for. */
function nearNames(text) {
  const terms = text.split(/\s+/).map(plain).filter(term => term.length > 3);
  const isNear = name => terms.some(term => name.split(' ').some(word => shared(plain(word), term) >= Math.max(4, term.length / 2)));
  return [...document.querySelectorAll('#page-entities option')].map(option => option.value).filter(isNear).slice(0, NEAR);
}

/** What the count says, which screen readers read out. */
function said(groups, asked) {
  const total = groups.reduce((sum, group) => sum + group.results.length, 0);
  let text = filled(words.found, total);
  if (total === 0 && !asked.text) text = words.noneChosen;
  else if (total === 0) text = filled(asked.isNarrowed ? words.noneNarrowed : words.none, quoted(asked.text));
  return asked.unknown ? `${text}; ${filled(words.unknown, quoted(asked.unknown))}` : text;
}

// ---------- 4 Drawing them

/** An element with a class and a text, at the end of its parent. */
function add(parent, name, className = '', text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  parent.append(made);
  return made;
}

/** Names that may have been meant, each with a link that asks for it. */
function suggest(names) {
  if (names.length === 0) return;
  const line = add(results, 'p', 'perhaps', words.perhaps);
  for (const [at, name] of names.entries()) {
    line.append(at > 0 ? ', ' : ' ');
    add(line, 'a', '', name).href = `?${new URLSearchParams({ q: name })}`;
  }
}

async function section(group, asked, isAlone) {
  const made = parts.querySelector(`[data-group="${group.name}"]`).cloneNode(true);
  const heading = made.querySelector('h2');
  heading.id = `page-found-${group.name}`;
  made.setAttribute('aria-labelledby', heading.id);
  add(heading, 'span', 'num', ` ${group.results.length}`);
  const list = add(made, 'ol', 'hits');
  await extend(list, group, asked, isAlone ? FIRST_ALONE : FIRST);
  if (list.children.length < group.results.length) {
    const more = made.appendChild(parts.querySelector('.more').cloneNode(true));
    const button = more.querySelector('button');
    button.setAttribute('aria-label', `${button.textContent}: ${heading.firstChild.data}`);
    button.addEventListener('click', async () => {
      const shown = list.children.length;
      await extend(list, group, asked, MORE);
      list.children[shown]?.querySelector('a').focus();
      if (list.children.length >= group.results.length) more.remove();
    });
  }
  return made;
}

/** Shows further results of a group. */
async function extend(list, group, asked, number) {
  const next = group.results.slice(list.children.length, list.children.length + number);
  const found = await Promise.all(next.map(result => result.data()));
  list.append(...found.map(data => hit(data, group.name, asked)));
}

function hit(data, group, asked) {
  const made = document.createElement('li');
  const text = data.content.split(' ');
  const end = text.indexOf(END_OF_TEXT);
  const shown = text.slice(0, end);
  const places = data.locations.filter(place => place < end);
  const head = add(made, 'h3');
  const link = add(head, 'a');
  link.href = new URL(words.root + data.raw_url, document.baseURI).href + directive(shown, places, data.raw_url);
  const terms = asked.text.split(/\s+/).map(plain).filter(Boolean);
  speak(head, data.meta.language);
  mark(link, data.meta.title.split(' '), word => terms.some(term => isLike(plain(word), term)));
  const facts = add(made, 'p', 'meta');
  const sign = parts.querySelector(`[data-kind="${CSS.escape(data.filters.kind?.[0] ?? group)}"]`);
  if (sign) facts.append(sign.cloneNode(true));
  if (data.meta.date) add(facts, 'span', 'when', data.meta.date);
  if (shown.length > 0) {
    const said = add(made, 'p', 'said');
    speak(said, data.meta.language);
    excerpt(said, shown, places);
  }
  const other = otherName(text, end, data.locations);
  if (other && places.length === 0) {
    const line = made.appendChild(parts.querySelector('.other').cloneNode(true));
    add(line, 'mark', '', other);
  }
  return made;
}

/** Says of which language an element's words are, where it is not the page's. */
function speak(element, language) {
  if (!language) return;
  element.lang = language;
  element.dir = 'auto';
}

/** Whether a word of a title is one that was asked for, or one of its forms. */
function isLike(word, term) {
  return word.startsWith(term) || (word.length > 3 && term.startsWith(word));
}

/** Words, of which those are marked that were found. */
function mark(parent, text, isFound) {
  for (const [at, word] of text.entries()) {
    if (at > 0) parent.append(' ');
    if (isFound(word, at)) add(parent, 'mark', '', word);
    else parent.append(word);
  }
}

/** As many words as are shown, from where most of those stand together that were found. */
function excerpt(parent, text, places) {
  const within = from => places.filter(place => place >= from && place < from + EXCERPT).length;
  const best = places.reduce((best, place) => (within(place) > within(best) ? place : best), places[0] ?? 0);
  const latest = Math.max(0, text.length - EXCERPT);
  const from = best < EXCERPT - LEAD ? 0 : Math.min(best - LEAD, latest);
  if (from > 0) parent.append('… ');
  mark(parent, text.slice(from, from + EXCERPT), (_, at) => places.includes(from + at));
  if (from + EXCERPT < text.length) parent.append(' …');
}

/** The name that was found beside the text, whole. */
function otherName(text, end, places) {
  const last = text.indexOf(END_OF_TEXT, end + 1);
  const place = places.find(place => place > end && place < last);
  if (place === undefined) return '';
  const from = Math.max(end, text.lastIndexOf(END_OF_NAME, place)) + 1;
  const next = text.indexOf(END_OF_NAME, place);
  return text.slice(from, next < 0 ? last : Math.min(next, last)).join(' ');
}

/** The directive that has a browser go to the first words found; a result with a place of its own has that. */
function directive(text, places, address) {
  if (places.length === 0 || address.includes('#')) return '';
  const found = text.slice(places[0], places[0] + 3).join(' ');
  return `#:~:text=${encodeURIComponent(found).replaceAll('-', '%2D')}`;
}

// ---------- 5 Keys

const links = () => [...results.querySelectorAll('h3 a')];

/** The place of the focus among the results; -1 in the field. */
function move(step) {
  const all = links();
  const next = all.indexOf(document.activeElement) + step;
  if (next < 0) q.focus();
  else all[Math.min(next, all.length - 1)]?.focus();
}

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const here = document.activeElement;
  const isAmongResults = here === q || results.contains(here);
  if (event.key === '/' && !here.matches('input, select, textarea')) {
    q.focus();
    q.select();
  } else if (event.key === 'ArrowDown' && isAmongResults && links().length > 0) move(1);
  else if (event.key === 'ArrowUp' && results.contains(here)) move(-1);
  else if (event.key === 'Escape' && results.contains(here)) q.focus();
  else if (event.key === 'Escape' && here === q && q.value) {
    q.value = '';
    search();
  } else return;
  event.preventDefault();
});

form.addEventListener('submit', event => {
  event.preventDefault();
  search();
});
form.addEventListener('input', later);
form.addEventListener('focusin', () => load().catch(() => {}), { once: true });
const asked = new URLSearchParams(location.search);
for (const field of FIELDS) field.value = asked.get(field.name) ?? '';
// A choice that is no longer there.
for (const field of [kind, year].filter(Boolean)) if (field.selectedIndex < 0) field.selectedIndex = 0;
search();
