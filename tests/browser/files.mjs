// Checks that look at the built files, all of them: the Nu HTML checker, and that links resolve.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { answer } from './serve.mjs';

const run = promisify(execFile);
const JAR = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));

/** The paths of all files below a folder. */
export function filesBelow(folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Reports the errors and warnings of the Nu HTML checker for HTML, CSS and SVG. */
export async function checkMarkup(folder, report) {
  const files = filesBelow(folder).filter(file => /\.(html|css|svg)$/.test(file));
  const options = ['--format', 'json', '--stdout', '--exit-zero-always', '--also-check-css', '--also-check-svg'];
  const { stdout } = await run('java', ['-Xss8m', '-jar', JAR, ...options, ...files], {
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  for (const message of JSON.parse(stdout).messages) {
    if (message.type === 'info' && message.subType !== 'warning') continue;
    // It reads files without a host, which are no page's own, and takes data for scripts: browsers judge this better.
    if (/^(Resource|Inline script) violates Content Security Policy/.test(message.message)) continue;
    const file = path.relative(folder, decodeURIComponent(message.url ?? '').replace(/^file:/, ''));
    report(file, `markup: ${message.message} (line ${message.lastLine}) ${message.extract ?? ''}`);
  }
  return files.length;
}

/**
 * Reports links that lead nowhere within the site, fragments without an element, ids used twice
 * and references to ids that are not there. The browser page `reader` parses the HTML.
 */
export async function checkLinks(folder, base, siteUrl, reader, report) {
  const pages = new Map();
  for (const file of filesBelow(folder).filter(file => file.endsWith('.html'))) {
    pages.set(file, await reader.evaluate(readPage, fs.readFileSync(path.join(folder, file), 'utf8')));
  }
  let count = 0;
  for (const [file, page] of pages) {
    for (const id of page.twice) report(file, `the id "${id}" stands more than once`);
    for (const id of page.idReferences) {
      if (!page.ids.includes(id)) report(file, `nothing has the id "${id}" that an attribute names`);
    }
    const address = new URL(file.replace(/(^|\/)index\.html$/, '$1'), siteUrl);
    for (const link of page.links) {
      count += 1;
      const target = new URL(link, address);
      if (target.origin !== address.origin) continue;
      const found = answer(folder, base, target.pathname);
      if (found.status !== 200) {
        report(file, `the link ${link} leads to ${target.pathname}, which is ${found.status}`);
        continue;
      }
      const name = decodeURIComponent(target.pathname.slice(base.length)).replace(/(^|\/)$/, '$1index.html');
      const id = decodeURIComponent(target.hash.slice(1).split(':~:')[0]);
      if (id && pages.has(name) && !pages.get(name).ids.includes(id)) {
        report(file, `the link ${link} needs an element with the id "${id}", which ${name} has not`);
      }
    }
  }
  return count;
}

/** Runs in the browser: the ids of a page and what it refers to. */
function readPage(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const all = (css, name) => [...page.querySelectorAll(css)].map(element => element.getAttribute(name));
  const ids = all('[id]', 'id');
  const words = ['for', 'headers', 'list', 'popovertarget'].concat(
    ['activedescendant', 'controls', 'describedby', 'details', 'flowto', 'labelledby', 'owns'].map(word => `aria-${word}`),
  );
  return {
    ids: [...new Set(ids)],
    twice: [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))],
    idReferences: words.flatMap(word => all(`[${word}]`, word)).flatMap(ids => ids.trim().split(/\s+/)),
    links: [
      ...all('[href]', 'href'),
      ...all('[src]', 'src'),
      ...all('[srcset]', 'srcset').flatMap(set => set.split(',').map(one => one.trim().split(/\s+/)[0])),
      ...all('meta[property="og:url"], meta[property="og:image"]', 'content'),
    ],
  };
}
