// Reads a batch of events from standard input with cloudevents, checks each against its schema of CloudEvents 1.0, and writes what it understood.
import { HTTP } from 'cloudevents';

let body = '';
for await (const chunk of process.stdin) body += chunk;
const events = HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents-batch+json' }, body });
for (const event of events) {
  event.validate();
  process.stdout.write(`${event.type} ${event.subject} ${event.sequence} ${event.data.contract}\n`);
}
