// Reads workers from the sandbox with the npm package soap: its own WSDL reader, WS-Security and XML. Input and output are JSON.
import * as soap from 'soap';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const input = JSON.parse(text);

const attempt = async (step) => {
  try {
    const [result] = await step();
    return { ok: result };
  } catch (error) {
    const fault = error.root?.Envelope?.Body?.Fault;
    return { fault: fault?.faultcode, text: fault?.faultstring, detail: fault?.detail ?? null, status: error.response?.status ?? null };
  }
};

const connect = async (endpoint, password) => {
  const client = await soap.createClientAsync(`${input.wsdl}?wsdl`, {}, endpoint);
  client.setSecurity(new soap.WSSecurity(input.userName, password, { hasTimeStamp: false, hasTokenCreated: false, passwordType: 'PasswordText' }));
  return client;
};

const request = (extra) => ({ attributes: { 'wd:version': 'v44.0' }, ...extra });
const filter = (now, page) => ({ As_Of_Effective_Date: now.slice(0, 10), As_Of_Entry_DateTime: now, Page: page, Count: 2 });

const client = await connect(input.wsdl, input.password);
const timestamp = await attempt(() => client.Server_TimestampAsync(request({})));
const now = typeof timestamp.ok?.Server_Timestamp_Data === 'string' ? timestamp.ok.Server_Timestamp_Data : timestamp.ok?.Server_Timestamp_Data?.toISOString();
const seen = {
  timestamp: now ?? timestamp,
  first: await attempt(() => client.Get_WorkersAsync(request({ Response_Filter: filter(now, 1), Response_Group: { Include_Reference: true } }))),
  last: await attempt(() => client.Get_WorkersAsync(request({ Response_Filter: filter(now, 2), Response_Group: { Include_Reference: true } }))),
  tokens: client.lastResponseHeaders?.['wd-ratelimit-tokens-remaining'],
  byKey: await attempt(() => client.Get_WorkersAsync(request({
    Request_References: { Worker_Reference: [{ ID: { attributes: { 'wd:type': 'Employee_ID' }, $value: input.employee } }] },
    Response_Group: { Include_Reference: true },
  }))),
  unknownKey: await attempt(() => client.Get_WorkersAsync(request({
    Request_References: { Worker_Reference: [{ ID: { attributes: { 'wd:type': 'Employee_ID' }, $value: 'nobody' } }] },
    Response_Group: { Include_Reference: true },
  }))),
  wrongPassword: await attempt(async () => (await connect(input.wsdl, 'wrong')).Server_TimestampAsync(request({}))),
  wrongService: await attempt(async () => (await connect(input.wrongService, input.password)).Server_TimestampAsync(request({}))),
};
process.stdout.write(JSON.stringify(seen));
