// Makes land.txt, the base map, of the coasts of Natural Earth as the npm package world-atlas has them:
//
//     npm install world-atlas@2.0.2
//     node make-land.mjs node_modules/world-atlas/land-50m.json > land.txt
//
// 1. The rings of the land are taken out of the TopoJSON, islands of less than a few pixels left out. One
//    that crosses the 180th meridian goes on beyond 180 degrees; one around a pole is closed over it.
// 2. Points are taken away by the area of their triangles with their neighbours (Visvalingam), the
//    smallest first, until FEWEST_POINTS are left.
// 3. A ring becomes a line: the differences of its degrees in hundredths, longitude before latitude,
//    each as the digits of Google's encoded polylines, five bits to a character. The licence of the
//    package stands before them, behind `#`.
import fs from 'node:fs';
import path from 'node:path';

const FEWEST_POINTS = 14000;
/** The smallest island, in square degrees at the equator. */
const SMALLEST = 0.02;

const { transform: { scale, translate }, arcs, objects } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

const lines = arcs.map(arc => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});
const ringOf = indexes => indexes.flatMap((index, at) => {
  const line = index < 0 ? lines[~index].toReversed() : lines[index];
  return at === 0 ? line : line.slice(1);
});
/** A ring whose longitudes do not jump from 180 to -180. */
const unwound = ring => {
  let turns = 0;
  const points = ring.map(([x, y], at) => {
    const before = ring[Math.max(at - 1, 0)][0];
    if (x - before > 180) turns -= 360;
    if (x - before < -180) turns += 360;
    return [x + turns, y];
  });
  if (turns === 0) return points;
  const pole = points[0][1] > 0 ? 90 : -90;
  return [...points, [points.at(-1)[0], pole], [points[0][0], pole], points[0]];
};
const geometries = objects.land.type === 'GeometryCollection' ? objects.land.geometries : [objects.land];
const polygons = geometries.flatMap(({ type, arcs }) => (type === 'Polygon' ? [arcs] : arcs));

/** Twice the area of a triangle on the ground: a degree of longitude shrinks towards the poles. */
const triangle = ([ax, ay], [bx, by], [cx, cy]) =>
  Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) * Math.cos(by * Math.PI / 180);

const areaOf = ring => Math.abs(ring.reduce((sum, [x, y], at) => {
  const [nextX, nextY] = ring[(at + 1) % ring.length];
  return sum + (x * nextY - nextX * y);
}, 0)) / 2 * Math.cos(ring[0][1] * Math.PI / 180);

/** Points of a ring without the last, which repeats the first, as a circle of linked points. */
const rings = polygons.flat().map(ringOf).map(unwound).map(ring => ring.slice(0, -1)).filter(ring => areaOf(ring) >= SMALLEST);
const points = [];
for (const [number, ring] of rings.entries()) {
  const first = points.length;
  ring.forEach((at, index) => points.push({
    at, ring: number,
    before: first + (index + ring.length - 1) % ring.length,
    after: first + (index + 1) % ring.length,
    kept: Math.abs(at[1]) === 90,
  }));
}
const weigh = point => triangle(points[point.before].at, point.at, points[point.after].at);
const left = rings.map(ring => ring.length);

// A queue in which stale entries are passed over.
const queue = points.map((point, index) => ({ index, weight: (point.weight = weigh(point)) }));
queue.sort((a, b) => a.weight - b.weight);
const push = entry => {
  let [low, high] = [next, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (queue[middle].weight < entry.weight) low = middle + 1; else high = middle;
  }
  queue.splice(low, 0, entry);
};
let next = 0;
let count = points.length;
while (count > FEWEST_POINTS && next < queue.length) {
  const { index, weight } = queue[next++];
  const point = points[index];
  if (point.gone || point.kept || weight !== point.weight || left[point.ring] <= 4) continue;
  point.gone = true;
  left[point.ring] -= 1;
  count -= 1;
  points[point.before].after = point.after;
  points[point.after].before = point.before;
  for (const neighbour of [point.before, point.after]) {
    // A point is never worth less than one that went before it.
    points[neighbour].weight = Math.max(weight, weigh(points[neighbour]));
    push({ index: neighbour, weight: points[neighbour].weight });
  }
}

const encode = value => {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let digits = '';
  for (; rest >= 0x20; rest >>>= 5) digits += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
  return digits + String.fromCharCode(rest + 63);
};
const text = new Map();
const last = new Map();
for (const point of points.filter(point => !point.gone)) {
  const [x, y] = point.at.map(degrees => Math.round(degrees * 100));
  const [lastX, lastY] = last.get(point.ring) ?? [0, 0];
  if (last.has(point.ring) && x === lastX && y === lastY) continue;
  last.set(point.ring, [x, y]);
  text.set(point.ring, (text.get(point.ring) ?? '') + encode(x - lastX) + encode(y - lastY));
}
const licence = fs.readFileSync(path.join(path.dirname(process.argv[2]), 'LICENSE'), 'utf8').trimEnd();
const head = `Made by make-land.mjs of Natural Earth, which is in the public domain, as world-atlas has it.\n\n${licence}`;
console.log([...head.split('\n').map(line => `# ${line}`.trimEnd()), ...text.values()].join('\n'));
