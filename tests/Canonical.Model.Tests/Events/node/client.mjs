// Reads {messages, make} from standard input. Each of our messages is parsed by cloudevents and checked against its schema of CloudEvents 1.0;
// each event of "make" is made by cloudevents and written in the structured, the binary and the batch form. The answer goes to standard output.
import { CloudEvent, HTTP } from 'cloudevents';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { messages, make } = JSON.parse(text);

const parsed = messages.map(({ headers, body }) => {
  const read = HTTP.toEvent({ headers, body });
  return [read].flat().map((event) => {
    event.validate();
    return JSON.parse(JSON.stringify(event));
  });
});

const made = make.map((attributes) => {
  const event = new CloudEvent(attributes);
  return {
    structured: HTTP.structured(event),
    binary: HTTP.binary(event),
    batch: { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: JSON.stringify([event, event]) },
  };
});

process.stdout.write(JSON.stringify({ parsed, made }));
