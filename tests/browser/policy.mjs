// Opens a page of each type in Chromium as it is, and then with what an attacker would put into it, and
// reports what is wrong, a finding each line.
//
//     node policy.mjs FOLDER URL
//
// FOLDER holds the site, URL is where it says that it stands. Pages are opened below the path of URL, and one
// from the disk. Ends with 1 if there is a finding.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow } from './files.mjs';
import { launch } from './launch.mjs';
import { answer } from './serve.mjs';

const [folder, url] = process.argv.slice(2);
const base = new URL(url).pathname;
const findings = [];
const hold = (is, place, words) => is || findings.push(`${place}: ${words}`);

/** A file of each type of page, and the page for what is not there. */
function typesOfPages() {
  const types = new Map([['404', '404.html']]);
  for (const file of filesBelow(folder).filter(file => file.endsWith('index.html'))) {
    const type = /<body[^>]* data-page-type="([^"]+)"/.exec(fs.readFileSync(path.join(folder, file), 'utf8'))[1];
    if (!types.has(type)) types.set(type, file);
  }
  return types;
}

let reached = 0;
const other = http.createServer((_, response) => {
  reached += 1;
  response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end('window.ran = "of another host"');
});
await new Promise(done => other.listen(0, '127.0.0.1', done));
const elsewhere = `http://127.0.0.1:${other.address().port}`;

/** What would run, load or leave, if it could. */
const ATTACK = `<base href="${elsewhere}/"><script>window.ran = 'inline'</script><script type="module">window.ran = 'module'</script>
<script src="${elsewhere}/a.js"></script><img src="${elsewhere}/a.png" onerror="window.ran = 'handler'" alt="">
<svg><script>window.ran = 'svg'</script></svg><a id="attack" href="javascript:window.ran = 'address'">x</a>
<style>body { background: url(${elsewhere}/b.png) }</style><p id="styled" style="position: fixed">x</p>
<link rel="stylesheet" href="${elsewhere}/a.css"><iframe src="${elsewhere}/frame"></iframe><object data="${elsewhere}/object"></object>
<form id="sent" action="${elsewhere}/form"><input name="q"></form>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>`;

let isAttacked = false;
const site = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://site');
  const { status, headers, body } = answer(folder, base, pathname);
  const isPage = headers['content-type']?.startsWith('text/html');
  const sent = isAttacked && isPage ? String(body).replace(/<main[^>]*>/, main => `${main}${ATTACK}`) : body;
  response.writeHead(status, headers).end(sent);
});
await new Promise(done => site.listen(0, '127.0.0.1', done));
const local = `http://127.0.0.1:${site.address().port}${base}`;

const browser = await launch();
const BLOCKED = /Content Security Policy/;

/** A tab with the words that its console got, and which keeps to this machine. */
async function openTab() {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const said = [];
  page.on('console', message => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', error => said.push(error.message));
  const published = new URL(url).origin;
  await page.route(address => address.origin === published, async route => {
    const asked = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: new URL(asked.pathname, local).href, maxRedirects: 0 }) });
  });
  return { page, said };
}

const addressOf = file => (file === '404.html' ? new URL('no-such-page', url).href : local + file.replace(/index\.html$/, ''));

async function asTheyAre(types) {
  const { page, said } = await openTab();
  for (const [type, file] of types) {
    await page.goto(addressOf(file), { waitUntil: 'load' });
    const faults = said.filter(words => !(type === '404' && words.includes('404')));
    hold(faults.length === 0, type, `on the console: ${faults.join('; ')}`);
    said.length = 0;
  }
}

async function underAttack(types) {
  isAttacked = true;
  for (const [type, file] of types) {
    // It has gone to another page before anybody can look at it.
    if (type === 'redirect') continue;
    const { page, said } = await openTab();
    await page.goto(addressOf(file), { waitUntil: 'load' });
    await page.evaluate(() => {
      document.getElementById('attack').click();
      document.getElementById('sent').submit();
    });
    await page.waitForLoadState('networkidle');
    const { ran, position } = await page.evaluate(() => ({
      ran: window.ran,
      position: getComputedStyle(document.getElementById('styled')).position,
    }));
    hold(ran === undefined, type, `a script ran: ${ran}`);
    hold(position === 'static', type, 'a style was taken');
    const blocked = said.filter(words => BLOCKED.test(words)).length;
    hold(blocked >= 10, type, `only ${blocked} things were blocked: ${said.join('; ')}`);
    await page.context().close();
  }
  isAttacked = false;
  hold(reached === 0, 'another host', `was asked ${reached} times`);
}

/** What scripts do on a page goes on as before. */
async function atWork() {
  const { page, said } = await openTab();
  await page.goto(`${local}briefs/allied-not-aligned/`, { waitUntil: 'load' });
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await page.click('.mast .theme');
  const chosen = await theme();
  await page.reload({ waitUntil: 'load' });
  hold(chosen && chosen === await theme(), 'colours', `${chosen} was chosen, and is ${await theme()} after a reload`);
  await page.locator('.art a.men').first().hover();
  await page.waitForSelector('.card', { timeout: 5000 }).catch(() => findings.push('cards: none is shown'));
  await page.goto(`${local}search/?q=Belarus`);
  await page.waitForSelector('.results h3', { timeout: 10000 }).catch(() => findings.push('search: nothing is found'));
  hold(said.length === 0, 'at work', `on the console: ${said.join('; ')}`);
}

/** A built folder is looked at without a server too. */
async function fromTheDisk() {
  const { page, said } = await openTab();
  await page.goto(pathToFileURL(path.join(folder, 'briefs/allied-not-aligned/index.html')).href, { waitUntil: 'load' });
  const blocked = said.filter(words => BLOCKED.test(words));
  hold(blocked.length === 0, 'from the disk', blocked.join('; '));
  const isStyled = await page.evaluate(() => getComputedStyle(document.body).margin === '0px');
  hold(isStyled, 'from the disk', 'the page has no style');
}

const types = typesOfPages();
for (const part of [() => asTheyAre(types), () => underAttack(types), atWork, fromTheDisk]) {
  await part().catch(error => findings.push(error.stack));
}
await browser.close();
for (const server of [site, other]) {
  server.closeAllConnections();
  server.close();
}
console.log(findings.length ? findings.join('\n') : `${types.size} types of page keep their policy`);
process.exitCode = findings.length ? 1 : 0;
