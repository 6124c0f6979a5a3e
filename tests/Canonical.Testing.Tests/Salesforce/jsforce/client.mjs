// Reads {loginUrl, clientId, username, audience, privateKey} from standard input, talks to the sandbox with jsforce and writes what it saw as JSON.
// The assertion is signed here with node's own crypto, so that no code of this project takes part.
import { createSign } from 'node:crypto';
import jsforce from 'jsforce';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const input = JSON.parse(text);

const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = `${encode({ alg: 'RS256' })}.${encode({
  iss: input.clientId,
  sub: input.username,
  aud: input.audience,
  exp: Math.floor(Date.now() / 1000) + 180,
})}`;
const assertion = `${signed}.${createSign('RSA-SHA256').update(signed).sign(input.privateKey, 'base64url')}`;

const conn = new jsforce.Connection({ loginUrl: input.loginUrl, version: '64.0' });
await conn.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });

const attempt = async action => {
  try {
    return { ok: await action() };
  } catch (error) {
    return { errorCode: error.errorCode ?? error.name, message: error.message };
  }
};

const account = conn.sobject('Account');
const seen = {
  instanceUrl: conn.instanceUrl,
  paged: await attempt(async () => {
    const result = await conn.query('SELECT Id, Name FROM Account ORDER BY Name', {
      autoFetch: true, maxFetch: 10000, headers: { 'Sforce-Query-Options': 'batchSize=200' },
    });
    return { totalSize: result.totalSize, done: result.done, names: result.records.map(r => r.Name) };
  }),
  parents: await attempt(async () => (await conn.query(
    "SELECT Name, Amount, CloseDate, Account.Name FROM Opportunity WHERE IsWon = true AND CloseDate >= 2026-01-01 ORDER BY Amount DESC")).records),
  built: await attempt(async () => account.find({ Name: { $like: 'Account 00%' } }, ['Id', 'Name']).sort({ Name: 1 }).limit(3)),
  children: await attempt(async () => (await conn.query(
    "SELECT Name, (SELECT Name FROM Opportunities) FROM Account WHERE Name IN ('Account 0000', 'Account 0001') ORDER BY Name")).records),
  count: await attempt(async () => (await conn.query('SELECT COUNT() FROM Account')).totalSize),
  describe: await attempt(async () => (await account.describe()).fields.filter(f => f.externalId).map(f => f.name)),
  created: await attempt(async () => account.create({ Name: 'Made by jsforce' })),
  upsertNew: await attempt(async () => account.upsert({ ERP_Id__c: 'E-1', Name: 'Upserted' }, 'ERP_Id__c')),
  upsertOld: await attempt(async () => account.upsert({ ERP_Id__c: 'E-1', Name: 'Upserted again' }, 'ERP_Id__c')),
  upsertSeveral: await attempt(async () => account.upsert({ Legacy_Id__c: 'TWICE', Name: 'x' }, 'Legacy_Id__c')),
  noSuchField: await attempt(async () => conn.query('SELECT Nonsense FROM Account')),
  noSuchObject: await attempt(async () => conn.query('SELECT Id FROM Nonsense')),
  malformed: await attempt(async () => conn.query('SELECT Id FROM Account WHERE')),
  required: await attempt(async () => account.create({ Site: 'x' })),
  limits: await attempt(async () => conn.limits()),
  usage: conn.limitInfo,
};
if (seen.created.ok) {
  seen.retrieved = await attempt(async () => account.retrieve(seen.created.ok.id));
  seen.updated = await attempt(async () => account.update({ Id: seen.created.ok.id, Site: 'Hall 3' }));
  seen.destroyed = await attempt(async () => account.destroy(seen.created.ok.id));
  seen.gone = await attempt(async () => account.retrieve(seen.created.ok.id));
}
process.stdout.write(JSON.stringify(seen));
