using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping;

internal static partial class Interpreter
{
    private static bool TryLookUp(TableLens lens, MapRun run, JsonElement value, MappingDirection direction, out Node? result)
    {
        result = null;
        if (!JsonScalar.TryRead(value, out var code))
        {
            run.WrongKind(lens, lens.Part.Source, lens.Part.Target, value, "a code (a string, a number or a boolean) is expected");
            return false;
        }

        if (code.Kind == JsonScalarKind.String)
            code = JsonScalar.Of(code.Text.Trim());
        var key = code.ForComparison();
        if (lens.Table.Of(direction).TryGetValue(key, out var found))
        {
            result = Node.Of(found);
            return true;
        }

        if (code.Kind == JsonScalarKind.String && code.Text.Length == 0)
            return true;
        var other = direction == MappingDirection.ToCanonical ? MappingDirection.ToVendor : MappingDirection.ToCanonical;
        switch (lens.Unknown)
        {
            case UnknownCode.Pass when !lens.Table.Of(other).ContainsKey(key):
                result = Node.Of(code);
                return true;
            case UnknownCode.Pass:
                run.Report(
                    lens, MappingCodes.CodeMeansSomethingElse, MappingSeverity.Error, MappingIssueKind.UnknownCode, lens.Part.Source, lens.Part.Target, value,
                    "The code is not in the table and would go through as it is, but it means something else on the other side and would come back as another code.",
                    $"Add the code to the table of lens '{lens.Id}'.");
                return false;
            case UnknownCode.Default when (direction == MappingDirection.ToCanonical ? lens.DefaultToCanonical : lens.DefaultToVendor) is { } fallback:
                result = Node.Of(fallback);
                return true;
            default:
                run.Report(
                    lens, MappingCodes.UnknownCode, MappingSeverity.Error, MappingIssueKind.UnknownCode, lens.Part.Source, lens.Part.Target, value,
                    "The code is not in the table.",
                    $"Add the code to the table of lens '{lens.Id}', or correct it in the record.");
                return false;
        }
    }

    private static bool TryReference(ReferenceLens lens, MapRun run, JsonElement vendor, out Node? canonical)
    {
        canonical = null;
        if (!TryKey(lens, vendor, out var key))
        {
            run.Report(
                lens, MappingCodes.ReferenceMalformed, MappingSeverity.Error, MappingIssueKind.Value, lens.Part.Source, lens.Part.Target, vendor,
                $"The reference has no id of the form {Form(lens)}.", "Correct the form in the mapping, or the record.");
            return false;
        }

        if (key.Length == 0)
            return true;
        var asked = new VendorReference(run.Context.Tenant, lens.Reference.To, System(lens, run), run.Context.Instance, key, KeyKind(lens), lens.Reference.Object);
        if (!run.Context.References.TryGetCanonical(asked, out var id))
            return Missing(lens, run, vendor);
        canonical = Node.NewObject();
        canonical.Add("id", Node.Of(id.ToString()));
        return true;
    }

    private static bool TryReferenceBack(ReferenceLens lens, MapRun run, JsonElement canonical, out Node? vendor)
    {
        vendor = null;
        if (canonical.ValueKind != JsonValueKind.Object || !canonical.TryGetProperty("id", out var text) || text.ValueKind != JsonValueKind.String
            || !CanonicalId.TryParse(text.GetString(), out var id))
        {
            run.Report(
                lens, MappingCodes.ReferenceMalformed, MappingSeverity.Error, MappingIssueKind.Value, lens.Part.Source, lens.Part.Target, canonical,
                "A canonical reference is an object with a canonical id.", "Send an object that keeps its contract.");
            return false;
        }

        var asked = new CanonicalReference(run.Context.Tenant, lens.Reference.To, id, System(lens, run), run.Context.Instance, KeyKind(lens), lens.Reference.Object);
        if (!run.Context.References.TryGetVendor(asked, out var key))
            return Missing(lens, run, canonical);
        switch (lens.Reference.Form)
        {
            case ReferenceForm.String:
                vendor = Node.Of(key);
                return true;
            case ReferenceForm.Number when DecimalText.IsJsonNumber(key):
                vendor = Node.Of(JsonScalar.Number(key));
                return true;
            case ReferenceForm.Number:
                run.NotConvertible(lens, lens.Part.Source, lens.Part.Target, text, "a reference whose vendor id is a number");
                return false;
            default:
                vendor = Node.NewObject();
                vendor.Add(lens.Reference.Form == ReferenceForm.Id ? "id" : "externalId", Node.Of(key));
                return true;
        }
    }

    private static ReferenceKeyKind KeyKind(ReferenceLens lens) => lens.Reference.Form == ReferenceForm.ExternalId ? ReferenceKeyKind.ExternalId : ReferenceKeyKind.RecordId;

    private static string System(ReferenceLens lens, MapRun run) => lens.Reference.System ?? run.System;

    private static string Form(ReferenceLens lens) => lens.Reference.Form switch
    {
        ReferenceForm.Id => "{\"id\": …}",
        ReferenceForm.ExternalId => "{\"externalId\": …}",
        _ => "string or number",
    };

    private static bool TryKey(ReferenceLens lens, JsonElement vendor, out string key)
    {
        key = "";
        if (vendor.ValueKind == JsonValueKind.Object)
        {
            var member = lens.Reference.Form == ReferenceForm.ExternalId ? "externalId" : "id";
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

    private static bool Missing(ReferenceLens lens, MapRun run, JsonElement value)
    {
        run.Report(
            lens, MappingCodes.ReferenceMissing, lens.Reference.OmitMissing ? MappingSeverity.Warning : MappingSeverity.Error,
            MappingIssueKind.ReferenceMissing, lens.Part.Source, lens.Part.Target, value,
            $"The {lens.Reference.To} that is referred to is not known{(lens.Reference.OmitMissing ? "; the member was left out" : "")}.",
            $"Bring the {lens.Reference.To} over first, or add it to the references, and map the record again.");
        return lens.Reference.OmitMissing;
    }
}
