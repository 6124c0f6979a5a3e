using System.CommandLine;
using System.Text.Json;
using Canonical.Model;

namespace Canonical.Cli;

internal static class EventUnwrapCommand
{
    private const int OutputBuffer = 64 * 1024;

    public static Command Create(CliContext context)
    {
        var file = EventCommand.File();
        var schemas = CommonOptions.Schemas();
        var form = InputForms.Option();
        var configuration = CommonOptions.Configuration();
        var command = new CliCommand("unwrap", "Reads events and writes their data, one a line. Each event is checked first: its envelope, and its data against the contract that \"dataschema\" names; data of a contract that is not known is written as it is. Exit code 1: an event is not in order; the data of the others is written. 64: wrong usage, 65: the input cannot be read.",
            "canonical event unwrap event.json",
            "curl --silent https://outbox.acme.example/events | canonical event unwrap > entries.ndjson",
            "canonical event unwrap orders.ndjson --schemas contracts")
        { file, schemas, form, configuration };
        command.SetAction(parsed =>
        {
            var contracts = ContractSource.Open(parsed.GetValue(schemas) ?? CliConfiguration.Find(parsed.GetValue(configuration), context.Folder)?.Schemas);
            var output = new BufferedStream(context.Output, OutputBuffer);
            try
            {
                return Unwrap(context, contracts, DocumentReader.Read(parsed.GetValue(file)!, InputForms.Parse(parsed.GetValue(form)), context), output);
            }
            finally
            {
                output.Flush();
            }
        });
        return command;
    }

    private static int Unwrap(CliContext context, ContractSource contracts, IEnumerable<DocumentReader.Document> documents, Stream output)
    {
        var hasFailed = false;
        foreach (var document in documents)
        {
            if (!CanonicalEvent.TryRead(document.Utf8Json.Span, out var value, out var report, contracts.Events))
            {
                hasFailed = true;
                foreach (var error in report.Errors.Where(e => e.Code != EventCodes.DataBreaksContract)) context.Error.WriteLine($"canonical: {document.Place}: {error} {error.Remedy}");
                foreach (var error in report.Data?.Errors ?? []) context.Error.WriteLine($"canonical: {document.Place}: in data: {error}");
            }
            else if (value.Data is not { Kind: EventDataKind.Json } data)
            {
                hasFailed = true;
                context.Error.WriteLine($"canonical: {document.Place}: The event carries no JSON. [{CliCodes.EventWithoutData}]");
            }
            else
            {
                WriteLine(output, data.Bytes);
            }
        }
        return hasFailed ? ExitCodes.Findings : ExitCodes.Success;
    }

    // What was written over several lines becomes one; numbers keep their spelling.
    private static void WriteLine(Stream output, ReadOnlyMemory<byte> json)
    {
        if (json.Span.ContainsAny((byte)'\n', (byte)'\r'))
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
            using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JsonReport.Options.Encoder, MaxDepth = CanonicalJson.MaxDepth });
            document.RootElement.WriteTo(writer);
        }
        else
        {
            output.Write(json.Span);
        }
        output.Write("\n"u8);
    }
}
