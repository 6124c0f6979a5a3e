using System.CommandLine;
using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class KeyCommand
{
    private sealed record Options(
        Argument<string> File, Option<string> Tenant, Option<string?> Type, Option<string?> System, Option<string?> Instance, Option<string?> Id, Option<string?> Line,
        Option<long> Sequence, Option<string> Operation, Option<string?> Target, Option<string?> Purpose, Option<int> Leg);

    public static Command Create(CliContext context)
    {
        var options = new Options(
            new("file") { Description = "A canonical object; - for standard input. Not read when --type, --system, --instance and --id are all given.", DefaultValueFactory = _ => CommonOptions.StandardInput },
            new("--tenant", "-t") { Description = "Whose data it is.", HelpName = "tenant", Required = true },
            new("--type") { Description = "The canonical object type, such as customer.", HelpName = "object" },
            new("--system") { Description = "The product that holds the record, such as salesforce.", HelpName = "system" },
            new("--instance") { Description = "Which installation of the product.", HelpName = "instance" },
            new("--id") { Description = "The id of the record there.", HelpName = "id" },
            new("--line") { Description = "The line of the record, where a line is an object of its own.", HelpName = "line" },
            new("--sequence") { Description = "Which version of the record is posted, from 1.", HelpName = "n", DefaultValueFactory = _ => 1 },
            new("--operation") { Description = "post, upsert, reverse, adjust, void or credit.", HelpName = "operation", DefaultValueFactory = _ => "post" },
            new("--target") { Description = "The system and installation that it is posted to; with --purpose, the idempotency key is derived too.", HelpName = "target" },
            new("--purpose") { Description = "What it is posted for, such as erp.customer.", HelpName = "purpose" },
            new("--leg") { Description = "Which of several postings of one record and version, from 0.", HelpName = "n", DefaultValueFactory = _ => 0 });
        options.Operation.AcceptOnlyFromAmong("post", "upsert", "reverse", "adjust", "void", "credit");
        var command = new CliCommand("key", "Derives the canonical id, the idempotency key and the fingerprint of an object, and shows what they were derived from. Exit code 1: the object breaks its contract, 65: it cannot be read.",
            "canonical key customer.json --tenant acme",
            "canonical key customer.json --tenant acme --target netsuite/1234567 --purpose erp.customer --operation upsert",
            "canonical key --tenant acme --type customer --system salesforce --instance 00D000000000062EAA --id 0015g00000XyZ12AAB")
        {
            options.File, options.Tenant, options.Type, options.System, options.Instance, options.Id, options.Line,
            options.Sequence, options.Operation, options.Target, options.Purpose, options.Leg,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(context, options, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, Options options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (type, system, instance, id) = (parsed.GetValue(options.Type), parsed.GetValue(options.System), parsed.GetValue(options.Instance), parsed.GetValue(options.Id));
        Fingerprint? fingerprint = null;
        if (type is null || system is null || instance is null || id is null)
        {
            var json = await InputFile.ReadAllAsync(parsed.GetValue(options.File)!, context, cancellationToken).ConfigureAwait(false);
            if (!TryRead(json, out var source, out var name, out fingerprint, out var report))
            {
                foreach (var error in report.Errors) await context.Error.WriteLineAsync($"canonical: {error}").ConfigureAwait(false);
                return ExitCodes.Findings;
            }
            (type, system, instance, id) = (type ?? name, system ?? source.System, instance ?? source.Instance, id ?? source.RecordId);
        }
        try
        {
            var entity = new EntityKey(parsed.GetValue(options.Tenant)!, type, system, instance, id, parsed.GetValue(options.Line));
            Write(context, entity, Posting(options, parsed, entity), fingerprint);
            return ExitCodes.Success;
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage(e.Message.ReplaceLineEndings(" "));
        }
    }

    private static PostingIdentity? Posting(Options options, ParseResult parsed, EntityKey entity)
    {
        var (target, purpose) = (parsed.GetValue(options.Target), parsed.GetValue(options.Purpose));
        if (target is null && purpose is null) return null;
        if (target is null || purpose is null) throw CliException.Usage("An idempotency key needs both --target and --purpose.");
        var operation = Enum.Parse<PostingOperation>(parsed.GetValue(options.Operation)!, ignoreCase: true);
        return new(entity, parsed.GetValue(options.Sequence), operation, target, purpose, parsed.GetValue(options.Leg));
    }

    private static bool TryRead(byte[] json, out SourceRef source, out string name, out Fingerprint? fingerprint, out ValidationReport report)
    {
        name = ContractName(json);
        return name switch
        {
            "customer" => TryRead<Customer>(json, out source, out fingerprint, out report),
            "project" => TryRead<Project>(json, out source, out fingerprint, out report),
            "resource" => TryRead<Resource>(json, out source, out fingerprint, out report),
            "time-entry" => TryRead<TimeEntry>(json, out source, out fingerprint, out report),
            _ => throw CliException.Unreadable("The input is not a canonical object of a known contract: its member \"contract\" must name one, such as customer/1.0.0."),
        };
    }

    private static bool TryRead<T>(byte[] json, out SourceRef source, out Fingerprint? fingerprint, out ValidationReport report) where T : class, ICanonicalObject<T>
    {
        var valid = T.TryRead(json, out var value, out report);
        source = value?.SourceRefs[0]!;
        fingerprint = value?.ComputeFingerprint();
        return valid;
    }

    private static string ContractName(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("contract", out var contract)
                && contract.ValueKind == JsonValueKind.String && ContractId.TryParse(contract.GetString(), out var id) ? id.Name : "";
        }
        catch (JsonException e)
        {
            throw CliException.Unreadable($"The input is not JSON (line {(e.LineNumber ?? 0) + 1}).");
        }
        catch (InvalidOperationException)
        {
            // What GetString throws when an escape stands for half of a surrogate pair: no contract has such a name.
            return "";
        }
    }

    private static void Write(CliContext context, EntityKey entity, PostingIdentity? posting, Fingerprint? fingerprint)
    {
        using (var json = new Utf8JsonWriter(context.Output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, CanonicalId.Derive(entity).ToString());
            json.WritePropertyName("entity"u8);
            json.WriteRawValue(entity.ToCanonicalJson());
            if (posting is not null)
            {
                json.WriteString("key"u8, IdempotencyKey.Derive(posting).ToString());
                json.WritePropertyName("posting"u8);
                json.WriteRawValue(posting.ToCanonicalJson());
                json.WriteString("hash"u8, Convert.ToHexStringLower(posting.ComputeHash()));
            }
            if (fingerprint is { } value) json.WriteString("fingerprint"u8, value.ToString());
            json.WriteEndObject();
        }
        context.Out.WriteLine();
    }
}
