// Reads {loginUrl, clientId, clientSecret, refreshToken} from standard input, talks to the sandbox with nforce and writes what it saw as JSON. nforce writes the names of objects and fields in lower case.
import nforce from 'nforce';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const input = JSON.parse(text);
const org = nforce.createConnection({
  clientId: input.clientId, clientSecret: input.clientSecret, redirectUri: 'http://localhost/', loginUri: `${input.loginUrl}/services/oauth2/token`,
  apiVersion: 'v64.0', mode: 'single', gzip: true, autoRefresh: true,
});

const attempt = async action => {
  try {
    return { ok: await action() };
  } catch (error) {
    return { errorCode: error.errorCode ?? error.name, message: error.message };
  }
};

const seen = {};
org.oauth = { refresh_token: input.refreshToken };
seen.refresh = await attempt(async () => (await org.refreshToken({ oauth: org.oauth, executeOnRefresh: false })).token_type);
org.oauth.refresh_token = input.refreshToken;
seen.identity = await attempt(async () => (await org.getIdentity()).username);
seen.resources = await attempt(async () => Object.keys(await org.getResources()).includes('sobjects'));
seen.limits = await attempt(async () => (await org.getLimits()).DailyApiRequests.Max);
seen.objects = await attempt(async () => (await org.getSObjects()).sobjects.some(o => o.name === 'Account'));
seen.describe = await attempt(async () => (await org.getDescribe('account')).name);
const account = nforce.createSObject('Account');
account.set('Name', 'Made by nforce');
account.set('Site', 's');
seen.insert = await attempt(async () => (await org.insert({ sobject: account })).success);
seen.get = await attempt(async () => (await org.getRecord({ type: 'account', id: account.getId() })).get('name'));
account.set('Site', 't');
seen.update = await attempt(async () => { await org.update({ sobject: account }); return (await org.getRecord({ type: 'account', id: account.getId(), fields: ['Site'] })).get('site'); });
const keyed = nforce.createSObject('Account');
keyed.set('Name', 'Keyed');
keyed.setExternalId('ERP_Id__c', 'n%2F1');
seen.upsert = await attempt(async () => (await org.upsert({ sobject: keyed })).created);
seen.keyed = await attempt(async () => (await org.query({ query: "SELECT Name FROM Account WHERE ERP_Id__c = 'n/1'" })).records.map(r => r.get('name')));
seen.all = await attempt(async () => (await org.query({ query: 'SELECT Id FROM Contact', fetchAll: true, headers: { 'Sforce-Query-Options': 'batchSize=200' } })).records.length);
seen.remove = await attempt(async () => { await org.delete({ sobject: account }); return (await org.queryAll({ query: `SELECT Id FROM Account WHERE IsDeleted = true` })).totalSize; });
seen.gone = await attempt(async () => org.getRecord({ type: 'account', id: account.getId() }));
seen.badField = await attempt(async () => org.query({ query: 'SELECT Nonsense FROM Account' }));
seen.search = await attempt(async () => org.search({ search: 'FIND {x}' }));
// An access token that ended is healed by itself.
org.oauth.access_token = 'gone';
seen.healed = await attempt(async () => (await org.query({ query: 'SELECT COUNT() FROM Account' })).totalSize);
seen.never = await attempt(async () => org.getDescribe('opportunitystage'));
process.stdout.write(JSON.stringify(seen));
