// Runs `postil serve` on a small site, edits the site, and reports what an open page does wrong, a
// finding each line.
//
//     node preview.mjs POSTIL FOLDER
//
// POSTIL is the program, FOLDER is empty. Ends with 1 if there is a finding.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { launch } from './launch.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [postil, folder] = process.argv.slice(2);
const findings = [];
const hold = (what, holds, found) => {
  if (!holds) findings.push(`${what}${found === undefined ? '' : `: ${JSON.stringify(found)}`}`);
};

function write(name, text) {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${path.dirname(file)}/.half`, text);
  fs.renameSync(`${path.dirname(file)}/.half`, file);
}

const paragraph = number => `Paragraph ${number} says a number of things. ${'And then it says some more of the same. '.repeat(8)}`;
let step = 'none';
const paragraphs = () => [...Array.from({ length: 60 }, (_, at) => paragraph(at + 1)), `Step ${step}.`];
const brief = texts => `---\ntitle: A long brief\ndate: 2016-01-08\n---\n\n${texts.join('\n\n')}\n`;
const save = texts => write('content/briefs/long.md', brief(texts));

write('postil.toml', 'title = "Preview"\nbase-url = "https://example.org/repo/"\n');
save(paragraphs());
const server = spawn(postil, ['serve', '--port', '0', '--editor', 'vscode', '--root', folder], { stdio: ['ignore', 'inherit', 'pipe'] });
const home = await new Promise((resolve, reject) => {
  let said = '';
  server.stderr.on('data', data => {
    said += data;
    const url = /Preview at (http:\S+)/.exec(said)?.[1];
    if (url) resolve(url);
  });
  server.on('exit', () => reject(new Error(`postil ended: ${said}`)));
});

const browser = await launch();

/** The top of the paragraph with that number in the window; null where there is none. */
const topOf = (page, number) => page.evaluate(words => {
  const found = [...document.querySelectorAll('main p')].find(one => one.innerText.startsWith(words));
  return found ? Math.round(found.getBoundingClientRect().top) : null;
}, `Paragraph ${number} `);

const shows = (page, words) => page.waitForFunction(words => document.querySelector('main')?.innerText.includes(words), words);
const panel = page => page.locator('postil-preview .panel');
const counter = page => page.locator('postil-preview .tray button');

async function keepsItsPlace(page) {
  // Until the page is at rest there: a script or a font that comes late may move it.
  await page.waitForFunction(() => {
    const found = [...document.querySelectorAll('main p')].find(one => one.innerText.startsWith('Paragraph 30 '));
    const was = found.getBoundingClientRect().top;
    found.scrollIntoView({ behavior: 'instant' });
    return Math.abs(found.getBoundingClientRect().top - was) < 1;
  }, null, { polling: 200 });
  const before = await topOf(page, 30);
  const texts = paragraphs();
  texts[30] = `${paragraph(31)} Edited in view.`;
  save(texts);
  await shows(page, 'Edited in view.');
  await page.waitForFunction(() => scrollY > 0);
  hold('an edit in view moves the page', Math.abs(await topOf(page, 30) - before) <= 2, [before, await topOf(page, 30)]);

  write('content/about.md', '---\ntitle: About\n---\n\nText.\n');
  write('postil.toml', 'title = "Another title"\nbase-url = "https://example.org/repo/"\n');
  await page.waitForFunction(() => document.title.includes('Another title'));
  await page.waitForFunction(() => scrollY > 0);
  hold('a change elsewhere moves the page', Math.abs(await topOf(page, 30) - before) <= 2, [before, await topOf(page, 30)]);

  texts[54] = `${paragraph(55)} Edited out of view.`;
  save(texts);
  await shows(page, 'Edited out of view.');
  await page.waitForFunction(() => {
    const found = [...document.querySelectorAll('main p')].find(one => one.innerText.startsWith('Paragraph 55 '));
    const box = found.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  }, null, { timeout: 10000 }).catch(() => hold('an edited paragraph out of view is not brought into view', false));
}

async function swapsStyles(page) {
  await page.evaluate(() => { window.sameDocument = true; });
  for (const [css, color] of [['body { background: rgb(1, 2, 3) }', 'rgb(1, 2, 3)'], ['body { background: rgb(4, 5, 6) }', 'rgb(4, 5, 6)']]) {
    write('static/site.css', css);
    await page.waitForFunction(color => getComputedStyle(document.body).backgroundColor === color, color);
  }
  await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet]').length === 1);
  hold('a stylesheet loads the page again', await page.evaluate(() => window.sameDocument === true));
  fs.rmSync(path.join(folder, 'static/site.css'));
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor !== 'rgb(4, 5, 6)');
}

async function showsErrors(page) {
  const texts = paragraphs();
  texts[0] = 'See [this](nothing.md) </pre><img src=x onerror="window.hacked = true"><script>window.hacked = true</script>.';
  save(texts);
  await panel(page).waitFor({ state: 'visible' });
  const words = await panel(page).innerText();
  for (const expected of ['1 error', 'nothing.md', '^^^', 'help:', 'content/briefs/long.md:6:5', '</pre><img src=x onerror="window.hacked = true"><script>', 'postil explain broken-link']) {
    hold(`the overlay does not say ${expected}`, words.includes(expected), words);
  }
  hold('text of the site runs in the overlay', await page.evaluate(() => window.hacked === undefined && !document.querySelector('postil-preview').shadowRoot.querySelector('img, script')));
  hold('the last good page is not behind the overlay', await topOf(page, 1) !== null);
  const link = await panel(page).locator('a').first().getAttribute('href');
  hold('the overlay does not link to the editor', link === `vscode://file${folder}/content/briefs/long.md:6:5`, link);
  const focus = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('role') ?? document.activeElement?.tagName);
  hold('the overlay has not the focus', await focus() === 'dialog', await focus());
  await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() => window.axe.run({ include: [['postil-preview']] }));
    hold(`the overlay is not accessible (${colorScheme})`, violations.length === 0, violations.map(found => [found.id, found.nodes.map(node => node.html)]));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Escape');
  hold('Escape does not close the overlay', await panel(page).isHidden());
  hold('the tray does not tell of the error', (await counter(page).innerText()).startsWith('1 error'), await counter(page).innerText());
  await page.reload();
  await counter(page).waitFor({ state: 'visible' });
  hold('what was closed opens again with the next page', await panel(page).isHidden());
  await counter(page).click();
  hold('the tray does not open the overlay', await panel(page).isVisible());
  texts[0] = 'Mended words.';
  save(texts);
  await shows(page, 'Mended words.');
  await page.waitForFunction(() => document.querySelector('postil-preview')?.shadowRoot.querySelector('.panel').hidden !== false);
  hold('the overlay does not heal', await panel(page).isHidden());
}

