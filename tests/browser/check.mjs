// Opens a built site in Chromium and reports what is wrong with it, a finding each line.
//
//     node check.mjs FOLDER URL [PAGE…]
//
// FOLDER holds the site, URL is where it says that it stands. Each PAGE, such as briefs/one/, is
// looked at; without any, the largest page of each type. Ends with 1 if there is a finding.
import fs from 'node:fs';
import path from 'node:path';
import { checkAnnotations } from './annotations.mjs';
import { checkLinks, checkMarkup, filesBelow } from './files.mjs';
import { checkJourney } from './journey.mjs';
import { launch } from './launch.mjs';
import { checkPage, openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url, ...named] = process.argv.slice(2);
const base = new URL(url).pathname;
const findings = new Set();
const report = (place, words) => findings.add(`${place}: ${words}`);

/** The type of each page, as its body says, by address. */
function typesOfPages() {
  const pages = filesBelow(folder).filter(file => file.endsWith('index.html'));
  return new Map(pages.map(file => {
    const html = fs.readFileSync(path.join(folder, file), 'utf8');
    const type = /<body[^>]* data-page-type="([^"]+)"/.exec(html)?.[1];
    if (!type) report(file, 'does not say its type in data-page-type');
    return [file.slice(0, -'index.html'.length), { type, size: html.length }];
  }));
}

function choosePages(types) {
  const largest = new Map();
  for (const [address, { type, size }] of types) {
    // Nobody sees a page that leads on; permalinks.mjs follows them.
    if (type === 'redirect') continue;
    if (!(largest.get(type)?.size >= size)) largest.set(type, { address, size });
  }
  if (named.length === 0) return [...largest.values()].map(({ address }) => address);
  const chosen = named.map(address => (address === '/' ? '' : address));
  for (const address of chosen) if (!types.has(address)) report(address, 'is not in the site');
  for (const [type, { address }] of largest) {
    if (!chosen.some(address => types.get(address)?.type === type)) report(address, `no page of type ${type} is looked at`);
  }
  return chosen.filter(address => types.has(address));
}

const start = Date.now();
const server = await serve(folder, base);
const site = { url, origin: server.origin, local: server.origin + base };
const browser = await launch();
try {
  const markup = checkMarkup(folder, report);
  const types = typesOfPages();
  const pages = choosePages(types);
  const tab = await openTab(browser, site, report);
  const scriptless = await openTab(browser, site, report, { javaScriptEnabled: false });
  for (const address of pages) {
    await checkPage(tab, scriptless, site.local + address, address || '/', report);
  }
  // The page for what is not there is shown at any address, so its links name the published one.
  await checkPage(tab, scriptless, new URL('no-such-page/anywhere', url).href, '404.html', report);
  const journey = await openTab(browser, site, report);
  let evidence = 0;
  let annotations = 0;
  for (const address of pages.filter(address => types.get(address).type === 'brief')) {
    evidence += await checkJourney(journey, site.local, address, report) ?? 0;
    annotations += await checkAnnotations(scriptless, folder, site.local, address, report);
  }
  const reader = await (await browser.newContext()).newPage();
  const links = await checkLinks(folder, base, url, reader, report);
  const files = await markup;
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  for (const finding of findings) console.log(finding);
  console.log(`${pages.length + 1} pages seen, ${evidence} ways back to the words, ${annotations} annotations, ${links} links, ${files} files: ${findings.size} findings in ${seconds} s`);
} finally {
  await browser.close();
  server.close();
}
process.exitCode = findings.size > 0 ? 1 : 0;
