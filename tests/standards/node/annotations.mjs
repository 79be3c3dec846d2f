// Holds annotation pages against the Web Annotation Data Model: as JSON-LD, nothing of them is without a
// meaning; as RDF, all annotations are there; and each thing has what the model requires of it.
// node annotations.mjs FILE… prints the number of annotations.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import jsonld from "jsonld";
import { context, motivations } from "./annotation-context.mjs";

const ADDRESS = "http://www.w3.org/ns/anno.jsonld";
const documentLoader = async (url) => {
  assert.equal(url, ADDRESS, "no other document is loaded");
  return { contextUrl: null, documentUrl: url, document: context };
};

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const isAddress = (value) => typeof value === "string" && Boolean(new URL(value));

function checkSelector(selector) {
  switch (selector.type) {
    case "FragmentSelector":
      assert.ok(selector.value);
      assert.equal(selector.conformsTo, "http://tools.ietf.org/rfc/rfc3236");
      break;
    case "TextQuoteSelector":
      for (const part of ["exact", "prefix", "suffix"]) assert.equal(typeof selector[part], "string");
      assert.ok(selector.exact.length > 0);
      break;
    case "TextPositionSelector":
      assert.ok(Number.isInteger(selector.start) && selector.start >= 0);
      assert.ok(Number.isInteger(selector.end) && selector.end > selector.start);
      break;
    default:
      assert.fail(`${selector.type} is not expected`);
  }
}

function checkBody(body) {
  assert.ok(motivations.includes(body.purpose), body.purpose);
  if (body.type === "TextualBody") {
    assert.equal(typeof body.value, "string");
    assert.ok(body.id === undefined || isAddress(body.id));
  } else {
    assert.equal(body.type, "SpecificResource");
    assert.ok(isAddress(body.source), body.source);
  }
}

function checkAnnotation(annotation) {
  assert.ok(isAddress(annotation.id), annotation.id);
  assert.equal(annotation.type, "Annotation");
  assert.ok(motivations.includes(annotation.motivation));
  assert.match(annotation.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  for (const creator of list(annotation.creator)) assert.ok(creator.type === "Person" && creator.name);
  assert.ok(list(annotation.body).length > 0);
  list(annotation.body).forEach(checkBody);
  assert.equal(list(annotation.target).length, 1);
  const { target } = annotation;
  if (typeof target === "string") {
    assert.ok(isAddress(target));
  } else {
    assert.ok(isAddress(target.source));
    assert.ok(target.scope === undefined || target.scope.startsWith(`${target.source}#`));
    target.selector.forEach(checkSelector);
  }
}

let count = 0;
for (const file of process.argv.slice(2)) {
  const page = JSON.parse(readFileSync(file, "utf8"));
  assert.equal(page["@context"], ADDRESS);
  assert.equal(page.type, "AnnotationPage");
  assert.ok(isAddress(page.id));
  assert.equal(page.partOf.type, "AnnotationCollection");
  assert.equal(page.partOf.total, page.items.length);
  assert.equal(page.partOf.first, page.id);
  page.items.forEach(checkAnnotation);
  assert.equal(new Set(page.items.map(({ id }) => id)).size, page.items.length, "ids are unique");

  // In its safe mode the processor fails where it would drop something.
  const quads = await jsonld.toRDF(page, { documentLoader, safe: true });
  const things = (type) => {
    const typed = quads.filter(({ predicate, object }) => predicate.value.endsWith("#type") && object.value === type);
    return typed.map(({ subject }) => subject.value).sort();
  };
  assert.deepEqual(things("http://www.w3.org/ns/oa#Annotation"), page.items.map(({ id }) => id).sort());
  assert.deepEqual(things("http://www.w3.org/ns/activitystreams#OrderedCollectionPage"), [page.id]);
  const selectors = page.items.flatMap(({ target }) => target.selector ?? []);
  for (const kind of ["FragmentSelector", "TextQuoteSelector", "TextPositionSelector"]) {
    const wanted = selectors.filter(({ type }) => type === kind).length;
    assert.ok(wanted > 5);
    assert.equal(things(`http://www.w3.org/ns/oa#${kind}`).length, wanted);
  }
  count += page.items.length;
}
console.log(count);
