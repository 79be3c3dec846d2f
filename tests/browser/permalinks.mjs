// Opens every address that a site ever published, and reports those that do not arrive, a line each.
//
//     node permalinks.mjs FOLDER BASE ADDRESSES
//
// FOLDER is the built site, BASE the path that it stands under, ADDRESSES a JSON file of pages with
// the fragments on them. Ends with 1 if there is a finding.
import fs from 'node:fs';
import { launch } from './launch.mjs';
import { serve } from './serve.mjs';

const [folder, base, file] = process.argv.slice(2);
const addresses = JSON.parse(fs.readFileSync(file, 'utf8'));
const findings = [];
const host = await serve(folder, base);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 820, height: 900 } });
let opened = 0;

/** Opens an address, and waits until it leads nowhere else. */
async function open(address) {
  opened += 1;
  await page.goto('about:blank');
  const response = await page.goto(`${host.origin}${base.slice(0, -1)}${address}`, { waitUntil: 'commit' });
  if (response.status() !== 200) return findings.push(`${address}: status ${response.status()}`);
  await page.waitForFunction(() =>
    document.readyState === 'complete' && !document.querySelector('meta[http-equiv="refresh"]'));
}

/** The fragments of a list that the page does not have. */
const missing = fragments => page.evaluate(all => all.filter(one => !document.getElementById(one)), fragments);

for (const [address, fragments] of Object.entries(addresses)) {
  await open(`${address}?from=elsewhere`);
  const isMoved = new URL(page.url()).pathname !== base.slice(0, -1) + address;
  if (new URL(page.url()).search !== '?from=elsewhere') findings.push(`${address}: the query is lost`);
  if (!isMoved) {
    for (const fragment of await missing(fragments)) findings.push(`${address}#${fragment}: lost`);
    continue;
  }
  for (const fragment of fragments) {
    await open(`${address}?from=elsewhere#${encodeURIComponent(fragment)}`);
    const arrived = await page.evaluate(() => {
      const target = document.querySelector(':target');
      return target !== null && target.id === decodeURIComponent(location.hash.slice(1));
    });
    if (!arrived) findings.push(`${address}#${fragment}: arrives at ${page.url()}`);
  }
}

// A mark is a place that one arrives at: the words after it come into view.
const [longest, marks] = Object.entries(addresses).reduce((a, b) => (b[1].length > a[1].length ? b : a));
await open(`${longest}#${encodeURIComponent(marks.at(-1))}`);
const inView = await page.waitForFunction(() => {
  const box = document.querySelector(':target')?.getBoundingClientRect();
  return box && box.top >= 0 && box.top < innerHeight;
}, undefined, { timeout: 10000 }).catch(() => null);
if (!inView) findings.push(`${longest}#${marks.at(-1)}: not scrolled to`);

await browser.close();
host.close();
console.log(findings.length ? findings.join('\n') : `${opened} addresses opened`);
process.exit(findings.length ? 1 : 0);
