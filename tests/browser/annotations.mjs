// Holds the annotations beside a brief against the text that the browser gives of its page.
import fs from 'node:fs';
import path from 'node:path';

/**
 * Reports annotations of the brief at `address` whose position, quote or fragment is not so in the page.
 * The tab has no scripts: the text is that of the page as published. Gives how many were looked at.
 */
export async function checkAnnotations(scriptless, folder, local, address, report) {
  const { items } = JSON.parse(fs.readFileSync(path.join(folder, address, 'annotations.json'), 'utf8'));
  await scriptless.goto(local + address, { waitUntil: 'load' });
  const faults = await scriptless.evaluate(findFaults, items);
  for (const fault of faults) report(address, `annotation ${fault}`);
  return items.length;
}

/** Runs in the browser. */
function findFaults(items) {
  const letters = Array.from(document.body.textContent);
  const words = (from, to) => letters.slice(Math.max(from, 0), to).join('');
  const faults = [];
  for (const { id, target } of items.filter(item => item.target.selector)) {
    const of = type => target.selector.find(selector => selector.type === type);
    const { start, end } = of('TextPositionSelector');
    const { exact, prefix, suffix } = of('TextQuoteSelector');
    const fragment = of('FragmentSelector').value;
    if (words(start, end) !== exact) faults.push(`${id}: the page has “${words(start, end)}”, not “${exact}”`);
    if (words(start - 32, start) !== prefix) faults.push(`${id}: other words stand before it`);
    if (words(end, end + 32) !== suffix) faults.push(`${id}: other words stand after it`);
    if (!document.getElementById(fragment)?.textContent.includes(exact)) faults.push(`${id}: #${fragment} has not the words`);
  }
  return faults;
}
