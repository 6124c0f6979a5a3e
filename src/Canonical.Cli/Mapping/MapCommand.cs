using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Canonical.Mapping;
using Canonical.Schema;

namespace Canonical.Cli;

// canonical map and canonical unmap: the two directions of one document.
internal static class MapCommand
{
    private sealed record Options(
        Argument<string> Document, Argument<string[]> Inputs, Option<string[]?> Overlays, Option<string> Tenant, Option<string> Instance, Option<string[]?> Parameters, Option<string?> ObservedAt,
        Option<string?> References, Option<string?> Form, Option<bool> Lines, Option<string?> Schemas, Option<string> Issues, Option<bool> Pretty);

    public static Command Create(CliContext context)
    {
        var options = New();
        var noValidate = new Option<bool>("--no-validate") { Description = "Do not validate what comes out against the contract." };
        var xml = new Option<string?>("--xml") { Description = "The input is XML, and each element of this name is a record; Response_Data/Worker names its parent too.", HelpName = "element" };
        var xmlKeys = new Option<string[]?>("--xml-key") { Description = "Elements that an attribute gives their names, such as ID=type. May be given several times.", HelpName = "element=attribute" };
        var xmlShape = new Option<string?>("--xml-types") { Description = "The XSD of the record, so that booleans and numbers become those of JSON.", HelpName = "file" };
        var command = new CliCommand("map", "Maps a vendor's records to canonical objects, one JSON object a line. Issues go to standard error. Exit code 0: all mapped, 1: records were refused or held, 64: wrong usage, 65: a file cannot be read.",
            "canonical map account.customer.json accounts.ndjson --tenant acme --instance 00D000000000062EAA --parameter orgCurrency=EUR",
            "curl … | canonical map job.project.json - --tenant acme --instance 1234567 --issues json 2> issues.ndjson > projects.ndjson",
            "canonical map worker.resource.json workers.xml --xml Response_Data/Worker --xml-key ID=type --tenant acme --instance acme1")
        { options.Document, options.Inputs, options.Overlays, options.Tenant, options.Instance, options.Parameters, options.ObservedAt, options.References, options.Form, options.Lines, xml, xmlKeys, xmlShape, options.Schemas, noValidate, options.Issues, options.Pretty };
        command.SetAction(parsed =>
        {
            var (mapper, mapping) = Prepare(context, options, parsed, AbsentMembers.NotSent);
            var contract = parsed.GetValue(noValidate) ? null : Contract(mapper.Document, MappingFile.Schemas(parsed.GetValue(options.Schemas), context));
            var records = parsed.GetValue(xml) is { } element ? Xml(mapper.Document, element, parsed.GetValue(xmlKeys), parsed.GetValue(xmlShape), context) : null;
            return Run(context, options, parsed, records, (ReadOnlySpan<byte> record, List<MappingIssue> issues) =>
            {
                var result = mapper.ToCanonical(record, mapping);
                issues.AddRange(result.Issues);
                if (result.Succeeded && contract is not null) Validate(contract, result.Json.Span, issues);
                return result.Json;
            });
        });
        return command;
    }

    public static Command CreateBack(CliContext context)
    {
        var options = New();
        var clear = new Option<bool>("--clear-absent") { Description = "The objects are the whole truth: fields of the vendor whose members are absent are cleared." };
        var command = new CliCommand("unmap", "Maps canonical objects to a vendor's records, one JSON object a line. Issues go to standard error. Exit code 0: all mapped, 1: objects were refused, 64: wrong usage, 65: a file cannot be read.",
            "canonical unmap account.customer.json customers.ndjson --tenant acme --instance 00D000000000062EAA --parameter orgCurrency=EUR --references links.json",
            "canonical unmap customer.customer.json customer.json --tenant acme --instance 1234567 --parameter defaultCurrency=EUR --pretty")
        { options.Document, options.Inputs, options.Overlays, options.Tenant, options.Instance, options.Parameters, options.References, options.Form, options.Lines, clear, options.Schemas, options.Issues, options.Pretty };
        command.SetAction(parsed =>
        {
            var (mapper, mapping) = Prepare(context, options, parsed, parsed.GetValue(clear) ? AbsentMembers.Cleared : AbsentMembers.NotSent);
            return Run(context, options, parsed, null, (ReadOnlySpan<byte> record, List<MappingIssue> issues) =>
            {
                var result = mapper.ToVendor(record, mapping);
                issues.AddRange(result.Issues);
                return result.Json;
            });
        });
        return command;
    }

