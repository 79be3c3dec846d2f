// Copies every link that a page offers, and opens it: it must lead to the very words. Reports what does not.
//
//     node copy.mjs FOLDER URL PAGE
//
// FOLDER is the built site, URL is where it says that it stands, PAGE such as briefs/one/. Ends with 1 if there is a
// finding.
import { launch } from './launch.mjs';
import { openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url, address] = process.argv.slice(2);
const server = await serve(folder, new URL(url).pathname);
const site = { url, origin: server.origin, local: server.origin + new URL(url).pathname };
const findings = [];
const browser = await launch();
const options = { permissions: ['clipboard-read', 'clipboard-write'], viewport: { width: 820, height: 500 } };
const page = await openTab(browser, site, (place, words) => findings.push(`${place}: ${words}`), options);
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

await page.goto(site.local + address, { waitUntil: 'load' });
const links = [];
const ids = await page.locator('.art :is(p, li, h2, h3, h4)[id]').evaluateAll(blocks => blocks.map(block => block.id));
for (const id of ids) {
  const button = page.locator(`[id="${id}"] > .pl`);
  await page.locator(`[id="${id}"]`).scrollIntoViewIfNeeded();
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(id => document.getElementById(id).querySelector(':scope > .pl.done'), id);
  links.push({ id, link: await clipboard() });
}
if (links.length < 5) findings.push(`only ${links.length} links to copy`);

const boxes = page.locator('.copy');
for (let at = 0; at < await boxes.count(); at += 1) {
  const box = boxes.nth(at);
  const expected = await box.evaluate(button => button.previousElementSibling.textContent);
  await box.evaluate(button => button.closest('details')?.setAttribute('open', ''));
  await box.click();
  await page.waitForFunction(at => document.querySelectorAll('.copy')[at].classList.contains('done'), at);
  if (await clipboard() !== expected) findings.push(`${await box.getAttribute('aria-label')} copies something else`);
}
const said = await page.locator('[role=status]').innerText();
if (said !== 'Copied') findings.push(`a screen reader hears “${said}”`);

/** Whether the block comes into view in a new tab, at an address of the site. */
async function arrives(link, id) {
  const tab = await page.context().newPage();
  await tab.goto(link.replace(url, site.local), { waitUntil: 'load' });
  const inView = await tab.waitForFunction(id => {
    const box = document.getElementById(id)?.getBoundingClientRect();
    return box && box.bottom > 0 && box.top < innerHeight;
  }, id, { timeout: 5000 }).catch(() => null);
  await tab.close();
  return inView !== null;
}

const top = await page.evaluate(() => innerHeight);
for (const { id, link } of links) {
  if (!link.startsWith(`${url}${address}#${id}`)) findings.push(`${id}: copied as ${link}`);
  if (!await arrives(link, id)) findings.push(`${id}: ${link} does not arrive`);
  const [, directive] = link.split(':~:');
  if (!directive) continue;
  // Without the id it is the words alone that the browser finds. What is in view from the start shows nothing.
  const isBelow = await page.evaluate(
    ({ id, top }) => document.getElementById(id).getBoundingClientRect().top + scrollY > top, { id, top },
  );
  if (isBelow && !await arrives(`${url}${address}#:~:${directive}`, id)) findings.push(`${id}: no browser finds ${directive}`);
}
const marked = links.filter(({ link }) => link.includes(':~:text=')).length;
if (marked < links.length / 2) findings.push(`only ${marked} of ${links.length} links have words`);

// Where the clipboard is closed the reader gets the link to copy by hand.
const closed = await (await browser.newContext()).newPage();
await closed.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
let offered = '';
closed.on('dialog', dialog => {
  offered = dialog.defaultValue();
  return dialog.dismiss();
});
await closed.goto(site.local + address, { waitUntil: 'load' });
await closed.locator('.pl').first().focus();
await closed.keyboard.press('Enter');
if (offered !== links[0]?.link) findings.push(`with a closed clipboard “${offered}” is offered`);

await browser.close();
server.close();
console.log(findings.length ? findings.join('\n') : `${links.length} links copied, ${marked} with words`);
process.exit(findings.length ? 1 : 0);
