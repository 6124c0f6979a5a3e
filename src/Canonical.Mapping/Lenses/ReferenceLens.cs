using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping;

internal enum ReferenceForm
{
    String,
    Number,
    Id,
    ExternalId,
}

internal sealed record ReferencePart(string To, ReferenceForm Form, string? Object, string? System, bool OmitMissing);

/// <summary>A vendor's reference becomes <c>{"id": …}</c>.</summary>
internal sealed class ReferenceLens(LensHead head, ValuePart part, ReferencePart reference) : ValueLens(head, part)
{
    protected override bool TryForth(MapRun run, Scope scope, JsonElement vendor, out Node? canonical)
    {
        canonical = null;
        if (!TryKey(vendor, out var key))
        {
            run.Report(
                this, MappingCodes.ReferenceMalformed, MappingSeverity.Error, MappingIssueKind.Value, Part.Source, Part.Target, vendor,
                $"The reference has no id of the form {Form()}.", "Correct the form in the mapping, or the record.");
            return false;
        }

        if (key.Length == 0)
            return true;
        var asked = new VendorReference(run.Context.Tenant, reference.To, System(run), run.Context.Instance, key, KeyKind, reference.Object);
        if (!run.Context.References.TryGetCanonical(asked, out var id))
            return Missing(run, vendor);
        canonical = Node.NewObject();
        canonical.Add("id", Node.Of(id.ToString()));
        return true;
    }

    protected override bool TryBack(MapRun run, Scope scope, JsonElement canonical, out Node? vendor)
    {
        vendor = null;
        if (canonical.ValueKind != JsonValueKind.Object || !canonical.TryGetProperty("id", out var text) || text.ValueKind != JsonValueKind.String
            || !CanonicalId.TryParse(text.GetString(), out var id))
        {
            run.Report(
                this, MappingCodes.ReferenceMalformed, MappingSeverity.Error, MappingIssueKind.Value, Part.Source, Part.Target, canonical,
                "A canonical reference is an object with a canonical id.", "Send an object that keeps its contract.");
            return false;
        }

        var asked = new CanonicalReference(run.Context.Tenant, reference.To, id, System(run), run.Context.Instance, KeyKind, reference.Object);
        if (!run.Context.References.TryGetVendor(asked, out var key))
            return Missing(run, canonical);
        switch (reference.Form)
        {
            case ReferenceForm.String:
                vendor = Node.Of(key);
                return true;
            case ReferenceForm.Number when DecimalText.IsJsonNumber(key):
                vendor = Node.Of(JsonScalar.Number(key));
                return true;
            case ReferenceForm.Number:
                run.NotConvertible(this, Part.Source, Part.Target, text, "a reference whose vendor id is a number");
                return false;
            default:
                vendor = Node.NewObject();
                vendor.Add(reference.Form == ReferenceForm.Id ? "id" : "externalId", Node.Of(key));
                return true;
        }
    }

    private ReferenceKeyKind KeyKind => reference.Form == ReferenceForm.ExternalId ? ReferenceKeyKind.ExternalId : ReferenceKeyKind.RecordId;

    private string System(MapRun run) => reference.System ?? run.System;

    private string Form() => reference.Form switch
    {
        ReferenceForm.Id => "{\"id\": …}",
        ReferenceForm.ExternalId => "{\"externalId\": …}",
        _ => "string or number",
    };

    private bool TryKey(JsonElement vendor, out string key)
    {
        key = "";
        if (vendor.ValueKind == JsonValueKind.Object)
        {
            var member = reference.Form == ReferenceForm.ExternalId ? "externalId" : "id";
            // An empty object, or one whose id is null, is how some vendors write "none".
            if (!vendor.TryGetProperty(member, out vendor))
                return false;
            if (vendor.ValueKind == JsonValueKind.Null)
                return true;
        }

        if (!JsonScalar.TryRead(vendor, out var scalar) || scalar.Kind == JsonScalarKind.Boolean)
            return false;
        key = scalar.ForComparison().Text.Trim();
        return true;
    }

    private bool Missing(MapRun run, JsonElement value)
    {
        run.Report(
            this, MappingCodes.ReferenceMissing, reference.OmitMissing ? MappingSeverity.Warning : MappingSeverity.Error,
            MappingIssueKind.ReferenceMissing, Part.Source, Part.Target, value,
            $"The {reference.To} that is referred to is not known{(reference.OmitMissing ? "; the member was left out" : "")}.",
            $"Bring the {reference.To} over first, or add it to the references, and map the record again.");
        return reference.OmitMissing;
    }
}
