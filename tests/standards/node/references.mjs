// Lets Citation.js and citeproc read a site's references: the CSL-JSON by a schema and by a style, the BibLaTeX
// by its parser, and holds the two against each other.
// node references.mjs REFERENCES.json REFERENCES.bib prints the keys.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-bibtex";
import Ajv from "ajv";
import { schema } from "./csl-schema.mjs";

const [jsonFile, bibFile] = process.argv.slice(2);
const items = JSON.parse(readFileSync(jsonFile, "utf8"));

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
assert.ok(validate(items), JSON.stringify(validate.errors, null, 1));
const keys = items.map(({ id }) => id);
assert.equal(new Set(keys).size, keys.length, "keys are unique");

// A style makes an entry of each item.
const entries = new Cite(items).format("bibliography", { format: "text", template: "apa", asEntryArray: true });
assert.deepEqual(entries.map(([id]) => id).sort(), [...keys].sort());
for (const [id, entry] of entries) assert.ok(entry.trim().length > 5, `${id}: ${entry}`);

// What stands for what in BibLaTeX comes back the same.
plugins.config.get("@bibtex").parse.sentenceCase = "never";
const fromBib = new Cite(readFileSync(bibFile, "utf8"), { forceType: "@biblatex/text" }).data;
assert.deepEqual(fromBib.map((item) => item["citation-key"] ?? item.id).sort(), [...keys].sort());
const plain = (text) => text?.replace(/<\/?[a-z][^>]*>/g, "").replace(/\s+/g, " ").trim();
// A particle may be a part of the family name in the one and stand by itself in the other.
const full = (name) => [name["dropping-particle"], name["non-dropping-particle"], name.family].filter(Boolean).join(" ");
const names = (list) => list?.map((name) => name.literal ?? [full(name), name.given].filter(Boolean).join(", "));
const day = (date) => date?.["date-parts"]?.map((parts) => parts.map(Number));
for (const item of items) {
  const other = fromBib.find((found) => (found["citation-key"] ?? found.id) === item.id);
  assert.equal(plain(other.title), plain(item.title), item.id);
  assert.deepEqual(names(other.author), names(item.author), item.id);
  assert.deepEqual(day(other.issued), day(item.issued), item.id);
  assert.equal(other.URL, item.URL, item.id);
  assert.equal(other.DOI, item.DOI, item.id);
}
console.log(JSON.stringify(keys));
