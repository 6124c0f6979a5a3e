// Writes NDJSON time entries: node make-entries.mjs FILE MEGABYTES. Made from the valid examples of the contract, with ids and notes that differ.
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [file, megabytes] = process.argv.slice(2);
const folder = join(dirname(fileURLToPath(import.meta.url)), '../../schemas/time-entry/1.0.0.examples/valid');
const examples = readdirSync(folder).sort().filter(name => !name.includes('later')).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const out = openSync(file, 'w');
const total = Number(megabytes) * 1e6;
for (let written = 0, i = 0; written < total;) {
  const lines = [];
  for (let n = 0; n < 2000; n++, i++) {
    const entry = structuredClone(examples[i % examples.length]);
    entry.id = `${(i >>> 0).toString(16).padStart(8, '0')}-1111-8111-8111-111111111111`;
    if (typeof entry.notes === 'string') entry.notes = entry.notes.slice(0, 20 + (i * 7) % 60);
    lines.push(JSON.stringify(entry));
  }
  const text = lines.join('\n') + '\n';
  written += Buffer.byteLength(text);
  writeSync(out, text);
}
closeSync(out);
