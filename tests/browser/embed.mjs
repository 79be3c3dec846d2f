// Opens a page of another site that links to this one, and reports what is wrong with its cards.
//
//     node embed.mjs FOLDER BASE
//
// FOLDER is the built site, BASE the path that it stands under. The other site is on another port, and its
// Content-Security-Policy allows scripts, data and frames of this one alone. Ends with 1 if there is a finding.
import http from 'node:http';
import { launch } from './launch.mjs';
import { serve } from './serve.mjs';

const [folder, base] = process.argv.slice(2);
const site = await serve(folder, base);
const root = `${site.origin}${base}`;
const findings = [];
const hold = (is, words) => is || findings.push(words);

const LINKS = {
  harbour: `${root}entities/norhaven/#evidence`,
  hostile: `${root}entities/hostile/`,
  brief: `${root}briefs/bridge/`,
  claim: `${root}claims/toll/`,
  old: `${root}entities/harbour-town/`,
  list: `${root}entities/`,
  outside: 'https://example.org/entities/norhaven/',
};

const policy = `default-src 'none'; script-src ${site.origin}; connect-src ${site.origin}; img-src ${site.origin}; frame-src ${site.origin}`;
const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Another site</title>
<h1>Another site</h1>${Object.entries(LINKS).map(([id, href]) => `<p>About <a id="${id}" href="${href}">${id}</a>, and more.</p>`).join('\n')}
<iframe src="${root}embed/norhaven/" title="Norhaven" width="480" height="260"></iframe>
<script src="${root}embed.js" async></script></html>`;
const other = http.createServer((_, response) => response.writeHead(200, {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
}).end(html));
await new Promise(done => other.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${other.address().port}/`;

const browser = await launch();

/** The other site's page, open; what goes wrong on it is a finding. */
async function open(options = {}) {
  const page = await (await browser.newContext({ viewport: { width: 900, height: 700 }, ...options })).newPage();
  page.on('pageerror', error => findings.push(`a script failed: ${error.message}`));
  page.on('console', message => message.type() === 'error' && findings.push(`on the console: ${message.text()}`));
  page.on('dialog', dialog => findings.push(`a dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on('request', request => {
    const origin = new URL(request.url()).origin;
    hold([site.origin, new URL(address).origin].includes(origin), `a request to another host: ${request.url()}`);
  });
  await page.goto(address, { waitUntil: 'load' });
  return page;
}

/** The words of the card that is shown, or of none. */
const words = page => page.evaluate(() => document.querySelector('postil-card')?.shadowRoot.textContent ?? '');
const shown = (page, text) => page.waitForFunction(
  text => document.querySelector('postil-card')?.shadowRoot.textContent.includes(text), text, { timeout: 5000 },
).catch(() => findings.push(`no card with “${text}”`));
const gone = (page, when) => page.waitForFunction(() => !document.querySelector('postil-card'), null, { timeout: 5000 })
  .catch(() => findings.push(`the card stays ${when}`));
const pause = page => page.waitForTimeout(700);

async function byMouse() {
  const page = await open();
  await page.hover('#harbour');
  await shown(page, 'Norhaven');
  const card = await words(page);
  for (const text of ['Place', 'A port city on the Lind.', '1 brief, 2 sentences', 'Test']) {
    hold(card.includes(text), `the card of the harbour lacks “${text}”: ${card}`);
  }
  const box = await page.locator('postil-card').boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20, { steps: 5 });
  await pause(page);
  hold(await words(page), 'the card closes under the pointer');
  await page.mouse.move(880, 690);
  await gone(page, 'when the pointer leaves it');
  await page.hover('#claim');
  await shown(page, 'Almost certain');
  await page.keyboard.press('Escape');
  await gone(page, 'after Escape');
  const leave = () => page.mouse.move(880, 690).then(() => gone(page, 'when the pointer leaves the link'));
  await page.hover('#brief');
  await shown(page, 'A bridge for two cities');
  await leave();
  await page.hover('#old');
  await shown(page, 'Norhaven');
  await leave();
  for (const id of ['list', 'outside']) {
    await page.hover(`#${id}`);
    await pause(page);
    hold(!await words(page), `a link without a card has one: ${id}`);
  }
  await page.hover('#hostile');
  await shown(page, '<img src=x onerror=alert(1)>');
  const elements = await page.evaluate(() =>
    [...document.querySelector('postil-card').shadowRoot.querySelectorAll('*')].map(one => one.localName));
  hold(elements.every(name => ['article', 'p', 'dl', 'div', 'dt', 'dd'].includes(name)), `a hostile text made elements: ${elements}`);
  hold(await page.evaluate(() => document.cookie === ''), 'a cookie was set');
  const kept = await page.evaluate(() => localStorage.length + sessionStorage.length);
  hold(kept === 0, 'something was stored');
  const frame = page.frameLocator('iframe');
  hold(await frame.locator('h1').innerText() === 'Norhaven', 'the frame does not show the card');
  await frame.locator('h1 a').click();
  await page.waitForURL(`${root}entities/norhaven/`);
}

async function byKeyboard() {
  const page = await open();
  await page.keyboard.press('Tab');
  await shown(page, 'Norhaven');
  const { description, focused } = await page.evaluate(() => ({
    description: document.activeElement.getAttribute('aria-description') ?? '',
    focused: document.activeElement.id,
  }));
  hold(focused === 'harbour', `the focus is on ${focused}`);
  hold(description.includes('A port city on the Lind.'), `the link is described as “${description}”`);
  await page.keyboard.press('Escape');
  await gone(page, 'after Escape');
  hold(await page.evaluate(() => document.activeElement.id) === 'harbour', 'Escape takes the focus away');
  await page.keyboard.press('Tab');
  await shown(page, '<img src=x');
  await page.keyboard.press('Shift+Tab');
  await shown(page, 'A port city');
}

async function byTouch() {
  const page = await open({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
  const buttons = page.locator('postil-button');
  hold(await buttons.count() === 5, `${await buttons.count()} links have a button`);
  const button = page.locator('#harbour + postil-button button');
  hold(await button.getAttribute('aria-label') === 'About harbour', 'the button has no name');
  const box = await button.boundingBox();
  hold(box.width >= 24 && box.height >= 24, `the button is ${box.width} by ${box.height}`);
  await button.tap();
  await shown(page, 'Norhaven');
  const card = await page.locator('postil-card').boundingBox();
  hold(card.x >= 0 && card.x + card.width <= 390, `the card is outside the window: ${JSON.stringify(card)}`);
  await button.tap();
  await gone(page, 'when its button is tapped again');
  await button.tap();
  await shown(page, 'Norhaven');
  await page.locator('h1').tap();
  await gone(page, 'when something else is tapped');
  await page.locator('#harbour').tap();
  await page.waitForURL(LINKS.harbour, { timeout: 5000 }).catch(() => findings.push('the first tap does not follow the link'));
}

for (const part of [byMouse, byKeyboard, byTouch]) {
  await part().catch(error => findings.push(`${part.name}: ${error.message}`));
}
await browser.close();
site.close();
other.close();
console.log(findings.length ? findings.join('\n') : 'cards by mouse, keyboard and touch');
process.exit(findings.length ? 1 : 0);
