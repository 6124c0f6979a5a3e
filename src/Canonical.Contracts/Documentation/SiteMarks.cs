using System.Text.Json;

namespace Canonical.Contracts;

// The annotations of a member as short labels with an explanation.
internal static class SiteMarks
{
    public static IReadOnlyList<SiteMark> Of(JsonElement schema)
    {
        var marks = new List<SiteMark>();
        foreach (var keyword in schema.EnumerateObject())
        {
            var value = keyword.Value.ValueKind == JsonValueKind.String ? keyword.Value.GetString()! : keyword.Value.GetRawText();
            var mark = keyword.Name switch
            {
                "x-canonical-posting" when keyword.Value.ValueKind == JsonValueKind.True => new SiteMark("posting", "posting", "Matters to a target: part of the fingerprint, so that a change is posted."),
                "x-canonical-personal" => new("personal", $"personal: {value}", "Personal data of this class."),
                "x-canonical-unit" => new("unit", $"unit: {value}", "The unit of the value."),
                "x-canonical-sign" => new("unit", $"sign: {value}", "What positive means."),
                "x-canonical-system-of-record" => new("system", $"leads: {value}", "The kind of system that usually leads for this member."),
                "x-canonical-since" => new("since", $"since {value}", "The version that introduced the member."),
                "deprecated" when keyword.Value.ValueKind == JsonValueKind.True => new("deprecated", Deprecation(schema), "Do not write it any more; it is still read."),
                _ => null,
            };
            if (mark is not null) marks.Add(mark);
        }
        return marks;
    }

    private static string Deprecation(JsonElement schema)
    {
        if (!schema.TryGetProperty("x-canonical-deprecated", out var details) || details.ValueKind != JsonValueKind.Object) return "deprecated";
        var text = "deprecated";
        if (details.TryGetProperty("since", out var since)) text += $" since {since}";
        if (details.TryGetProperty("sunset", out var sunset)) text += $", until {sunset}";
        if (details.TryGetProperty("replacement", out var replacement)) text += $", use {replacement}";
        return text;
    }
}
