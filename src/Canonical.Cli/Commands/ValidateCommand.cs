using System.CommandLine;
using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class ValidateCommand
{
    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("files") { Description = "Files to validate; - for standard input.", Arity = ArgumentArity.OneOrMore };
        var contract = new Option<string?>("--contract", "-c") { Description = "The contract, such as customer or customer/1.0.0. Without it each document names its own with its member \"contract\".", HelpName = "name[/version]" };
        var schemas = CommonOptions.Schemas();
        var lines = new Option<bool>("--lines", "-l") { Description = "Every line is a document (NDJSON). Files named *.ndjson and *.jsonl are read so without it." };
        var format = CommonOptions.Format();
        var command = new CliCommand("validate", "Validates JSON and NDJSON documents against a contract. Exit code 0: all valid, 1: findings, 64: wrong usage, 65: a file cannot be read.",
            "canonical validate customer.json --contract customer",
            "canonical validate --lines - --contract time-entry/1.0.0 --format json < entries.ndjson",
            "canonical validate outbox/*.json --schemas schemas")
        { files, contract, schemas, lines, format };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(files)!.Count(f => f == CommonOptions.StandardInput) > 1) throw CliException.Usage("Standard input (-) can be read only once.");
            var source = ContractSource.Open(parsed.GetValue(schemas));
            var fix = parsed.GetValue(contract) is { } name ? source.Get(name) : null;
            using FindingWriter writer = parsed.GetValue(format) == "json" ? new JsonFindingWriter(context) : new TextFindingWriter(context);
            return await new Run(context, source, fix, parsed.GetValue(lines), writer).AllAsync(parsed.GetValue(files)!, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private sealed class Run(CliContext context, ContractSource source, ContractSource.Entry? contract, bool allLines, FindingWriter writer)
    {
        private static readonly JsonSchema AnyJson = JsonSchema.Parse("true"u8);

        private long _documents;
        private long _invalid;

        public async Task<int> AllAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
        {
            var unreadable = false;
            writer.Begin();
            foreach (var file in files)
            {
                try
                {
                    await OneFileAsync(file, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is CliException { ExitCode: ExitCodes.UnreadableInput } or IOException)
                {
                    unreadable = true;
                    await context.Error.WriteLineAsync($"canonical: {e.Message}").ConfigureAwait(false);
                }
            }
            writer.End(_documents, _invalid);
            return unreadable ? ExitCodes.UnreadableInput : _invalid > 0 ? ExitCodes.Findings : ExitCodes.Success;
        }

        private async Task OneFileAsync(string file, CancellationToken cancellationToken)
        {
            var name = InputFile.DisplayName(file);
            if (!allLines && !file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            {
                Check(name, 1, await InputFile.ReadAllAsync(file, context, cancellationToken).ConfigureAwait(false));
                return;
            }
            var stream = InputFile.Open(file, context);
            await using (stream.ConfigureAwait(false))
            {
                var reader = new LineReader(stream);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
                {
                    if (!line.Span.ContainsAnyExcept(" \t"u8)) continue;
                    Check(name, reader.LineNumber, line.Span);
                }
            }
        }

        private void Check(string file, int firstLine, ReadOnlySpan<byte> document)
        {
            _documents++;
            if ((contract ?? Declared(file, firstLine, document)) is not { } entry)
            {
                _invalid++;
                return;
            }
            var schema = entry.Schema.Value;
            if (schema.IsValid(document)) return;
            _invalid++;
            foreach (var error in schema.Validate(document).Errors)
            {
                writer.Write(new(file, firstLine + error.Line - 1, error.Column, error.Code, error.Keyword, error.InstancePath, error.SchemaLocation, error.Message, entry.Id.ToString()));
            }
        }

        private ContractSource.Entry? Declared(string file, int line, ReadOnlySpan<byte> document)
        {
            if (!TryReadContract(document, out var text))
            {
                // A document that is no JSON may well have the member: what stops the reading, and where, is what helps.
                if (AnyJson.Validate(document).Errors is [var broken, ..])
                {
                    writer.Write(new(file, line + broken.Line - 1, broken.Column, CliCodes.NoContract, "", "", "", $"{broken.Message} So nothing says which contract the document follows.", ""));
                    return null;
                }
                writer.Write(new(file, line, 1, CliCodes.NoContract, "", "", "", "The document names no contract in a member \"contract\", such as \"customer/1.0.0\"; give --contract.", ""));
                return null;
            }
            if (ContractId.TryParse(text, out var id) && source.FindReader(id) is { } entry) return entry;
            writer.Write(new(file, line, 1, CliCodes.UnknownContract, "", "/contract", "", "The document follows a contract that is not known here; give --contract, or --schemas with the folder that has it.", ""));
            return null;
        }

        // Looks no further than the top level, and leaves every other mistake to the contract.
        private static bool TryReadContract(ReadOnlySpan<byte> document, out string contract)
        {
            contract = "";
            try
            {
                var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = JsonSchemaOptions.DefaultMaxDepth });
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var found = reader.ValueTextEquals("contract"u8);
                    reader.Read();
                    if (found)
                    {
                        contract = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                        return contract.Length > 0;
                    }
                    reader.Skip();
                }
                return false;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return false;
            }
        }
    }
}
