using System.Text;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The members that every canonical object has and that no lens writes.</summary>
internal sealed class HeaderStep : Step
{
    private static readonly InstantConverter s_instant = new(new ConverterOptions(new Dictionary<string, JsonScalar>(StringComparer.Ordinal)));

    private readonly KeySpaces _keys;
    private readonly ReadNode _key;
    private readonly Value _contract;
    private readonly Value _vendorObject;
    private readonly WriteNode _id;
    private readonly WriteNode _contractOut;
    private readonly WriteNode _system;
    private readonly WriteNode _instance;
    private readonly WriteNode _objectType;
    private readonly WriteNode _recordId;
    private readonly WriteNode _observedAt;
    private readonly HeaderText[] _texts;
    private readonly HeaderText[] _instants;

    public HeaderStep(MappingDocument document, PlanScope scope)
        : base(null, document.Header.Key, null)
    {
        var (paths, constants) = (document.Header, scope.Constants);
        _keys = new KeySpaces(document.ObjectType);
        _key = scope.Read(paths.Key);
        _contract = constants.Text(document.Target.ToString());
        _vendorObject = constants.Text(document.Source.ObjectType);
        _id = scope.Output.Member("id", constants);
        _contractOut = scope.Output.Member("contract", constants);
        var reference = scope.Output.Add([new PathStep(PathStepKind.Member, "sourceRefs", 0, default), new PathStep(PathStepKind.Index, "", 0, default)], constants);
        _system = reference.Member("system", constants);
        _instance = reference.Member("instance", constants);
        _objectType = reference.Member("objectType", constants);
        _recordId = reference.Member("recordId", constants);
        _texts = [.. Places([("externalId", paths.ExternalId), ("version", paths.Version), ("url", paths.Url)], "sourceRefs[0].", reference, scope)];
        scope.Output.Member("status", constants);
        _observedAt = scope.Output.Member("observedAt", constants);
        _instants = [.. Places([("sourceCreatedAt", paths.Created), ("sourceUpdatedAt", paths.Modified)], "", scope.Output, scope)];
    }

    public override void Execute(PlanRun run)
    {
        if (TryText(run, SourcePath!, run.Read(_key), "sourceRefs[0].recordId", out var key))
        {
            var id = run.Id(_keys.Derive(run, run.System, key));
            run.Write(this, _id, id);
            run.Write(this, _system, run.SystemText());
            run.Write(this, _instance, run.InstanceText());
            run.Write(this, _objectType, _vendorObject);
            run.Write(this, _recordId, key);
            foreach (var place in _texts)
            {
                if (TryText(run, place.Path, run.Read(place.Input), place.Target, out var text))
                    run.Write(this, place.Output, text);
            }
        }
        else if (run.IssueCount == 0)
        {
            Report(run, MappingCodes.KeyMissing, MappingIssueKind.MissingValue, SourcePath!, "id", default, "The record has no key, so it has no identity.", "Ask the vendor for the key with the record.");
        }

        run.Write(this, _contractOut, _contract);
        run.Write(this, _observedAt, run.ObservedText());
        foreach (var place in _instants)
        {
            var value = run.Read(place.Input);
            if (!value.IsValue)
                continue;
            Value instant = default;
            var expected = run.TryPlain(value, out var plain) ? s_instant.ToCanonical(run, plain, out instant) : "a date and a time with an offset";
            if (instant.Kind != ValueKind.Missing)
                run.Write(this, place.Output, instant);
            else if (expected is not null)
                Report(run, MappingCodes.NotConvertible, MappingIssueKind.Value, place.Path, place.Target, value, $"The value cannot be converted: {expected} is expected.", "Correct the path in the 'source' section of the mapping.");
        }
    }

    private static IEnumerable<HeaderText> Places((string Name, MemberPath? Path)[] members, string prefix, WriteNode parent, PlanScope scope) =>
        members.Where(member => member.Path is not null)
            .Select(member => new HeaderText(member.Path!, scope.Read(member.Path!), parent.Member(member.Name, scope.Constants), prefix + member.Name));

    private static bool TryText(PlanRun run, MemberPath path, in Value value, string target, out Value text)
    {
        text = default;
        if (value.Kind <= ValueKind.Null)
            return false;
        if (!value.IsBoolean && PlanKeys.TryKey(run, value, out text))
            return text.Length > 0;
        Report(run, MappingCodes.WrongKind, MappingIssueKind.Value, path, target, value, "The value is of another JSON kind: a string or an integer is expected.", "Correct the path in the 'source' section of the mapping.");
        return false;
    }

    private static void Report(PlanRun run, string code, MappingIssueKind kind, MemberPath source, string target, in Value value, string message, string remedy) =>
        run.Add(new MappingIssue
        {
            Code = code,
            Severity = MappingSeverity.Error,
            Kind = kind,
            SourcePath = source.Text,
            TargetPath = target,
            ValueKind = run.KindOf(value),
            Message = message,
            Remedy = remedy,
        });

    private sealed record HeaderText(MemberPath Path, ReadNode Input, WriteNode Output, string Target);
}

/// <summary>The record is in use unless a lens has said otherwise.</summary>
internal sealed class StatusStep(PlanScope scope) : Step(null, null, null)
{
    private readonly WriteNode _status = scope.Output.Member("status", scope.Constants);
    private readonly Value _active = scope.Constants.Text("active");

    public override void Execute(PlanRun run)
    {
        if (!run.IsWritten(_status))
            run.Write(this, _status, _active);
    }
}

/// <summary>Whether a canonical object is of the contract that the mapping is for.</summary>
internal sealed class ContractStep(MappingDocument document, PlanScope scope) : Step(null, null, null)
{
    private readonly ReadNode _contract = scope.Input.Member("contract");
    private readonly byte[] _expected = Encoding.UTF8.GetBytes(document.Target.ToString());

    public override void Execute(PlanRun run)
    {
        var value = run.Read(_contract);
        // A later minor of the same major only adds what this mapping may ignore.
        if (value.Kind == ValueKind.Missing || (value.Kind == ValueKind.String && run.TryPlain(value, out var plain) && IsMeant(run.Text(plain))))
            return;
        run.Add(new MappingIssue
        {
            Code = MappingCodes.ContractMismatch,
            Severity = MappingSeverity.Error,
            Kind = MappingIssueKind.Configuration,
            TargetPath = "contract",
            ValueKind = run.KindOf(value),
            Message = $"The object is not of the contract that the mapping is for, {document.Target.Name} of major version {document.Target.Version.Major}.",
            Remedy = "Convert the object to that version, or take the mapping of its version.",
        });
    }

    private bool IsMeant(ReadOnlySpan<byte> text) =>
        text.SequenceEqual(_expected)
        || (ContractId.TryParse(Encoding.UTF8.GetString(text), out var id) && id.Name == document.Target.Name && id.Version.Major == document.Target.Version.Major);
}
