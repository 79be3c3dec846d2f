// Reads where lines break at the marks of notes, by mouse and by touch, and reports what begins a line that should not:
// a mark, a button of a card, a stop after a mark.
//
//     node marks.mjs FOLDER URL PAGE
//
// FOLDER is the built site, URL is where it says that it stands, PAGE a brief whose words all fit on a line. Ends with
// 1 if there is a finding.
import { launch } from './launch.mjs';
import { openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url, address] = process.argv.slice(2);
const server = await serve(folder, new URL(url).pathname);
const site = { url, origin: server.origin, local: server.origin + new URL(url).pathname };
const findings = [];
const browser = await launch();

/** Runs in the browser: what stands after a break where none should be, and how many marks end a line. */
function breaks() {
  const faults = [];
  let atEnd = 0;
  const lineOf = box => (box.top + box.bottom) / 2;
  for (const block of document.querySelectorAll('.art p')) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('button:not(.about)')) continue;
      const box = node.parentElement.closest('.m, .about');
      const parts = box ? [[box.className, box.getBoundingClientRect()]] : [];
      const range = document.createRange();
      for (let at = 0; !box && at < node.length; at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        if (node.data[at].trim()) parts.push([node.data[at], range.getBoundingClientRect()]);
        else if (last) last = { ...last, space: true };
      }
      for (const [name, at] of parts) {
        const isBreak = last && Math.abs(lineOf(at) - lineOf(last.at)) > at.height;
        const isHeld = box ? !/^m /.test(last?.name ?? '') : /^m /.test(last?.name ?? '') && !last.space && /\p{P}/u.test(name);
        if (isBreak && isHeld) faults.push(`“${name}” begins a line of “${block.textContent.slice(0, 60)}”`);
        if (isBreak && /^m /.test(last.name)) atEnd += 1;
        last = { name, at, space: false };
      }
    }
  }
  const marks = document.querySelectorAll('.art p .m').length;
  const buttons = document.querySelectorAll('.art p .about').length;
  return { faults, atEnd, marks, buttons, sideways: document.documentElement.scrollWidth - innerWidth };
}

for (const width of [320, 390, 820]) {
  for (const hasTouch of [false, true]) {
    const page = await openTab(browser, site, (place, words) => findings.push(`${place}: ${words}`), {
      viewport: { width, height: 900 }, hasTouch, isMobile: hasTouch,
    });
    await page.goto(site.local + address, { waitUntil: 'load' });
    if (hasTouch) {
      // Buttons come to the mentions that are near the window.
      for (const mention of await page.locator('.art a.men').all()) {
        await mention.evaluate(one => one.scrollIntoView());
        await mention.locator('xpath=following-sibling::*[1]').locator('.about').waitFor({ state: 'attached' });
      }
    }
    const seen = await page.evaluate(breaks);
    const place = `at ${width} px, ${hasTouch ? 'by touch' : 'by mouse'}`;
    for (const fault of seen.faults.slice(0, 5)) findings.push(`${place}: ${fault}`);
    if (seen.faults.length > 5) findings.push(`${place}: ${seen.faults.length} in all`);
    if (seen.marks < 100 || seen.atEnd < 3) findings.push(`${place}: only ${seen.atEnd} of ${seen.marks} marks end a line`);
    if (seen.sideways > 0) findings.push(`${place}: scrolls sideways by ${seen.sideways} px`);
    if (hasTouch !== seen.buttons > 0) findings.push(`${place}: ${seen.buttons} buttons`);
    await page.context().close();
  }
}
await browser.close();
server.close();
console.log(findings.length ? findings.join('\n') : 'marks stay with their words');
process.exit(findings.length ? 1 : 0);
