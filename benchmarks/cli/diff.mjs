// How long "canonical diff" takes from the shell, the start of the process included, on two contracts of 500 members:
//   node diff.mjs [RUNS]
//   CANONICAL=path of the command, or of Canonical.Cli.dll
// The commands take turns, so that the noise of the machine falls on all. The best and the median are printed, with the load of the machine before and after.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

const runs = Number(process.argv[2] ?? 40);
const command = process.env.CANONICAL ?? 'canonical';
const canonical = command.endsWith('.dll') ? ['dotnet', command] : [command];
const scratch = mkdtempSync(join(tmpdir(), 'canonical-bench-'));

// Members of five kinds in turn; the later version has one more, and where it breaks a text is shorter.
function contract(version, { breaking = false, more = false } = {}) {
  const kinds = [
    { type: 'string', minLength: 1, maxLength: 255 },
    { $ref: '#/$defs/money', description: 'd' },
    { enum: ['a', 'b', 'c'] },
    { type: 'array', items: { $ref: '#/$defs/line' }, maxItems: 100 },
    { type: 'integer', minimum: 0, maximum: 1000 },
  ];
  const properties = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`member${i}`, kinds[i % 5]]));
  if (breaking) properties.member300 = { type: 'string', minLength: 1, maxLength: 200 };
  if (more) properties.another = { type: 'string' };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://schemas.example.org/thing/${version}`,
    type: 'object',
    properties,
    required: Array.from({ length: 50 }, (_, i) => `member${i * 10}`),
    $defs: {
      money: {
        type: 'object',
        properties: { amount: { type: 'string', pattern: '^-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,10})?$' }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
        required: ['amount', 'currency'],
        additionalProperties: false,
      },
      line: { type: 'object', properties: { id: { type: 'string' }, amount: { $ref: '#/$defs/money' }, lines: { type: 'array', items: { $ref: '#/$defs/line' } } }, required: ['id'] },
    },
  };
}

const write = (name, json) => { const file = join(scratch, name); writeFileSync(file, JSON.stringify(json, null, 2)); return file; };
const old = write('old.json', contract('1.0.0'));
const cases = [
  { name: '--version', expected: 0, arguments: ['--version'] },
  { name: 'diff, compatible', expected: 0, arguments: ['diff', old, write('more.json', contract('1.1.0', { more: true }))] },
  { name: 'diff, breaking', expected: 1, arguments: ['diff', old, write('breaking.json', contract('1.1.0', { breaking: true, more: true }))] },
];

const load = () => console.log(`load ${loadavg().map(l => l.toFixed(1)).join(' ')}`);
load();
for (const each of cases) each.times = [];
for (let run = 0; run < runs; run++) {
  for (const each of cases) {
    const start = process.hrtime.bigint();
    const result = spawnSync(canonical[0], [...canonical.slice(1), ...each.arguments], { stdio: 'ignore' });
    each.times.push(Number(process.hrtime.bigint() - start) / 1e6);
    if (result.status !== each.expected) throw new Error(`${each.name}: exit code ${result.status} instead of ${each.expected}`);
  }
}
for (const each of cases) {
  each.times.sort((a, b) => a - b);
  console.log(`${each.name.padEnd(18)} best ${each.times[0].toFixed(0)} ms, median ${each.times[runs >> 1].toFixed(0)} ms of ${runs} processes`);
}
load();
rmSync(scratch, { recursive: true });
