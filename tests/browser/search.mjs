// Searches the demonstration in Chromium as a reader does, and reports what is wrong, a finding each line.
//
//     node search.mjs FOLDER URL
//
// FOLDER holds the site, URL is where it says that it stands. Ends with 1 if there is a finding.
import { launch } from './launch.mjs';
import { AXE, DESKTOP, PHONE, checkAccess, checkWidths, openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url] = process.argv.slice(2);
const base = new URL(url).pathname;
const findings = new Set();
const report = (place, words) => findings.add(`${place}: ${words}`);

const server = await serve(folder, base);
const site = { url, origin: server.origin, local: server.origin + base };
const browser = await launch();

/** Waits until what was asked for is answered, and gives what is then to be read. */
async function answered(page) {
  await page.waitForFunction(() => {
    const said = document.querySelector('.count').textContent;
    return said && said !== document.querySelector('.find').dataset.loading;
  });
  return page.evaluate(() => ({
    count: document.querySelector('.count').textContent,
    titles: Object.fromEntries([...document.querySelectorAll('.results section')].map(section => [
      section.dataset.group,
      [...section.querySelectorAll('h3')].map(title => title.textContent),
    ])),
    marked: [...document.querySelectorAll('.results mark')].map(mark => mark.textContent),
    text: document.querySelector('.results').textContent,
  }));
}

/** What is found for some words and choices, of a page opened for them. */
async function ask(page, asked) {
  await page.goto(`${site.local}search/?${new URLSearchParams(asked)}`);
  return answered(page);
}

function expect(place, holds, words) {
  if (!holds) report(place, words);
}

const NAME = 'Alyaksandr Lukashenka';
const BRIEF = 'Allied, not aligned: Belarus and Russia since Crimea';

async function names(page) {
  for (const name of ['Lukashenka', 'lukashenko', 'Лукашенко', 'Лукашэнка', 'ЛУКАШЕНКО', 'Łukashénka', 'Alexander Lukashenko']) {
    const found = await ask(page, { q: name });
    expect(name, found.titles.entity?.includes(NAME), `the entity is not found: ${JSON.stringify(found)}`);
    expect(name, found.titles.brief?.includes(BRIEF), `the brief that names it is not found: ${JSON.stringify(found)}`);
    expect(name, found.marked.length > 0, 'nothing is marked');
  }
  const other = await ask(page, { q: 'Лукашэнка' });
  expect('Лукашэнка', other.text.includes('By another name: Аляксандр Лукашэнка'), `the name is not shown: ${other.text}`);
  const near = await ask(page, { q: 'Lukasenka' });
  expect('Lukasenka', near.count === 'Nothing found for “Lukasenka”' && near.text.startsWith('Perhaps ') && near.text.includes(NAME), JSON.stringify(near));
  await page.getByRole('link', { name: NAME }).click();
  expect('Lukasenka', (await answered(page)).titles.entity?.includes(NAME), 'what is proposed finds nothing');
  const claim = await ask(page, { q: 'mediation' });
  expect('mediation', claim.titles.claim?.length === 1 && claim.titles.event?.length >= 1, JSON.stringify(claim));
}

async function choices(page) {
  const all = await ask(page, { q: 'Belarus' });
  const briefs = await ask(page, { q: 'Belarus', kind: 'brief' });
  expect('kind', Object.keys(briefs.titles).join() === 'brief', `briefs alone are not alone: ${JSON.stringify(briefs.titles)}`);
  expect('kind', Object.keys(all.titles).length >= 4, `few groups: ${JSON.stringify(all.titles)}`);
  const people = await ask(page, { kind: 'entity:person' });
  expect('kind', people.titles.entity?.includes(NAME) && !people.titles.entity.includes('Belarus'), JSON.stringify(people));
  const year = await ask(page, { year: '2014' });
  expect('year', year.titles.event?.length > 0 && !year.titles.brief, `2014: ${JSON.stringify(year)}`);
  const about = await ask(page, { q: 'Putin', entity: NAME });
  expect('entity', about.titles.brief?.includes(BRIEF), JSON.stringify(about));
  const narrow = await ask(page, { q: 'Turkey', entity: NAME, kind: 'event' });
  expect('entity', narrow.count.startsWith('Nothing found'), JSON.stringify(narrow));
  const unknown = await ask(page, { q: 'Putin', entity: 'Nobody Whatever' });
  expect('entity', unknown.count.includes('no entity is called “Nobody Whatever”'), JSON.stringify(unknown.count));
  // By the fields themselves.
  await page.goto(`${site.local}search/?q=Belarus`);
  await answered(page);
  await page.getByLabel('Kind').selectOption({ label: 'Claims' });
  await page.waitForFunction(() => document.querySelectorAll('.results section').length === 1);
  expect('kind', new URL(page.url()).search === '?q=Belarus&kind=claim', `the address does not say it: ${page.url()}`);
}

