// Serves a built site as a host of static files does: below a path, folders with a slash at the
// end, 404.html for what is not there.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

const isFile = file => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** What the host answers to a request for `pathname`: `{ status, headers, body }`. */
export function answer(folder, base, pathname) {
  const file = status => name => ({
    status,
    headers: {
      'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream',
      'access-control-allow-origin': '*',
    },
    body: fs.readFileSync(name),
  });
  const redirect = { status: 301, headers: { location: `${pathname}/` }, body: '' };
  if (`${pathname}/` === base) return redirect;
  if (pathname.startsWith(base)) {
    const below = path.join(folder, decodeURIComponent(pathname.slice(base.length)));
    if (pathname.endsWith('/') && isFile(path.join(below, 'index.html'))) {
      return file(200)(path.join(below, 'index.html'));
    }
    if (!pathname.endsWith('/') && isFile(below)) return file(200)(below);
    if (isFile(path.join(below, 'index.html'))) return redirect;
  }
  return file(404)(path.join(folder, '404.html'));
}

/** Starts a server on a free port of this machine: `{ origin, close }`. */
export async function serve(folder, base) {
  const server = http.createServer((request, response) => {
    const { status, headers, body } = answer(folder, base, new URL(request.url, 'http://site').pathname);
    response.writeHead(status, headers).end(body);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
