// Reads {loginUrl, clientId, clientSecret, refreshToken} from standard input and writes what jsforce saw as JSON: ways to log in, the session's end, and calls that client.mjs does not make.
import jsforce from 'jsforce';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const input = JSON.parse(text);
const oauth2 = { loginUrl: input.loginUrl, clientId: input.clientId, clientSecret: input.clientSecret };
const version = '64.0';

const attempt = async action => {
  try {
    return { ok: await action() };
  } catch (error) {
    return { errorCode: error.errorCode ?? error.name, message: error.message };
  }
};

const seen = {};
// Client credentials.
const conn = new jsforce.Connection({ oauth2, version });
await conn.authorize({ grant_type: 'client_credentials' });
seen.userInfo = conn.userInfo;
seen.identity = await attempt(async () => conn.identity());
seen.identityOfBareToken = await attempt(async () => new jsforce.Connection({ instanceUrl: conn.instanceUrl, accessToken: conn.accessToken, version }).identity());
// A token that has ended, healed by the refresh token, once for two calls at a time.
const stale = new jsforce.Connection({ oauth2, version, instanceUrl: conn.instanceUrl, accessToken: 'gone', refreshToken: input.refreshToken });
let refreshes = 0;
stale.on('refresh', () => refreshes++);
seen.refreshed = await attempt(async () => (await Promise.all([stale.query('SELECT COUNT() FROM Account'), stale.query('SELECT COUNT() FROM User')])).map(r => r.totalSize));
seen.refreshes = refreshes;
// A 401 that never heals must not go round and round.
seen.neverHeals = await attempt(async () => stale.sobject('OpportunityStage').describe());
seen.refreshesAfter = refreshes;
const denied = new jsforce.Connection({ oauth2: { ...oauth2, clientSecret: 'wrong' }, version });
seen.denied = await attempt(async () => denied.authorize({ grant_type: 'client_credentials' }));

const account = conn.sobject('Account');
seen.describeGlobal = await attempt(async () => (await conn.describeGlobal()).sobjects.filter(o => ['Account', 'Task', 'Lead'].includes(o.name)).map(o => `${o.name}:${o.keyPrefix}`));
seen.recordTypes = await attempt(async () => (await account.describe()).recordTypeInfos.map(i => i.name));
seen.versions = await attempt(async () => (await conn.request('/services/data')).length);
// Rows by the hundred: three calls of at most 200.
const rows = Array.from({ length: 450 }, (_, i) => ({ LastName: `Row ${i}` }));
seen.created = await attempt(async () => {
  const results = await conn.sobject('Contact').create(rows, { allowRecursive: true });
  const ids = results.map(r => r.id);
  const updated = await conn.sobject('Contact').update(ids.map(Id => ({ Id, Title: 't' })), { allowRecursive: true });
  const all = await conn.query("SELECT Id, Title FROM Contact WHERE LastName LIKE 'Row %' ORDER BY Id", { autoFetch: true, maxFetch: 1000, headers: { 'Sforce-Query-Options': 'batchSize=200' } });
  const destroyed = await conn.sobject('Contact').destroy(ids, { allowRecursive: true });
  return [results.filter(r => r.success).length, updated.filter(r => r.success).length, all.records.filter(r => r.Title === 't').length, destroyed.filter(r => r.success).length];
});
seen.deletedRows = await attempt(async () => (await conn.query("SELECT Id, IsDeleted FROM Contact WHERE LastName LIKE 'Row %'", { scanAll: true })).totalSize);
seen.deleted = await attempt(async () => (await conn.sobject('Contact').deleted(new Date(Date.now() - 3600e3), new Date(Date.now() + 60e3))).deletedRecords.length);
// External ids with odd characters: in the body they arrive whole, in the address jsforce does not encode them, and what follows # never leaves the client.
const odd = ['A/B', 'A#1', 'A?x=1', '50%', 'a b', "O'Neill", 'Ünï', '..'];
seen.oddMany = await attempt(async () => {
  await account.upsert(odd.map(ERP_Id__c => ({ ERP_Id__c, Name: `odd ${ERP_Id__c}` })), 'ERP_Id__c');
  return (await conn.query("SELECT ERP_Id__c FROM Account WHERE Name LIKE 'odd %' ORDER BY CreatedDate, Id")).records.map(r => r.ERP_Id__c);
});
seen.oddCut = await attempt(async () => {
  const { id } = await account.upsert({ ERP_Id__c: 'cut#1', Name: 'cut' }, 'ERP_Id__c');
  return (await account.retrieve(id)).ERP_Id__c;
});
seen.oddEncoded = await attempt(async () => {
  const { id } = await account.upsert({ ERP_Id__c: encodeURIComponent('en/coded#1 %'), Name: 'encoded' }, 'ERP_Id__c');
  return (await account.retrieve(id)).ERP_Id__c;
});
seen.builder = await attempt(async () => (await account.find({ Name: 'Parent' }, 'Id, Name').include('Contacts').select('LastName').orderby('LastName').end().execute())[0].Contacts.records.map(r => r.LastName));
seen.typeOf = await attempt(async () => (await conn.query('SELECT Subject, Who.Type, TYPEOF What WHEN Account THEN Name WHEN Opportunity THEN StageName END FROM Task ORDER BY Subject')).records.map(r => [r.Who?.Type ?? null, r.What?.Name ?? r.What?.StageName ?? null]));
seen.recent = await attempt(async () => {
  await conn.query("SELECT Id FROM Account WHERE Name = 'Parent' FOR VIEW");
  return [(await conn.recent()).map(r => r.Name), (await account.recent()).map(r => r.Name), (await conn.recent(1)).length];
});
// Rules of the org.
seen.validation = await attempt(async () => account.create({ Name: 'forbidden' }));
seen.duplicate = await attempt(async () => account.create({ Name: 'Parent' }));
seen.duplicateSaved = await attempt(async () => (await account.create({ Name: 'Parent' }, { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } })).success);
// An edge page with 503 first: jsforce tries a GET again.
seen.retried = await attempt(async () => (await conn.sobject('Pricebook2').describe()).name);
seen.graph = await attempt(async () => (await conn.requestPost('/composite/graph', { graphs: [{ graphId: 'g', compositeRequest: [
  { method: 'POST', url: '/services/data/v64.0/sobjects/Account', referenceId: 'a', body: { Name: 'Graph' } },
  { method: 'POST', url: '/services/data/v64.0/sobjects/Contact', referenceId: 'c', body: { LastName: 'Node', AccountId: '@{a.id}' } }] }] })).graphs[0].isSuccessful);