    private delegate ReadOnlyMemory<byte> Map(ReadOnlySpan<byte> record, List<MappingIssue> issues);

    private static Options New()
    {
        var options = new Options(
            new("mapping") { Description = "The mapping document." },
            new("paths") { Description = "Files, folders and patterns with the records: JSON, NDJSON or arrays; - for standard input, and without any.", Arity = ArgumentArity.ZeroOrMore },
            MappingFile.Overlays(),
            new("--tenant", "-t") { Description = "Whose data it is.", HelpName = "tenant", Required = true },
            new("--instance") { Description = "Which installation of the vendor's product: the org, account or realm.", HelpName = "instance", Required = true },
            new("--parameter", "-p") { Description = "A value for a parameter of the mapping. May be given several times.", HelpName = "name=value" },
            new("--observed-at") { Description = "When the records were read, such as 2026-11-21T12:00:00Z; now by default.", HelpName = "instant" },
            new("--references") { Description = "Links between vendor keys and canonical ids: a JSON array of {\"object\", \"key\", \"id\"}. Without an entry the id is derived from the key; on the way back a link is needed.", HelpName = "file" },
            new("--input", "-i") { Description = "How the records lie in the files: auto, json (one record), lines (NDJSON) or array.", HelpName = "form" },
            new("--lines", "-l") { Description = "The same as --input lines." },
            CommonOptions.Schemas(),
            new("--issues") { Description = "How to write issues on standard error: text or json (NDJSON).", HelpName = "format", DefaultValueFactory = _ => ReportFormats.Text },
            new("--pretty") { Description = "Indent the output; it is no NDJSON then." });
        options.Form.AcceptOnlyFromAmong("auto", "json", "lines", "array");
        options.Issues.AcceptOnlyFromAmong(ReportFormats.Text, ReportFormats.Json);
        return options;
    }

