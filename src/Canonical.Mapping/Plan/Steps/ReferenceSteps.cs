using System.Text;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>A vendor's reference becomes <c>{"id": …}</c>.</summary>
internal sealed class ReferenceStep : ValueStep
{
    private readonly ReferencePart _reference;
    private readonly KeySpaces _keys;
    private readonly ReadNode _member;
    private readonly WriteNode _idOut;

    public ReferenceStep(ReferenceLens lens, PlanScope scope)
        : base(lens, scope)
    {
        _reference = lens.Reference;
        _keys = new KeySpaces(_reference.To);
        _member = scope.Read(lens.Part.Source).Member(_reference.Form == ReferenceForm.ExternalId ? "externalId" : "id");
        _idOut = Output.Member("id", scope.Constants);
    }

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        if (!TryKey(run, value, out var key))
        {
            run.Report(
                this, MappingCodes.ReferenceMalformed, MappingSeverity.Error, MappingIssueKind.Value, SourcePath, TargetPath, value,
                $"The reference has no id of the form {Form()}.", "Correct the form in the mapping, or the record.");
            return Outcome.Failed;
        }

        if (key.Length == 0)
            return Outcome.Unset;
        if (!TryResolve(run, key, out var id))
            return ReferenceWords.Missing(run, this, _reference, value);
        return run.Write(this, _idOut, run.Id(id)) ? Outcome.Written : Outcome.Failed;
    }

    private bool TryResolve(PlanRun run, in Value key, out CanonicalId id)
    {
        var context = run.Context;
        var system = _reference.System ?? run.System;
        var kind = ReferenceWords.KeyKind(_reference);
        // The derived id needs no text of its own.
        if (ReferenceEquals(context.References, DerivedReferenceResolver.Instance) && kind == ReferenceKeyKind.RecordId)
        {
            id = _keys.Derive(run, system, key);
            return true;
        }

        return context.References.TryGetCanonical(new VendorReference(context.Tenant, _reference.To, system, context.Instance, Encoding.UTF8.GetString(run.Text(key)), kind, _reference.Object), out id);
    }

    private bool TryKey(PlanRun run, in Value vendor, out Value key)
    {
        key = default;
        var given = vendor;
        if (vendor.Kind == ValueKind.Object)
        {
            given = run.Read(_member);
            // An object whose id is null is how some vendors write "none".
            if (given.Kind == ValueKind.Null)
                return true;
        }

        return !given.IsBoolean && PlanKeys.TryKey(run, given, out key);
    }

    private string Form() => _reference.Form switch
    {
        ReferenceForm.Id => "{\"id\": …}",
        ReferenceForm.ExternalId => "{\"externalId\": …}",
        _ => "string or number",
    };
}

/// <summary>A canonical reference becomes the vendor's id in its form.</summary>
internal sealed class ReferenceBackStep : ValueStep
{
    private readonly ReferencePart _reference;
    private readonly ReadNode _id;
    private readonly WriteNode? _member;

    public ReferenceBackStep(ReferenceLens lens, PlanScope scope)
        : base(lens, scope)
    {
        _reference = lens.Reference;
        _id = scope.Read(lens.Part.Target).Member("id");
        _member = _reference.Form switch
        {
            ReferenceForm.Id => Output.Member("id", scope.Constants),
            ReferenceForm.ExternalId => Output.Member("externalId", scope.Constants),
            _ => null,
        };
    }

    protected override Outcome Execute(PlanRun run, in Value value)
    {
        var text = run.Read(_id);
        if (value.Kind != ValueKind.Object || text.Kind != ValueKind.String || !run.TryPlain(text, out var plain) || !CanonicalId.TryParse(run.Text(plain), out var id))
        {
            run.Report(
                this, MappingCodes.ReferenceMalformed, MappingSeverity.Error, MappingIssueKind.Value, SourcePath, TargetPath, value,
                "A canonical reference is an object with a canonical id.", "Send an object that keeps its contract.");
            return Outcome.Failed;
        }

        var context = run.Context;
        var asked = new CanonicalReference(context.Tenant, _reference.To, id, _reference.System ?? run.System, context.Instance, ReferenceWords.KeyKind(_reference), _reference.Object);
        if (!context.References.TryGetVendor(asked, out var key))
            return ReferenceWords.Missing(run, this, _reference, value);
        if (_reference.Form == ReferenceForm.Number && !DecimalText.IsJsonNumber(key))
        {
            run.NotConvertible(this, text, "a reference whose vendor id is a number");
            return Outcome.Failed;
        }

        if (!run.TryKeep(JsonScalar.Of(key), out var written))
            return Outcome.Failed;
        if (_reference.Form == ReferenceForm.Number)
            written = new Value(ValueKind.Number, ValueTraits.None, written.Offset, written.Length);
        return run.Write(this, _member ?? Output, written) ? Outcome.Written : Outcome.Failed;
    }
}

internal static class ReferenceWords
{
    public static ReferenceKeyKind KeyKind(ReferencePart reference) => reference.Form == ReferenceForm.ExternalId ? ReferenceKeyKind.ExternalId : ReferenceKeyKind.RecordId;

    public static Outcome Missing(PlanRun run, Step step, ReferencePart reference, in Value value)
    {
        run.Report(
            step, MappingCodes.ReferenceMissing, reference.OmitMissing ? MappingSeverity.Warning : MappingSeverity.Error,
            MappingIssueKind.ReferenceMissing, step.SourcePath, step.TargetPath, value,
            $"The {reference.To} that is referred to is not known{(reference.OmitMissing ? "; the member was left out" : "")}.",
            $"Bring the {reference.To} over first, or add it to the references, and map the record again.");
        return reference.OmitMissing ? Outcome.Unset : Outcome.Failed;
    }
}

internal static class PlanKeys
{
    /// <summary>A key as text: strings trimmed, numbers in their normal form. The text is empty when there is none.</summary>
    public static bool TryKey(PlanRun run, in Value value, out Value key)
    {
        key = default;
        if (!run.TryPlain(value, out var plain))
            return false;
        key = plain.Kind != ValueKind.Number ? run.Trim(plain)
            : run.TryNumber(plain, 0, ValueKind.String, out var number) ? number : plain.As(ValueKind.String);
        return true;
    }
}
