// Profile 1 in JavaScript, with nothing but Node's own modules: a second implementation that shares no code with the first, and the shortest description of it.
//   node verify.mjs            checks vectors.json; exit code 1 when something does not agree
//   node verify.mjs --write    fills in what is derived, for new cases
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.argv.slice(2).find(a => !a.startsWith('--')) ?? new URL('vectors.json', import.meta.url);
const write = process.argv.includes('--write');
const vectors = JSON.parse(readFileSync(file, 'utf8'));

// --- RFC 8785: the numbers and strings of JSON.stringify, members sorted by UTF-16 code units (the order of JavaScript's sort) ---
function canonical(value) {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('CAN1003');
  if (typeof value === 'string' && !value.isWellFormed()) throw new Error('CAN1004');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  return '{' + Object.keys(value).sort().map(name => canonical(name) + ':' + canonical(value[name])).join(',') + '}';
}
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

// --- RFC 9562, sections 5.3, 5.5 and 5.8 with appendix B.2 ---
const bytesOf = uuid => Buffer.from(uuid.replaceAll('-', ''), 'hex');
function uuidOf(hash, version) {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
const algorithms = { 3: 'md5', 5: 'sha1', 8: 'sha256' };
const named = (version, namespace, name) => uuidOf(createHash(algorithms[version]).update(bytesOf(namespace)).update(name).digest(), version);

// --- the keys ---
const entity = ({ tenant, objectType, system, instance, sourceId, lineId }) =>
  ({ v: 1, tenant, type: objectType, system, instance, id: sourceId, ...(lineId === undefined ? {} : { line: lineId }) });
const posting = ({ entity: of, sequence, operation, target, purpose, leg }) =>
  ({ v: 1, entity: entity(of), seq: sequence, op: operation, target, purpose, leg });
function keyed(namespace, tuple) {
  const text = canonical(tuple);
  const hash = sha256(bytesOf(namespace), text);
  return { canonical: text, sha256: hash.toString('hex'), uuid: uuidOf(hash, 8) };
}

// --- the fingerprint: which members, and decimals and instants in their shortest form ---
const contracts = new Map(vectors.contracts.map(c => [c.$id, c]));
function resolve(schema, origin) {
  if (schema.$ref === undefined) return [schema, origin];
  const target = new URL(schema.$ref, origin);
  const resource = target.href.split('#')[0];
  const found = target.hash.split('/').slice(1).reduce((at, step) => at[step], contracts.get(resource));
  return resolve(found, resource);
}
function select(value, schema, origin, isRoot) {
  const [rule, base] = resolve(schema, origin);
  if (rule['x-canonical-type'] === 'decimal') {
    const text = value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;
    return text === '-0' ? '0' : text;
  }
  if (rule['x-canonical-type'] === 'instant') return value.replace(/(\.\d*?)0*Z$/, '$1Z').replace('.Z', 'Z');
  if (rule.items !== undefined) return value.map(item => select(item, rule.items, base, false));
  if (rule.properties === undefined) return value;
  return Object.fromEntries(Object.entries(rule.properties)
    .filter(([name, property]) => Object.hasOwn(value, name) && (isRoot ? property['x-canonical-posting'] === true : property['x-canonical-posting'] !== false))
    .map(([name, property]) => [name, select(value[name], property, base, false)]));
}
function fingerprint(contract, document) {
  const root = vectors.contracts.find(c => c.$id.endsWith('/' + contract));
  const text = canonical(select(JSON.parse(document), root, root.$id, true));
  const hash = sha256(text).toString('hex');
  return { canonical: text, sha256: hash, fingerprint: `1:${contract}:${hash}` };
}

// --- the sequence ---
function decide({ change, latest, effective }) {
  const same = version => version !== null && version.operation === change.operation && (version.fingerprint === change.fingerprint || (change.earlier ?? []).includes(version.fingerprint));
  if (latest?.effect === 'unknown') return { ruling: 'undecided', sequence: latest.sequence, supersedesLatest: false };
  const waiting = latest?.effect === 'waiting';
  if (same(effective)) return { ruling: 'unchanged', sequence: effective.sequence, supersedesLatest: waiting };
  if (same(latest) && waiting) return { ruling: 'resume', sequence: latest.sequence, supersedesLatest: false };
  if (same(latest) && latest.effect === 'rejected') return { ruling: 'stillRejected', sequence: latest.sequence, supersedesLatest: false };
  return { ruling: 'new', sequence: (latest?.sequence ?? 0) + 1, supersedesLatest: waiting };
}

// --- the check ---
let checked = 0;
const wrong = [];
function check(section, expected, derived) {
  for (const [name, value] of Object.entries(derived)) {
    if (write) expected[name] = value;
    checked++;
    if (expected[name] !== value) wrong.push(`${section}, ${expected.why ?? expected.bits}: ${name} is ${expected[name]}, derived is ${value}`);
  }
}
function failure(input) {
  try {
    const text = input.hex === undefined ? input.text : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(input.hex, 'hex'));
    return canonical(JSON.parse(text)) && '';
  } catch (error) {
    return error instanceof SyntaxError || error instanceof TypeError ? 'CAN1001' : error.message;
  }
}

check('namespaces', vectors.namespaces, {
  id: named(8, '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'ids.canonical-sdk.org'),
  key: named(8, '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'keys.canonical-sdk.org'),
});
for (const v of vectors.canonicalJson) {
  const text = canonical(JSON.parse(v.input));
  check('canonicalJson', v, { canonical: text, sha256: sha256(text).toString('hex') });
}
// JSON.parse takes the last of two members with one name and says nothing, so those cases are for readers that can tell.
for (const v of vectors.noCanonicalForm.filter(v => v.code !== 'CAN1002')) check('noCanonicalForm', v, { code: failure(v.input) });
for (const v of vectors.numbers) check('numbers', v, { text: canonical(Buffer.from(v.bits, 'hex').readDoubleBE()) });
for (const v of vectors.uuids) check('uuids', v, { uuid: named(v.version, v.namespace, v.name) });
for (const v of vectors.entityKeys) check('entityKeys', v, keyed(vectors.namespaces.id, entity(v.input)));
for (const v of vectors.postingKeys) check('postingKeys', v, keyed(vectors.namespaces.key, posting(v.input)));
for (const v of vectors.fingerprints) check('fingerprints', v, fingerprint(v.contract, v.document));
for (const v of vectors.sequences) check('sequences', v, decide(v.input));

// In ASCII, so that no editor normalises a character on the way.
const ascii = text => text.replace(/[\u007f-\uffff]/g, unit => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
if (write) writeFileSync(file, ascii(JSON.stringify(vectors, null, 2)) + '\n');
for (const line of wrong) console.error(line);
console.log(`${checked} facts checked, ${write ? 'written' : `${wrong.length} wrong`}`);
process.exitCode = !write && wrong.length > 0 ? 1 : 0;
