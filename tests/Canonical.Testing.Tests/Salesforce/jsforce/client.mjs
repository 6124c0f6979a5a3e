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
// Children that need pages of their own; autoFetch does not follow them, queryMore does.
seen.childPages = await attempt(async () => {
  const found = await conn.query("SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Name = 'Many contacts'");
  let page = found.records[0].Contacts;
  const names = page.records.map(r => r.LastName);
  while (!page.done) {
    page = await conn.queryMore(page.nextRecordsUrl);
    names.push(...page.records.map(r => r.LastName));
  }
  return names;
});
seen.grouped = await attempt(async () => (await conn.query('SELECT StageName, COUNT(Id) n, SUM(Amount) FROM Opportunity GROUP BY StageName ORDER BY StageName')).records);
// Collections: rows that fail stand beside rows that do not.
seen.createMany = await attempt(async () => account.create([{ Name: 'Many 1', ERP_Id__c: 'M-1' }, { Site: 'no name' }, { Name: 'Many 3' }]));
seen.upsertMany = await attempt(async () => account.upsert([{ ERP_Id__c: 'M-1', Site: 's' }, { ERP_Id__c: 'M-2', Name: 'Many 2' }, { ERP_Id__c: 'M-3' }], 'ERP_Id__c'));
seen.allOrNone = await attempt(async () => account.create([{ Name: 'All' }, { Site: 'none' }], { allOrNone: true }));
seen.retrieveMany = await attempt(async () => (await account.retrieve([seen.createMany.ok[0].id, seen.createMany.ok[2].id])).map(r => r.Name));
seen.destroyMany = await attempt(async () => account.destroy([seen.createMany.ok[2].id, '001000000000000AAA']));
seen.updated30 = await attempt(async () => (await account.updated(new Date(Date.now() - 3600e3), new Date(Date.now() + 60e3))).latestDateCovered);
seen.composite = await attempt(async () => conn.requestPost('/composite', {
  allOrNone: true,
  compositeRequest: [
    { method: 'POST', url: '/services/data/v64.0/sobjects/Account', referenceId: 'a', body: { Name: 'Composite' } },
    { method: 'POST', url: '/services/data/v64.0/sobjects/Contact', referenceId: 'c', body: { LastName: 'Child', AccountId: '@{a.id}' } },
  ],
}));
conn.bulk2.pollInterval = 10;
conn.bulk2.pollTimeout = 20000;
seen.bulkUpsert = await attempt(async () => conn.bulk2.loadAndWaitForResults({
  object: 'Account', operation: 'upsert', externalIdFieldName: 'ERP_Id__c', pollInterval: 10, pollTimeout: 20000,
  input: [{ ERP_Id__c: 'B-1', Name: 'Bulk "one"\nand more', Site: 'a,b' }, { ERP_Id__c: 'M-1', Name: '', Site: '#N/A' }, { ERP_Id__c: 'B-3', Name: '', Site: '' }],
}));
seen.bulkQuery = await attempt(async () => (await conn.bulk2.query("SELECT Id, Name, Site FROM Account WHERE ERP_Id__c IN ('B-1', 'M-1') ORDER BY ERP_Id__c")).toArray());
seen.bulkRefused = await attempt(async () => (await conn.bulk2.query('SELECT COUNT(Id) FROM Account')).toArray());
if (seen.created.ok) {
  seen.retrieved = await attempt(async () => account.retrieve(seen.created.ok.id));
  seen.updated = await attempt(async () => account.update({ Id: seen.created.ok.id, Site: 'Hall 3' }));
  seen.destroyed = await attempt(async () => account.destroy(seen.created.ok.id));
  seen.gone = await attempt(async () => account.retrieve(seen.created.ok.id));
}
process.stdout.write(JSON.stringify(seen));
