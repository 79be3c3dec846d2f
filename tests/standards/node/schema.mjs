// Holds a JSON file against its JSON Schema (2020-12) with Ajv, which knows no keyword that is not of
// the standard. Prints `valid`, or `invalid` and why.
//
// node schema.mjs SCHEMA FILE
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const [schema, file] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
// A branch of a choice may require what the object around it describes.
const ajv = formats(new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }));
const isValid = ajv.validate(schema, file);
console.log(isValid ? "valid" : `invalid: ${ajv.errorsText()}`);