    private static (Mapper Mapper, MappingContext Context) Prepare(CliContext context, Options options, ParseResult parsed, AbsentMembers absent)
    {
        var document = MappingFile.Load(parsed.GetValue(options.Document)!, parsed.GetValue(options.Overlays) ?? [], MappingFile.Schemas(parsed.GetValue(options.Schemas), context), context);
        var parameters = Pairs(parsed.GetValue(options.Parameters), "--parameter", "orgCurrency=EUR");
        if (document.CheckParameters(parameters) is { Count: > 0 } wrong) throw CliException.Usage(string.Join(" ", wrong.Select(finding => finding.Message)));
        var observedAt = context.Time.GetUtcNow();
        if (parsed.GetValue(options.ObservedAt) is { } given && (!DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out observedAt) || observedAt == default))
        {
            throw CliException.Usage("--observed-at takes an instant such as 2026-11-21T12:00:00Z.");
        }
        var (tenant, instance) = (parsed.GetValue(options.Tenant)!, parsed.GetValue(options.Instance)!);
        if (string.IsNullOrWhiteSpace(tenant) || string.IsNullOrWhiteSpace(instance)) throw CliException.Usage("--tenant and --instance are not empty: the ids of the objects depend on them.");
        var references = KnownReferences.Read(parsed.GetValue(options.References), tenant, document.Source.System, instance, context);
        return (Mapper.Compile(document), new MappingContext { Tenant = tenant, Instance = instance, ObservedAt = observedAt, Parameters = parameters, References = references, AbsentMembers = absent });
    }

    public static Dictionary<string, string> Pairs(string[]? given, string option, string example)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in given ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw CliException.Usage($"{option} takes a name and a value, such as {example}.");
            pairs[pair[..equals]] = pair[(equals + 1)..];
        }
        return pairs;
    }

    private static XmlRecordOptions Xml(MappingDocument document, string element, string[]? keys, string? types, CliContext context)
    {
        if (element.Split('/', StringSplitOptions.RemoveEmptyEntries).Length == 0) throw CliException.Usage("--xml takes the name of an element, such as Worker or Response_Data/Worker.");
        VendorShape? shape = null;
        var keyed = Pairs(keys, "--xml-key", "ID=type");
        if (types is not null)
        {
            using var xsd = InputFile.Open(types, context);
            shape = VendorShape.FromXsd(xsd, new() { System = document.Source.System, ObjectType = document.Source.ObjectType, KeyedElements = keyed });
        }
        return XmlRecordOptions.For(document, element, shape) with { KeyedElements = keyed };
    }

    private static JsonSchema? Contract(MappingDocument document, string? schemas) => ContractSource.Open(schemas).Find(document.Target.ToString())?.Schema.Value;

    private static void Validate(JsonSchema contract, ReadOnlySpan<byte> json, List<MappingIssue> issues)
    {
        if (contract.IsValid(json)) return;
        foreach (var error in contract.Validate(json).Errors)
        {
            issues.Add(new MappingIssue
            {
                Code = MappingCodes.ContractViolation,
                Severity = MappingSeverity.Error,
                Kind = MappingIssueKind.Contract,
                TargetPath = error.InstancePath,
                Message = $"The contract does not allow it: {error.Message}",
                Remedy = "Correct the record or the mapping; canonical mapping check says more.",
            });
        }
    }

    private static int Run(CliContext context, Options options, ParseResult parsed, XmlRecordOptions? xml, Map map)
    {
        var problems = new List<string>();
        var arguments = parsed.GetValue(options.Inputs)!;
        var files = arguments.Length == 0 ? [CommonOptions.StandardInput] : InputList.Expand(arguments, problems);
        foreach (var problem in problems) context.Error.WriteLine($"canonical: {problem}");
        var isUnreadable = problems.Count > 0;
        var form = parsed.GetValue(options.Lines) ? InputForm.Lines : Form(parsed.GetValue(options.Form));
        var input = new RecordInput(context, form, xml);
        var asJson = parsed.GetValue(options.Issues) == ReportFormats.Json;
        var issues = new IssueWriter(context, asJson);
        var pretty = parsed.GetValue(options.Pretty);
        long records = 0, refused = 0;
        var found = new List<MappingIssue>();
        foreach (var file in files)
        {
            try
            {
                input.Read(file, (record, place) =>
                {
                    records++;
                    found.Clear();
                    var json = map(record, found);
                    foreach (var issue in found) issues.Write(place, issue);
                    if (found.Exists(issue => issue.Severity != MappingSeverity.Warning)) refused++;
                    else Write(context.Output, json, pretty);
                });
            }
            catch (Exception e) when (e is CliException { ExitCode: ExitCodes.UnreadableInput } or XmlRecordException)
            {
                context.Error.WriteLine($"canonical: {(e is CliException ? e.Message : $"{InputFile.DisplayName(file)}: {e.Message}")}");
                isUnreadable = true;
            }
        }
        if (!asJson && (refused > 0 || records != 1)) context.Error.WriteLine($"{records} record{(records == 1 ? "" : "s")}, {refused} refused or held.");
        return isUnreadable ? ExitCodes.UnreadableInput : refused > 0 ? ExitCodes.Findings : ExitCodes.Success;
    }

    public static InputForm Form(string? name) => name switch
    {
        "json" => InputForm.Json,
        "lines" => InputForm.Lines,
        "array" => InputForm.Array,
        _ => InputForm.Auto,
    };

    private static void Write(Stream output, ReadOnlyMemory<byte> json, bool pretty)
    {
        // A value that is copied as it stands may bring line feeds along.
        if (pretty || json.Span.Contains((byte)'\n'))
        {
            // What is copied may be deeper than records are.
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
            using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = pretty, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            document.RootElement.WriteTo(writer);
        }
        else
        {
            output.Write(json.Span);
        }
        output.WriteByte((byte)'\n');
    }
}
