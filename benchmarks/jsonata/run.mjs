// The account of the mapping benchmark with JSONata (compiled once) and with assignments in JavaScript, on the same machine as `mapping`.
// Usage: npm install && node run.mjs
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import jsonata from 'jsonata';

const here = path.dirname(fileURLToPath(import.meta.url));
const record = readFileSync(path.join(here, 'account.json'));
const bindings = { instance: '00D000000000062EAA', observedAt: '2026-03-09T06:00:00Z', orgCurrency: 'SEK' };

// UUID version 8 of the namespace of canonical ids and the canonical JSON of the key, as docs/keys.md says.
const namespace = Buffer.from('fa6e2f0548e6820ebeec6771181c92b3', 'hex');
function derive(type, id) {
  const key = `{"id":${JSON.stringify(id)},"instance":"${bindings.instance}","system":"salesforce","tenant":"acme","type":"${type}","v":1}`;
  const hash = createHash('sha256').update(namespace).update(key).digest();
  hash[6] = (hash[6] & 0x0f) | 0x80;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const expression = jsonata(readFileSync(path.join(here, 'account.jsonata'), 'utf8'));
expression.registerFunction('derive', derive);
// Its own $trim joins lines too.
expression.registerFunction('text', value => value?.trim() || undefined);
const byJsonata = async () => JSON.stringify(await expression.evaluate(JSON.parse(record.toString('utf8')), bindings));

const text = value => value?.trim() || undefined;
const instant = value => value?.replace('+0000', 'Z').replace('.000Z', 'Z');
const address = (street, city, region, postalCode, country) => ({ street: text(street), city: text(city), region: text(region), postalCode: text(postalCode), country: text(country) });
function byHand() {
  const a = JSON.parse(record.toString('utf8'));
  return JSON.stringify({
    id: derive('customer', a.Id),
    contract: 'customer/1.0.0',
    sourceRefs: [{ system: 'salesforce', instance: bindings.instance, objectType: 'Account', recordId: a.Id, version: a.SystemModstamp }],
    status: a.IsDeleted ? 'deleted' : 'active',
    observedAt: bindings.observedAt,
    sourceCreatedAt: instant(a.CreatedDate),
    sourceUpdatedAt: instant(a.SystemModstamp),
    name: text(a.Name),
    customerNumber: text(a.AccountNumber),
    kind: 'organization',
    parent: a.ParentId ? { id: derive('customer', a.ParentId) } : undefined,
    defaultCurrency: text(a.CurrencyIsoCode)?.toUpperCase() ?? bindings.orgCurrency,
    billingAddress: address(a.BillingStreet, a.BillingCity, a.BillingState, a.BillingPostalCode, a.BillingCountry),
    shippingAddress: address(a.ShippingStreet, a.ShippingCity, a.ShippingState, a.ShippingPostalCode, a.ShippingCountry),
    phones: [['main', a.Phone], ['fax', a.Fax]].filter(([, number]) => text(number)).map(([kind, number]) => ({ number: text(number), kind })),
    website: text(a.Website),
    industry: text(a.Industry),
    employeeCount: a.NumberOfEmployees ?? undefined,
  });
}

async function measure(run) {
  for (const end = performance.now() + 1000; performance.now() < end;) await run();
  let best = Infinity;
  for (const end = performance.now() + 3000; performance.now() < end;) {
    const start = process.hrtime.bigint();
    let count = 0;
    do { await run(); count++; } while (process.hrtime.bigint() - start < 250_000n);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000 / count);
  }
  return best;
}

if (await byJsonata() !== byHand()) throw new Error(`The two do not give the same:\n${await byJsonata()}\n${byHand()}`);
console.log('| way | best |\n|---|---:|');
console.log(`| JSONata | ${(await measure(byJsonata)).toFixed(2)} us |`);
console.log(`| assignments in JavaScript | ${(await measure(async () => byHand())).toFixed(2)} us |`);
