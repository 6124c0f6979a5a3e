// One document against one schema, as a script with ajv does it: read, compile, validate.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [schemaFile, documentFile] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, multipleOfPrecision: 9 });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
if (!validate(JSON.parse(readFileSync(documentFile, 'utf8')))) {
  console.error(validate.errors);
  process.exit(1);
}
