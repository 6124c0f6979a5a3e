using System.CommandLine;
using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Cli;

internal static class KeyCommand
{
    private sealed record Options(
        Argument<string> File, Option<string?> Schemas, Option<string> Tenant, Option<string?> Type, Option<string?> System, Option<string?> Instance, Option<string?> Id, Option<string?> Line,
        Option<long> Sequence, Option<string> Operation, Option<string?> Target, Option<string?> Purpose, Option<int> Leg);

    public static Command Create(CliContext context)
    {
        var options = new Options(
            new("file") { Description = "A canonical object; - for standard input. Not read when --type, --system, --instance and --id are all given.", DefaultValueFactory = _ => CommonOptions.StandardInput },
            CommonOptions.Schemas(),
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
            "canonical key order.json --tenant acme --schemas contracts",
            "canonical key customer.json --tenant acme --target netsuite/1234567 --purpose erp.customer --operation upsert",
            "canonical key --tenant acme --type customer --system salesforce --instance 00D000000000062EAA --id 0015g00000XyZ12AAB")
        {
            options.File, options.Schemas, options.Tenant, options.Type, options.System, options.Instance, options.Id, options.Line,
            options.Sequence, options.Operation, options.Target, options.Purpose, options.Leg,
        };
        command.SetAction(parsed => Run(context, options, parsed));
        return command;
    }

    private static int Run(CliContext context, Options options, ParseResult parsed)
    {
        var (type, system, instance, id) = (parsed.GetValue(options.Type), parsed.GetValue(options.System), parsed.GetValue(options.Instance), parsed.GetValue(options.Id));
        Fingerprint? fingerprint = null;
        if (type is null || system is null || instance is null || id is null)
        {
            var json = InputFile.ReadAll(parsed.GetValue(options.File)!, context);
            if (TryRead(json, ContractSource.Open(parsed.GetValue(options.Schemas)), out var report) is not { } read)
            {
                foreach (var error in report.Errors) context.Error.WriteLine($"canonical: {error}");
                return ExitCodes.Findings;
            }
            (type, system, instance, id, fingerprint) = (type ?? read.Name, system ?? read.System, instance ?? read.Instance, id ?? read.Id, read.Fingerprint);
            if (system is null || instance is null || id is null) throw CliException.Usage("The object names no source record in sourceRefs: give --system, --instance and --id.");
        }
        try
        {
            var entity = new EntityKey(parsed.GetValue(options.Tenant)!, type, system, instance, id, parsed.GetValue(options.Line));
            var posting = Posting(options, parsed, entity);
            foreach (var warning in KeyWarnings.Of(entity)) context.Error.WriteLine($"canonical: warning: {warning}");
            Write(context, entity, posting, fingerprint);
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

    private sealed record ObjectKey(string Name, string? System, string? Instance, string? Id, Fingerprint Fingerprint);

    // By the contract alone, so that it works for the objects of any folder.
    private static ObjectKey? TryRead(byte[] json, ContractSource contracts, out ValidationReport report)
    {
        var (declared, source) = Header(json);
        if (declared is null || contracts.FindReader(declared.Value) is not { IsObject: true } contract)
        {
            throw CliException.Unreadable("The input is not a canonical object of a known contract: its member \"contract\" must name one, such as customer/1.0.0; --schemas names the folder of other contracts.");
        }
        report = contract.Schema.Value.Validate(json);
        if (!report.IsValid) return null;
        try
        {
            return new(contract.Id.Name, source?.System, source?.Instance, source?.RecordId, PostingMembers.Of(contracts.Set.Value, contract.Id).ComputeFingerprint(json));
        }
        catch (CanonicalJsonException e)
        {
            throw CliException.Unreadable($"The input has no fingerprint: {e.Message}");
        }
    }

    private static (ContractId? Contract, (string? System, string? Instance, string? RecordId)? Source) Header(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return default;
            ContractId? contract = ContractId.TryParse(Text(root, "contract"), out var id) ? id : null;
            if (!root.TryGetProperty("sourceRefs", out var refs) || refs.ValueKind != JsonValueKind.Array || refs.GetArrayLength() == 0 || refs[0].ValueKind != JsonValueKind.Object) return (contract, null);
            return (contract, (Text(refs[0], "system"), Text(refs[0], "instance"), Text(refs[0], "recordId")));
        }
        catch (JsonException e)
        {
            throw CliException.Unreadable($"The input is not JSON (line {(e.LineNumber ?? 0) + 1}).");
        }
        catch (InvalidOperationException)
        {
            // What GetString throws when an escape stands for half of a surrogate pair: no contract has such a name.
            return default;
        }
    }

    private static string? Text(JsonElement map, string name) => map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

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
