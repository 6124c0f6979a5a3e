// Whether "canonical validate" keeps half of the engine's own rate on a file of lines:
//   node make-entries.mjs entries.ndjson 1000 && CANONICAL=path of the command node rate.mjs entries.ndjson [RUNS]
// The engine alone runs over the lines in memory, warm, on one thread and on two (mode "lines" of Canonical.Benchmarks); the command starts, reads and reports.
import { statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [file, runs = '5'] = process.argv.slice(2);
if (!file) throw new Error('node rate.mjs FILE [RUNS]');
const command = process.env.CANONICAL ?? 'canonical';
const megabytes = statSync(file).size / 1e6;
const run = (program, args) => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? `exit code ${status}`}: ${stderr}`);
  return stdout;
};

const project = join(dirname(fileURLToPath(import.meta.url)), '..', 'Canonical.Benchmarks');
const engine = run('dotnet', ['run', '--configuration', 'Release', '--project', project, '--', 'lines', file]);
process.stdout.write(engine);
const alone = Number(/engine, 1 thread: (\d+) MB\/s/.exec(engine)[1]);

const validate = command.endsWith('.dll') ? ['dotnet', [command]] : [command, []];
const times = [];
for (let i = 0; i < Number(runs); i++) {
  const start = process.hrtime.bigint();
  run(validate[0], [...validate[1], 'validate', '--contract', 'time-entry', file]);
  times.push(Number(process.hrtime.bigint() - start) / 1e9);
}
const best = Math.min(...times);
console.log(`canonical validate: ${(megabytes / best).toFixed(0)} MB/s (${best.toFixed(2)} s, best of ${times.length})`);
console.log(`ratio to the engine on one thread: ${(megabytes / best / alone).toFixed(2)}`);
