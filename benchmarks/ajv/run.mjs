// The same cases in Node: JSON.parse alone, and JSON.parse with ajv's compiled validator, formats asserted.
// Usage: npm install && node run.mjs [folder with invoice.schema.json and the rest]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? process.env.CANONICAL_BENCH_CASES ?? path.join(here, '../../../shared/bench-cases');
const read = name => readFileSync(path.join(folder, name));
const entries = read('time-entries.jsonl').toString('utf8').split('\n').filter(l => l.length > 0).map(l => Buffer.from(l));
const cases = [
  ['invoice', read('invoice.schema.json'), [read('invoice.json')]],
  ['invoice, unevaluated', read('invoice-unevaluated.schema.json'), [read('invoice.json')]],
  ['500 time entries', read('time-entry.schema.json'), entries],
];

function measure(ways, rounds = 15, perRound = 120) {
  const best = ways.map(() => Infinity);
  for (const [, run] of ways) for (const end = performance.now() + 400; performance.now() < end;) run();
  for (let round = 0; round < rounds; round++) {
    ways.forEach(([, run], i) => {
      for (const end = performance.now() + perRound; performance.now() < end;) {
        const start = process.hrtime.bigint();
        let count = 0;
        do { run(); count++; } while (process.hrtime.bigint() - start < 250_000n);
        best[i] = Math.min(best[i], Number(process.hrtime.bigint() - start) / 1000 / count);
      }
    });
  }
  return best;
}

console.log('| case | way | best | MB/s |\n|---|---|---:|---:|');
for (const [name, schema, documents] of cases) {
  const parsed = JSON.parse(schema.toString('utf8'));
  const start = performance.now();
  // Without multipleOfPrecision ajv rejects valid amounts: it divides doubles.
  const ajv = new Ajv2020({ strict: false, multipleOfPrecision: 6 });
  addFormats(ajv);
  const validate = ajv.compile(parsed);
  const compile = performance.now() - start;
  const bytes = documents.reduce((sum, d) => sum + d.length, 0);
  const ways = [
    ['JSON.parse', () => { for (const d of documents) JSON.parse(d.toString('utf8')); }],
    ['JSON.parse and ajv', () => { for (const d of documents) if (!validate(JSON.parse(d.toString('utf8')))) throw new Error(ajv.errorsText(validate.errors)); }],
  ];
  const best = measure(ways);
  ways.forEach(([way], i) => console.log(`| ${name} | ${way} | ${best[i].toFixed(2)} us | ${(bytes / best[i]).toFixed(0)} |`));
  console.log(`| ${name} | ajv compile, first | ${compile.toFixed(1)} ms | |`);
}