seen.batch = await attempt(async () => (await conn.requestPost('/composite/batch', { batchRequests: [{ method: 'GET', url: 'v64.0/limits' }, { method: 'GET', url: 'v64.0/sobjects/Nonsense/describe' }] })).results.map(r => r.statusCode));
// Bulk 2.0, step by step.
conn.bulk2.pollInterval = 5;
conn.bulk2.pollTimeout = 20000;
seen.ingest = await attempt(async () => {
  const job = conn.bulk2.createJob({ object: 'Account', operation: 'insert' });
  await job.open();
  await job.uploadData('Name,Site\n"line\none",s\n,t\n');
  await job.close();
  await job.poll(5, 20000);
  const info = await job.check();
  const results = await job.getAllResults();
  await job.delete();
  return [info.state, info.numberRecordsProcessed, info.numberRecordsFailed, results.successfulResults[0].Name, results.failedResults[0].sf__Error.split(':')[0], results.unprocessedRecords.length];
});
seen.aborted = await attempt(async () => {
  const job = conn.bulk2.createJob({ object: 'Account', operation: 'insert' });
  await job.open();
  await job.abort();
  return (await job.check()).state;
});
seen.hardDelete = await attempt(async () => conn.bulk2.createJob({ object: 'Account', operation: 'hardDelete' }).open());
seen.bulkDelete = await attempt(async () => {
  const { records } = await conn.query("SELECT Id FROM Account WHERE Name LIKE 'odd %'");
  const results = await conn.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'delete', input: records.map(r => ({ Id: r.Id })), pollInterval: 5, pollTimeout: 20000 });
  return results.successfulResults.length;
});
seen.bulkQueryAll = await attempt(async () => (await (await conn.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'odd %' AND IsDeleted = true", { scanAll: true })).toArray()).length);
// What is not there says so.
seen.metadata = await attempt(async () => conn.metadata.list({ type: 'CustomObject' }));
seen.soapLogin = await attempt(async () => new jsforce.Connection({ loginUrl: input.loginUrl, version }).login('user', 'password'));
seen.tooling = await attempt(async () => conn.tooling.query('SELECT Id FROM ApexClass'));
seen.search = await attempt(async () => conn.search('FIND {x}'));
seen.layouts = await attempt(async () => account.layouts());
seen.listviews = await attempt(async () => account.listviews());
seen.explain = await attempt(async () => conn.query('SELECT Id FROM Account').explain());
seen.bulk1 = await attempt(async () => conn.bulk.load('Account', 'insert', [{ Name: 'x' }]));
seen.theme = await attempt(async () => conn.theme());
// The end of the session.
const token = conn.accessToken;
seen.logout = await attempt(async () => { await conn.logout(); return true; });
seen.loggedOut = await attempt(async () => new jsforce.Connection({ instanceUrl: stale.instanceUrl, accessToken: token, version }).query('SELECT Id FROM Account'));
process.stdout.write(JSON.stringify(seen));
