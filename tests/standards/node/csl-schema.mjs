// CSL-JSON as a schema: the types and variables of the Citation Style Language 1.0.2.
const words = (text) => text.trim().split(/\s+/);

const types = words(`
  article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
  document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
  manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
  personal_communication post post-weblog regulation report review review-book software song speech standard
  thesis treaty webpage`);

const names = words(`
  author chair collection-editor compiler composer container-author contributor curator director editor
  editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author
  performer producer recipient reviewed-author script-writer series-creator translator`);

const dates = words("accessed available-date event-date issued original-date submitted");

const texts = words(`
  abstract annote archive archive_collection archive_location archive-place authority call-number citation-key
  citation-label collection-title container-title container-title-short dimensions division DOI event event-title
  event-place genre ISBN ISSN jurisdiction keyword language license medium note original-publisher
  original-publisher-place original-title part-title PMCID PMID publisher publisher-place references
  reviewed-genre reviewed-title scale source status title title-short URL volume-title year-suffix`);

const numbers = words(`
  chapter-number citation-number collection-number edition first-reference-note-number issue locator number
  number-of-pages number-of-volumes page page-first part printing section supplement version volume`);

const name = {
  type: "object",
  properties: Object.fromEntries(
    words("family given dropping-particle non-dropping-particle suffix literal").map((part) => [part, { type: "string" }]),
  ),
  minProperties: 1,
  additionalProperties: false,
};

const date = {
  type: "object",
  properties: {
    "date-parts": {
      type: "array",
      minItems: 1,
      maxItems: 2,
      items: { type: "array", minItems: 1, maxItems: 3, items: { type: ["string", "number"] } },
    },
    season: { type: ["string", "number"] },
    circa: { type: ["string", "number", "boolean"] },
    literal: { type: "string" },
    raw: { type: "string" },
  },
  additionalProperties: false,
};

const all = (keys, rule) => Object.fromEntries(keys.map((key) => [key, rule]));

export const schema = {
  type: "array",
  items: {
    type: "object",
    required: ["id", "type"],
    properties: {
      id: { type: ["string", "number"] },
      type: { type: "string", enum: types },
      categories: { type: "array", items: { type: "string" } },
      custom: { type: "object" },
      ...all(names, { type: "array", items: name }),
      ...all(dates, date),
      ...all(texts, { type: "string" }),
      ...all(numbers, { type: ["string", "number"] }),
    },
    additionalProperties: false,
  },
};
