// Holds linked data against the words of schema.org: each node of each document is checked by
// TypeScript as a value of its type in schema-dts, and each document must become RDF without loss.
// Prints how many nodes there were.
//
// node linked-data.mjs FILE…
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import jsonld from "jsonld";
import ts from "typescript";

// The part of schema.org's context that matters here: all words are its own.
const context = { "@context": { "@vocab": "http://schema.org/" } };
const documentLoader = async (url) => {
  if (url !== "https://schema.org") throw new Error(`${url} is not loaded`);
  return { contextUrl: null, documentUrl: url, document: context };
};

// The types of schema-dts have one type each; a second one is the first's parent.
const single = (value) => {
  if (Array.isArray(value)) return value.map(single);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]) =>
    key === "@type" && Array.isArray(inner) ? [key, inner[0]] : [key, single(inner)],
  );
  return Object.fromEntries(entries);
};

const documents = process.argv.slice(2).map((file) => [file, JSON.parse(readFileSync(file, "utf8"))]);
const lines = ['import type * as schema from "schema-dts";'];
const places = [];
for (const [file, document] of documents) {
  for (const node of document["@graph"].map(single)) {
    places[lines.length] = file;
    lines.push(`export const n${lines.length}: Exclude<schema.${node["@type"]}, string> = ${JSON.stringify(node)};`);
  }
  const triples = await jsonld.toRDF(document, { documentLoader, safe: true });
  if (triples.length < 3) throw new Error(`${file} says nothing`);
}

const source = join(dirname(fileURLToPath(import.meta.url)), "linked-data.generated.ts");
const options = { strict: true, noEmit: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
const text = lines.join("\n");
host.getSourceFile = (name, ...rest) =>
  name === source ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
host.fileExists = (name) => name === source || fileExists(name);
host.readFile = (name) => (name === source ? text : readFile(name));
const program = ts.createProgram([source], options, host);
const faults = ts.getPreEmitDiagnostics(program).map((fault) => {
  const line = fault.file?.getLineAndCharacterOfPosition(fault.start).line;
  return `${places[line] ?? fault.file?.fileName}: ${ts.flattenDiagnosticMessageText(fault.messageText, "\n")}`;
});
if (faults.length > 0) {
  console.error(faults.join("\n\n").slice(0, 6000));
  process.exit(1);
}
console.log(lines.length - 1);
