// Reads {realm, keys, requests} from standard input, signs each request with oauth-1.0a and sends it, and writes the answers to standard output.
// A request may carry "replayHeader": true, which sends the header of the request before it once more.
import crypto from 'node:crypto';
import OAuth from 'oauth-1.0a';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { realm, keys, requests } = JSON.parse(text);

const oauth = new OAuth({
  realm,
  consumer: { key: keys.consumerKey, secret: keys.consumerSecret },
  signature_method: 'HMAC-SHA256',
  hash_function: (base, key) => crypto.createHmac('sha256', key).update(base).digest('base64'),
});
const token = { key: keys.tokenId, secret: keys.tokenSecret };

const answers = [];
let header;
for (const request of requests) {
  if (!request.replayHeader)
    header = oauth.toHeader(oauth.authorize({ method: request.method, url: request.url }, token)).Authorization;
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...request.headers, Authorization: header, ...(request.body ? { 'Content-Type': 'application/json' } : {}) },
    body: request.body ? JSON.stringify(request.body) : undefined,
  });
  answers.push({
    status: response.status,
    location: response.headers.get('location'),
    contentType: response.headers.get('content-type'),
    challenge: response.headers.get('www-authenticate'),
    jobId: response.headers.get('x-netsuite-jobid'),
    body: await response.text(),
  });
}

process.stdout.write(JSON.stringify(answers));