async function keys(page) {
  await page.goto(`${site.local}briefs/`);
  await page.keyboard.press('/');
  await page.waitForURL('**/search/');
  await page.keyboard.press('/');
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  expect('keys', await focus() === 'page-q', `“/” leads to ${await focus()}`);
  await page.keyboard.type('Lukashenka');
  await answered(page);
  await page.keyboard.press('ArrowDown');
  expect('keys', await focus() === NAME, `the first arrow leads to ${await focus()}`);
  await page.keyboard.press('ArrowDown');
  expect('keys', await focus() === BRIEF, `the second arrow leads to ${await focus()}`);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect('keys', await focus() === 'page-q', `the arrows up lead to ${await focus()}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect('keys', await focus() === 'page-q', `Escape leads to ${await focus()}`);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('.results').firstChild);
  expect('keys', new URL(page.url()).search === '', `after Escape the address is ${page.url()}`);
  await page.keyboard.type('Lukashenka');
  await answered(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/entities/alyaksandr-lukashenka/**');
  await page.goBack();
  const back = await answered(page);
  expect('keys', back.titles.entity?.includes(NAME), 'on the way back the results are gone');
}

async function more(page) {
  await ask(page, { q: 'Belarus' });
  const shown = () => page.locator('[data-group=entity] .hits > li').count();
  const before = await shown();
  await page.getByRole('button', { name: 'More: Entities' }).click();
  await page.waitForFunction(before => document.querySelectorAll('[data-group=entity] .hits > li').length > before, before);
  const place = await page.evaluate(() => [...document.querySelectorAll('[data-group=entity] h3 a')].indexOf(document.activeElement));
  expect('more', before === 5 && place === 5, `${before} results, then the focus is on number ${place + 1}`);
}

async function text(page) {
  page.on('dialog', dialog => {
    report('text', `a script ran: ${dialog.message()}`);
    dialog.dismiss();
  });
  const markup = '<img src=x onerror=alert(1)>';
  const strangers = () => page.locator('main :is(img, script:not([src]), iframe)').count();
  const found = await ask(page, { q: `${markup} qqxyzzy`, entity: markup });
  expect('text', found.count.includes(`“${markup} qqxyzzy”`) && found.count.includes(`“${markup}”`), found.count);
  expect('text', await strangers() === 0, 'what was asked for became elements');
  // The guide has markup in its words.
  const guide = await ask(page, { q: 'iframe script' });
  expect('text', guide.titles.page?.length > 0, JSON.stringify(guide));
  expect('text', await strangers() === 0, 'what was found became elements');
}

async function access(page) {
  for (const asked of [{ q: 'Lukashenka' }, { q: 'Лукашэнка' }, { q: 'qqxyzzy', kind: 'brief' }]) {
    await page.setViewportSize(DESKTOP);
    await ask(page, asked);
    await page.evaluate(AXE);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await checkAccess(page, `${JSON.stringify(asked)}, ${colorScheme}`, words => report('access', words));
    }
    await page.setViewportSize(PHONE);
    await checkAccess(page, `${JSON.stringify(asked)}, 390 px`, words => report('access', words));
    await checkWidths(page, words => report('widths', words));
  }
}

async function withoutScript() {
  const page = await openTab(browser, site, report, { javaScriptEnabled: false });
  await page.goto(`${site.local}search/?q=Belarus`);
  const said = await page.locator('main').innerText();
  expect('no script', said.includes('Search needs script'), `it is not said: ${said}`);
  expect('no script', !await page.locator('.find').isVisible(), 'the form is shown');
  for (const list of ['briefs', 'entities', 'timeline', 'claims']) {
    expect('no script', await page.locator(`main a[href="../${list}/"]`).isVisible(), `no way to ${list}`);
  }
}

/** Nothing of the engine is fetched before it is wanted. */
async function idle(page) {
  const fetched = [];
  page.on('request', request => fetched.push(request.url()));
  await page.goto(`${site.local}search/`, { waitUntil: 'networkidle' });
  const early = fetched.filter(address => address.includes('/search/engine/'));
  expect('idle', early.length === 0, `fetched before it is wanted: ${early}`);
}

try {
  const page = await openTab(browser, site, report);
  await idle(page);
  for (const look of [names, choices, keys, more, text]) await look(page);
  await access(page);
  await withoutScript();
} finally {
  for (const finding of findings) console.log(finding);
  await browser.close();
  server.close();
}
process.exitCode = findings.size > 0 ? 1 : 0;
