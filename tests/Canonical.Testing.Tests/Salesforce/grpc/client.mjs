// Reads {address, loginUrl, clientId, clientSecret, tenant, proto} from standard input, talks to the sandbox's Pub/Sub API with grpc-js and avsc and writes what it saw as JSON.
// The messages are those of Salesforce's own proto file, so that no code of this project takes part.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import avro from 'avsc';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const input = JSON.parse(text);

const login = await fetch(`${input.loginUrl}/services/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', client_id: input.clientId, client_secret: input.clientSecret }),
});
const { access_token: token, instance_url: instance } = await login.json();
const rest = (path, body) => fetch(`${instance}/services/data/v64.0/sobjects/${path}`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const { PubSub } = grpc.loadPackageDefinition(loader.loadSync(input.proto, { keepCase: true, longs: String, enums: String, defaults: true })).eventbus.v1;
const client = new PubSub(input.address, grpc.credentials.createInsecure());
const metadata = (given = token) => {
  const data = new grpc.Metadata();
  data.set('accesstoken', given);
  data.set('instanceurl', instance);
  data.set('tenantid', input.tenant);
  return data;
};
const failure = error => ({ code: error.code, errorCode: error.metadata?.get('error-code')[0] });
const call = (method, request, data = metadata()) => new Promise(resolve => client[method](request, data, (error, answer) => resolve(error ? failure(error) : answer)));
const schemas = new Map();
const schema = async id => {
  if (!schemas.has(id)) schemas.set(id, avro.Type.forSchema(JSON.parse((await call('GetSchema', { schema_id: id })).schema_json)));
  return schemas.get(id);
};

// Takes as many events as asked for, or the error with which the stream ends.
const subscribe = (method, first, count, act = () => {}) => new Promise(resolve => {
  const stream = client[method](metadata());
  const events = [];
  const commits = [];
  let asked = false;
  stream.on('data', answer => {
    events.push(...answer.events);
    if (answer.commit_response) commits.push(answer.commit_response);
    if (events.length >= count && method === 'Subscribe') stream.end();
    if (events.length >= count && method === 'ManagedSubscribe') {
      if (commits.length > 0) stream.end();
      else if (!asked) {
        asked = true;
        stream.write({ commit_replay_id_request: { commit_request_id: 'commit-1', replay_id: events.at(-1).replay_id } });
      }
    }
  });
  stream.on('error', error => resolve(failure(error)));
  stream.on('end', () => resolve({ events, commits }));
  stream.write(first);
  act();
});
const plain = value => JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v)));
const decode = async events => Promise.all(events.map(async e => ({ id: e.event.id, value: plain((await schema(e.event.schema_id)).fromBuffer(e.event.payload)) })));

const seen = {};
const event = '/event/Shipped__e';
const topic = await call('GetTopic', { topic_name: event });
seen.topic = { name: topic.topic_name, canPublish: topic.can_publish, canSubscribe: topic.can_subscribe, tenant: topic.tenant_guid };
const type = await schema(topic.schema_id);
seen.schema = JSON.parse((await call('GetSchema', { schema_id: topic.schema_id })).schema_json);
const encode = number => type.toBuffer({ CreatedDate: 1778068800000, CreatedById: '005000000000001AAA', Number__c: number, Amount__c: 12.5, Shipped_On__c: null, Express__c: true });
const published = await call('Publish', {
  topic_name: event,
  events: [
    { id: 'n-1', schema_id: topic.schema_id, payload: encode('S-1') },
    { id: 'n-2', schema_id: topic.schema_id, payload: encode('far too long for the field') },
    { id: 'n-3', schema_id: topic.schema_id, payload: Buffer.from([1, 2, 3]) },
    { id: 'n-4', schema_id: topic.schema_id, payload: encode('S-4') },
  ],
});
seen.published = published.results.map(r => ({ key: r.correlation_key, error: r.error?.code ?? null, replay: r.replay_id.length }));
await rest('Shipped__e', { Number__c: 'S-5', Shipped_On__c: '2026-05-05' });
const received = await subscribe('Subscribe', { topic_name: event, replay_preset: 'EARLIEST', num_requested: 100 }, 3);
seen.received = await decode(received.events);
seen.replayed = await decode((await subscribe('Subscribe', { topic_name: event, replay_preset: 'CUSTOM', replay_id: received.events[0].replay_id, num_requested: 100 }, 2)).events);
seen.latest = await decode((await subscribe('Subscribe', { topic_name: '/data/AccountChangeEvent', replay_preset: 'EARLIEST', num_requested: 1 }, 1, () => rest('Account', { Name: 'Acme', BillingCity: 'Köln' }))).events);
const managed = await subscribe('ManagedSubscribe', { developer_name: 'Shipping', num_requested: 100 }, 3);
seen.managed = { events: managed.events.map(e => e.event.id), commit: managed.commits[0].commit_request_id, error: managed.commits[0].error ?? null };
await rest('Shipped__e', { Number__c: 'S-6' });
seen.managedAgain = await decode((await subscribe('ManagedSubscribe', { developer_name: 'Shipping', num_requested: 100 }, 1)).events);

seen.corrupted = await subscribe('Subscribe', { topic_name: event, replay_preset: 'CUSTOM', replay_id: Buffer.from([1, 2, 3]), num_requested: 1 }, 1);
seen.unknownTopic = await call('GetTopic', { topic_name: '/event/Nothing__e' });
seen.unknownSchema = await call('Publish', { topic_name: event, events: [{ id: 'x', schema_id: 'nonsense', payload: Buffer.from([0]) }] });
seen.stranger = await call('GetTopic', { topic_name: event }, metadata('nonsense'));
seen.notPublishable = await call('Publish', { topic_name: '/data/AccountChangeEvent', events: [] });
client.close();
process.stdout.write(JSON.stringify(seen));