async function showsWarnings(page) {
  const texts = paragraphs();
  write('static/p.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
  texts[1] = 'A picture: ![](../../static/p.svg "Photo: Ana Brandt")';
  save(texts);
  await counter(page).waitFor({ state: 'visible' });
  hold('a warning is not counted', await counter(page).innerText() === '1 warning', await counter(page).innerText());
  hold('a warning covers the page', await panel(page).isHidden());
  await counter(page).click();
  hold('the tray does not list the warning', (await panel(page).innerText()).includes('missing-alt'));
  save(paragraphs());
  await counter(page).waitFor({ state: 'hidden' });
}

async function opensTheEditor(page) {
  const asked = [];
  const session = await page.context().newCDPSession(page);
  await session.send('Page.enable');
  session.on('Page.frameRequestedNavigation', event => asked.push(event.url));
  await page.goto(`${home}briefs/long/`);
  await page.locator('postil-preview .tray a').waitFor({ state: 'visible' });
  const edit = await page.locator('postil-preview .tray a').getAttribute('href');
  hold('the tray does not link to the editor', edit === `vscode://file${folder}/content/briefs/long.md:1:1`, edit);
  await page.locator('main p', { hasText: /^Paragraph 3 / }).click({ modifiers: ['Alt'] });
  for (let turns = 0; asked.length === 0 && turns < 100; turns += 1) await page.evaluate(() => new Promise(requestAnimationFrame));
  hold('Alt and a click do not open the paragraph', asked.includes(`vscode://file${folder}/content/briefs/long.md:10:1`), asked);
}

try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(20000);
  page.on('pageerror', error => hold('a script fails', false, error.message));
  for (const check of [keepsItsPlace, swapsStyles, showsErrors, showsWarnings, opensTheEditor]) {
    step = check.name;
    try {
      save(paragraphs());
      await page.goto(`${home}briefs/long/`);
      await shows(page, `Step ${step}.`);
      await check(page);
    } catch (error) {
      findings.push(`${step}: ${error.message}`);
    }
  }
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGINT');
}
for (const finding of findings) console.log(finding);
process.exitCode = findings.length > 0 ? 1 : 0;
