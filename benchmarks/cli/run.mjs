// How long one small validation takes from the shell, beside others and beside the floor:
//   npm install && node run.mjs [RUNS]
//   CANONICAL=path of the command, or of Canonical.Cli.dll; HELLO=a hello world .dll of the same framework; CANONICAL_BENCH_CASES=folder of the benchmark documents.
// All take turns, so that the noise of the machine falls on all. The best and the median are printed, and the ratio of the medians to the floor.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const runs = Number(process.argv[2] ?? 30);
const cases = process.env.CANONICAL_BENCH_CASES ?? join(here, '../../../shared/bench-cases');
const command = process.env.CANONICAL ?? 'canonical';
const scratch = mkdtempSync(join(tmpdir(), 'canonical-bench-'));
const schema = JSON.parse(readFileSync(join(cases, 'time-entry.schema.json'), 'utf8'));
schema.$id = 'https://bench.example.org/time-entry/1.0.0';

// The same schema as a folder of contracts.
mkdirSync(join(scratch, 'schemas', 'time-entry'), { recursive: true });
const contract = join(scratch, 'schemas', 'time-entry', '1.0.0.json');
writeFileSync(contract, JSON.stringify(schema));
writeFileSync(join(scratch, 'schemas', 'catalog.json'), JSON.stringify({ contracts: [{ object: 'time-entry', version: '1.0.0', kind: 'document', status: 'draft', steward: 'bench', systemOfRecord: null }] }));
const entry = join(cases, 'time-entry.json');
const example = join(here, '../../schemas/customer/1.0.0.examples/valid/minimal.json');

const canonical = command.endsWith('.dll') ? ['dotnet', command] : [command];
const blaze = join(here, 'node_modules/.bin/jsonschema');
const ways = [
  ['dotnet hello.dll, the floor', process.env.HELLO ? ['dotnet', process.env.HELLO] : null],
  ['node -e 0', ['node', '-e', '0']],
  ['canonical validate, a built-in contract', [...canonical, 'validate', '--contract', 'customer', example]],
  ['canonical validate, a folder', [...canonical, 'validate', '--schemas', join(scratch, 'schemas'), '--contract', 'time-entry', entry]],
  ['canonical list', [...canonical, 'list']],
  ['ajv, in a script', existsSync(join(here, 'node_modules/ajv')) ? ['node', join(here, 'ajv.mjs'), contract, entry] : null],
  ['@sourcemeta/jsonschema validate', existsSync(blaze) ? [blaze, 'validate', contract, entry] : null],
].filter(way => way[1]);

const times = new Map(ways.map(([name]) => [name, []]));
for (let run = 0; run < runs; run++) {
  for (const [name, [file, ...rest]] of ways) {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(file, rest, { encoding: 'utf8' });
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== 0) throw new Error(`${name}: exit code ${status}: ${stderr}`);
    times.get(name).push(ms);
  }
}
rmSync(scratch, { recursive: true });
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const floor = median(times.get(ways[0][0]));
console.log('| way | best | median | x the first |\n|---|---:|---:|---:|');
for (const [name] of ways) console.log(`| ${name} | ${Math.min(...times.get(name)).toFixed(0)} ms | ${median(times.get(name)).toFixed(0)} ms | ${(median(times.get(name)) / floor).toFixed(1)} |`);
