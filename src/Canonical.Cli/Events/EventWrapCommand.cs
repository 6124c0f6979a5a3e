using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class EventWrapCommand
{
    private sealed record Options(
        Argument<string> File, Option<string?> Type, Option<string?> Before, Option<string> Tenant, Option<string?> System, Option<string?> Instance, Option<long?> Sequence,
        Option<string?> Time, Option<string?> TraceParent, Option<string?> CorrelationId, Option<string?> CausationId, Option<string?> Form, Option<bool> Batch);

    public static Command Create(CliContext context)
    {
        var options = new Options(
            EventCommand.File(),
            new("--type") { Description = "What happened: the change, such as approved, or the whole type. \"canonical event types\" lists them.", HelpName = "type" },
            new("--before", "-b") { Description = "The objects as they were; each change from them raises the events that it should, by \"canonical event types\". An object that is not there is new.", HelpName = "file" },
            new("--tenant", "-t") { Description = "Whose data it is.", HelpName = "tenant", Required = true },
            new("--system") { Description = "The product in which the change happened; without it that of the object's first source reference.", HelpName = "system" },
            new("--instance") { Description = "Which installation of the product; without it that of the object's first source reference.", HelpName = "instance" },
            new("--sequence") { Description = "The ledger's sequence of the first object, from 1; each further one counts on. It becomes part of the id.", HelpName = "n" },
            new("--time") { Description = "When it happened, such as 2026-11-21T09:40:00Z; without it when the record was changed in its source, else when it was read.", HelpName = "instant" },
            new("--traceparent") { Description = "Where the trace started (W3C Trace Context).", HelpName = "text" },
            new("--correlation-id") { Description = "The business flow that it belongs to.", HelpName = "id" },
            new("--causation-id") { Description = "The id of the event that caused it.", HelpName = "id" },
            InputForms.Option(),
            new("--batch") { Description = "Write one JSON array (application/cloudevents-batch+json) instead of an event a line." });
        options.Type.CompletionSources.Add(_ => CanonicalEventTypes.All.Select(t => new System.CommandLine.Completions.CompletionItem(t.Change)).DistinctBy(i => i.Label));
        var command = new CliCommand("wrap", "Makes an event of each object: id, type, subject and source by the rules of docs/events.md, so that the same change gives the same event anywhere. Exit code 1: an object breaks its contract, or there is no such type of event for it; the others are written. 64: wrong usage, 65: the input cannot be read.",
            "canonical event wrap entry.json --type approved --tenant acme",
            "canonical event wrap today.ndjson --before yesterday.ndjson --tenant acme --sequence 4711 > events.ndjson",
            "canonical event wrap entries.ndjson --type approved --tenant acme --batch | curl --json @- --header \"content-type: application/cloudevents-batch+json\" https://hooks.acme.example")
        {
            options.File, options.Type, options.Before, options.Tenant, options.System, options.Instance, options.Sequence,
            options.Time, options.TraceParent, options.CorrelationId, options.CausationId, options.Form, options.Batch,
        };
        command.SetAction(parsed => Run(context, options, parsed));
        return command;
    }

    private static int Run(CliContext context, Options options, ParseResult parsed)
    {
        var (type, beforeFile) = (parsed.GetValue(options.Type), parsed.GetValue(options.Before));
        if ((type is null) == (beforeFile is null)) throw CliException.Usage("Say with --type what happened, or with --before how the objects were.");
        if (type is not null && !CanonicalEventTypes.All.Any(t => t.Name == type || t.Change == type)) throw CliException.Usage($"There is no event {type}; \"canonical event types\" lists them.");
        var file = parsed.GetValue(options.File)!;
        if (beforeFile == CommonOptions.StandardInput && file == CommonOptions.StandardInput) throw CliException.Usage("Standard input (-) can be read only once.");
        var form = InputForms.Parse(parsed.GetValue(options.Form));
        var before = beforeFile is null ? null : ReadBefore(beforeFile, form, context);
        try
        {
            return new Wrapping(context, type, before, Origin(options, parsed)).All(DocumentReader.Read(file, form, context), parsed.GetValue(options.Batch));
        }
        catch (ArgumentException e)
        {
            // What the attributes of events may not hold, such as control characters in --tenant.
            throw CliException.Usage(e.Message.ReplaceLineEndings(" "));
        }
    }

    private static EventOrigin Origin(Options options, ParseResult parsed)
    {
        DateTimeOffset? time = null;
        if (parsed.GetValue(options.Time) is { } text)
        {
            time = text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) ? read
                : throw CliException.Usage($"\"{text}\" is not an instant such as 2026-11-21T09:40:00Z.");
        }
        if (parsed.GetValue(options.Sequence) is < 1) throw CliException.Usage("--sequence is a number from 1.");
        return new(parsed.GetValue(options.Tenant)!, parsed.GetValue(options.System), parsed.GetValue(options.Instance))
        {
            Sequence = parsed.GetValue(options.Sequence),
            Time = time,
            TraceParent = parsed.GetValue(options.TraceParent),
            CorrelationId = parsed.GetValue(options.CorrelationId),
            CausationId = parsed.GetValue(options.CausationId),
        };
    }

    // By id; held in memory, since the order of two exports need not be one.
    private static Dictionary<string, byte[]> ReadBefore(string file, InputForm form, CliContext context)
    {
        var before = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var document in DocumentReader.Read(file, form, context))
        {
            if (ReadId(document.Utf8Json.Span) is not { } id) throw CliException.Unreadable($"{document.Place}: The document is no object with an id.");
            before[id] = document.Utf8Json.ToArray();
        }
        return before;
    }

    private static string? ReadId(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (isId) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed class Wrapping(CliContext context, string? type, Dictionary<string, byte[]>? before, EventOrigin origin)
    {
        private const int OutputBuffer = 64 * 1024;

        private static readonly JsonSchema AnyJson = JsonSchema.Parse("true"u8);

        private bool _hasFailed;

        public int All(IEnumerable<DocumentReader.Document> documents, bool isBatch)
        {
            var count = 0L;
            // Small writes are gathered; what is there is written even when an input cannot be read on.
            var output = new BufferedStream(context.Output, OutputBuffer);
            try
            {
                if (isBatch) output.Write("["u8);
                foreach (var document in documents)
                {
                    foreach (var value in One(document))
                    {
                        if (isBatch && count > 0) output.Write(",\n"u8);
                        output.Write(value.ToUtf8Bytes());
                        if (!isBatch) output.Write("\n"u8);
                        count++;
                    }
                }
                if (isBatch) output.Write("]\n"u8);
            }
            finally
            {
                output.Flush();
            }
            if (isBatch && count > EventReadOptions.DefaultMaxBatchCount) context.Error.WriteLine($"canonical: warning: The batch has {count} events; readers of this SDK take {EventReadOptions.DefaultMaxBatchCount} unless they are told otherwise.");
            return _hasFailed ? ExitCodes.Findings : ExitCodes.Success;
        }

        private IReadOnlyList<CanonicalEvent> One(DocumentReader.Document document)
        {
            var head = DocumentHead.Read(document.Utf8Json.Span);
            if (head.Says == DocumentHead.Kind.Event) return Fail(document, "The document is an event already.");
            if (AnyJson.Validate(document.Utf8Json.Span).Errors is [var broken, ..]) return Fail(document, broken.ToString());
            if (head.Says != DocumentHead.Kind.Declares || EventObject.Find(head.Contract) is not { } kind) return Fail(document, "The document is not an object of this package: its member \"contract\" must name one, such as time-entry/1.1.0.");
            CanonicalEventType? found = null;
            if (type is not null)
            {
                found = CanonicalEventTypes.All.FirstOrDefault(t => t.ObjectName == kind.Name && (t.Name == type || t.Change == type));
                if (found is null)
                {
                    var names = string.Join(", ", CanonicalEventTypes.All.Where(t => t.ObjectName == kind.Name).Select(t => t.Change));
                    return Fail(document, $"There is no event {type} of {kind.Name}; {(names.Length == 0 ? "it has none" : "there are " + names)}.");
                }
            }
            var old = before is not null && ReadId(document.Utf8Json.Span) is { } id ? before.GetValueOrDefault(id) : null;
            if (kind.Wrap(document.Utf8Json.Span, old, found, origin, out var report) is { } events) return events;
            foreach (var error in report.Errors) Fail(document, error.ToString());
            return [];
        }

        private IReadOnlyList<CanonicalEvent> Fail(DocumentReader.Document document, string message)
        {
            _hasFailed = true;
            context.Error.WriteLine($"canonical: {document.Place}: {message}");
            return [];
        }
    }
}
