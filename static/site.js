// What the pages can do beside being read: copying. Everything else is there without it.

/** Words of a paragraph between marks of notes, and characters that only hold a line together. */
function runs(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    text += node.parentElement.closest('.m, .pl, button') ? '\n' : node.data.replaceAll('\n', ' ');
  }
  return text.split(/[\n\u2060]/).map(run => run.trim().split(/\s+/)).filter(run => run.length > 2);
}

const encoded = words => encodeURIComponent(words.join(' ')).replaceAll('-', '%2D');

/** The directive that has a browser mark these words: `text=first words,last words`. */
function textDirective(block) {
  const all = runs(block);
  if (all.length === 0) return '';
  const [first, last] = [all[0], all.at(-1)];
  if (all.length === 1 && first.length <= 10) return `:~:text=${encoded(first)}`;
  return `:~:text=${encoded(first.slice(0, 5))},${encoded(last.slice(-5))}`;
}

/** The address of a block for others: that of the page, for good, with the block's id and words. */
function addressOf(block) {
  const page = document.querySelector('link[rel=canonical]')?.href ?? location.href.split('#')[0];
  return `${page}#${block.id}${textDirective(block)}`;
}

const status = document.createElement('p');
status.className = 'vh';
status.role = 'status';

/** Copies a text; where the browser does not allow it, it is shown to be copied by hand. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = 'Copied';
    return true;
  } catch {
    prompt('Copy this:', text);
    return false;
  }
}

function button(className, words, label, text) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = words;
  if (label) made.setAttribute('aria-label', label);
  made.addEventListener('click', async () => {
    if (!await copy(text())) return;
    made.classList.add('done');
    setTimeout(() => made.classList.remove('done'), 1500);
  });
  return made;
}

for (const block of document.querySelectorAll('.art :is(p, li, h2, h3, h4)[id]')) {
  block.append(button('pl', '#', 'Copy link to these words', () => addressOf(block)));
}
for (const text of document.querySelectorAll('.box pre')) {
  const name = text.closest('details')?.querySelector('summary').textContent ?? 'address';
  text.after(button('copy', 'Copy', `Copy ${name}`, () => text.textContent));
}
document.body.append(status);
