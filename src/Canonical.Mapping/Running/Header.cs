using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The members that every canonical object has and that no lens writes.</summary>
internal static class Header
{
    private static readonly InstantConverter s_instant = new(new ConverterOptions(new Dictionary<string, JsonScalar>(StringComparer.Ordinal)));

    public static void Write(MapRun run, MappingDocument document)
    {
        var (paths, context, output) = (document.Header, run.Context, run.Output);
        var key = Text(run, paths.Key, "sourceRefs[0].recordId");
        if (key is null)
        {
            if (run.Issues.Count == 0)
                Report(run, MappingCodes.KeyMissing, MappingIssueKind.MissingValue, paths.Key, "id", default, "The record has no key, so it has no identity.", "Ask the vendor for the key with the record.");
        }
        else
        {
            output.Add("id", Node.Of(CanonicalId.Derive(context.Tenant, document.ObjectType, run.System, context.Instance, key).ToString()));
        }

        output.Add("contract", Node.Of(document.Target.ToString()));
        if (key is not null)
        {
            var reference = new Node();
            reference.Add("system", Node.Of(run.System));
            reference.Add("instance", Node.Of(context.Instance));
            reference.Add("objectType", Node.Of(document.Source.ObjectType));
            reference.Add("recordId", Node.Of(key));
            Optional(run, reference, "externalId", paths.ExternalId);
            Optional(run, reference, "version", paths.Version);
            Optional(run, reference, "url", paths.Url);
            var references = Node.NewArray();
            references.Items.Add(reference);
            output.Add("sourceRefs", references);
        }

        output.Add("observedAt", Node.Of(InstantText.Format(context.ObservedAt.UtcDateTime, "Z", -1)));
        Instant(run, "sourceCreatedAt", paths.Created);
        Instant(run, "sourceUpdatedAt", paths.Modified);
    }

    public static void Check(MapRun run, MappingDocument document)
    {
        // A later minor of the same major only adds what this mapping may ignore.
        if (!run.Root.TryGetProperty("contract", out var contract))
            return;
        if (contract.ValueKind == JsonValueKind.String && ContractId.TryParse(contract.GetString(), out var id)
            && id.Name == document.Target.Name && id.Version.Major == document.Target.Version.Major)
            return;
        run.Issues.Add(new MappingIssue
        {
            Code = MappingCodes.ContractMismatch,
            Severity = MappingSeverity.Error,
            Kind = MappingIssueKind.Configuration,
            TargetPath = "contract",
            ValueKind = MapRun.KindOf(contract),
            Message = $"The object is not of the contract that the mapping is for, {document.Target.Name} of major version {document.Target.Version.Major}.",
            Remedy = "Convert the object to that version, or take the mapping of its version.",
        });
    }

    private static void Optional(MapRun run, Node reference, string member, MemberPath? path)
    {
        if (path is not null && Text(run, path, "sourceRefs[0]." + member) is { } text)
            reference.Add(member, Node.Of(text));
    }

    private static void Instant(MapRun run, string member, MemberPath? path)
    {
        if (path is null || path.Read(run.Root, out var value) != ReadStatus.Value)
            return;
        var converted = JsonScalar.TryRead(value, out var scalar) ? s_instant.ToCanonical(scalar) : ConversionResult.Fail("a date and a time with an offset");
        if (converted.Value is { } instant)
            run.Output.Add(member, Node.Of(instant));
        else if (converted.Failed)
            Report(run, MappingCodes.NotConvertible, MappingIssueKind.Value, path, member, value, $"The value cannot be converted: {converted.Expected} is expected.", "Correct the path in the 'source' section of the mapping.");
    }

    private static string? Text(MapRun run, MemberPath path, string target)
    {
        var status = path.Read(run.Root, out var value);
        if (status is ReadStatus.Missing or ReadStatus.Null)
            return null;
        if (status == ReadStatus.Value && JsonScalar.TryRead(value, out var scalar) && scalar.Kind != JsonScalarKind.Boolean)
        {
            var text = scalar.ForComparison().Text.Trim();
            return text.Length == 0 ? null : text;
        }

        Report(run, MappingCodes.WrongKind, MappingIssueKind.Value, path, target, value, "The value is of another JSON kind: a string or an integer is expected.", "Correct the path in the 'source' section of the mapping.");
        return null;
    }

    private static void Report(MapRun run, string code, MappingIssueKind kind, MemberPath source, string target, JsonElement value, string message, string remedy) =>
        run.Issues.Add(new MappingIssue
        {
            Code = code,
            Severity = MappingSeverity.Error,
            Kind = kind,
            SourcePath = source.Text,
            TargetPath = target,
            ValueKind = MapRun.KindOf(value),
            Message = message,
            Remedy = remedy,
        });
}
