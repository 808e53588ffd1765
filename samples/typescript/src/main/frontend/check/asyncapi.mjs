// Validates AsyncAPI documents against the official schema: node check/asyncapi.mjs <file> ...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const schema = createRequire(import.meta.url)("@asyncapi/specs/schemas/3.0.0.json");
// Ajv brings its own.
delete schema.definitions["http://json-schema.org/draft-07/schema"];

const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
addFormats(ajv);
const validate = ajv.compile(schema);

let errors = 0;

function complain(file, text) {
  errors++;
  console.error(`${file}: ${text}`);
}

/** The schema does not follow references. */
function follow(file, document, value) {
  if (value !== null && typeof value === "object") {
    if (typeof value.$ref === "string") {
      const found = value.$ref.slice(2).split("/").reduce((part, name) => part?.[name], document);
      if (!value.$ref.startsWith("#/") || found === undefined) {
        complain(file, `nothing is at ${value.$ref}`);
      }
    }
    Object.values(value).forEach((each) => follow(file, document, each));
  }
}

for (const file of process.argv.slice(2)) {
  const document = JSON.parse(readFileSync(file, "utf8"));
  if (!validate(document)) {
    validate.errors.forEach((error) => complain(file, `${error.instancePath} ${error.message}`));
  }
  follow(file, document, document);
  // The schema must be able to refuse: nobody sends what he receives.
  const broken = structuredClone(document);
  Object.values(broken.operations)[0].action = "recieve";
  if (validate(broken)) {
    complain(file, "an operation may do anything, so nothing was validated");
  }
}
process.exit(errors > 0 ? 1 : 0);
