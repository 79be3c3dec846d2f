// Searches a site for what is in another language than its own, and reports results that do not say so.
//
//     node tongues.mjs FOLDER URL
//
// FOLDER is a site in English with a brief, its claim, its event and a page in Arabic, each with the word ميناء, and an
// English entity with it among its names. Ends with 1 if there is a finding.
import { launch } from './launch.mjs';
import { AXE, checkAccess, openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url] = process.argv.slice(2);
const server = await serve(folder, new URL(url).pathname);
const site = { url, origin: server.origin, local: server.origin + new URL(url).pathname };
const findings = [];
const say = words => findings.push(words);
const browser = await launch();

/** Runs in the browser: of each result, the language and the way that its words are given, and where they stand. */
function results() {
  const way = element => element && [element.closest('[lang]').lang, getComputedStyle(element).direction];
  return [...document.querySelectorAll('.results section')].flatMap(section => [...section.querySelectorAll('.hits > li')].map(hit => ({
    group: section.dataset.group,
    title: hit.querySelector('h3').textContent,
    head: way(hit.querySelector('h3')),
    said: way(hit.querySelector('.said')),
    facts: way(hit.querySelector('.meta')),
  })));
}

const page = await openTab(browser, site, (place, words) => say(`${place}: ${words}`));
for (const [asked, groups] of [
  ['ميناء', ['entity', 'brief', 'claim', 'event', 'page']],
  ['harbour', ['entity', 'brief']],
]) {
  await page.goto(`${site.local}search/?${new URLSearchParams({ q: asked })}`);
  await page.waitForSelector('.results section', { timeout: 10000 }).catch(() => say(`nothing is found for ${asked}`));
  const found = await page.evaluate(results);
  for (const group of groups) {
    if (!found.some(one => one.group === group)) say(`${asked}: no ${group} is found: ${JSON.stringify(found)}`);
  }
  for (const one of found) {
    const own = /\p{Script=Arabic}/u.test(one.title) ? 'ar,rtl' : 'en,ltr';
    const place = `${asked}: the ${one.group} “${one.title}”`;
    for (const part of ['head', 'said']) {
      if (one[part] && one[part].join() !== own) say(`${place}: its ${part} is ${one[part]}`);
    }
    if (one.facts.join() !== 'en,ltr') say(`${place}: the words of the interface are ${one.facts}`);
  }
  await page.evaluate(AXE);
  await checkAccess(page, `${asked}`, say);
}
await browser.close();
server.close();
console.log(findings.length ? findings.join('\n') : 'results say of which language they are');
process.exit(findings.length ? 1 : 0);
