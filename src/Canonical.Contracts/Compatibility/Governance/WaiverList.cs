using System.Globalization;
using System.Text.Json;

namespace Canonical.Contracts;

/// <summary>Reviewed exceptions, as they stand in a file: <c>{"waivers": [{"fingerprint", "rule", "reason", "owner", "expires"}]}</c>. Thread-safe: pure functions.</summary>
public static class WaiverList
{
    /// <summary>Reads a file of waivers.</summary>
    /// <param name="utf8Json">The file, UTF-8.</param>
    /// <returns>The waivers.</returns>
    /// <exception cref="FormatException">The file is not in this form; the message says where.</exception>
    public static IReadOnlyList<CompatibilityWaiver> Read(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8Json);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("waivers", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException("The file of waivers is an object with an array \"waivers\".");
            }
            return [.. list.EnumerateArray().Select(ReadOne)];
        }
        catch (JsonException e)
        {
            throw new FormatException($"The file of waivers is not JSON (line {(e.LineNumber ?? 0) + 1}).", e);
        }
    }

    // What no reason makes right: others rely on the text of a published version, and of what cannot be read nothing is known.
    private static readonly HashSet<string> NeverWaived = new(["CS-GOV-003", "CS-GOV-008", "CS-GOV-012"], StringComparer.Ordinal);

    // Each finding with the waiver that excuses it. A waiver that has expired excuses nothing.
    internal static IReadOnlyList<CompatibilityFinding> Apply(IReadOnlyList<CompatibilityFinding> findings, CompatibilityOptions options)
    {
        if (options.Waivers.Count == 0) return findings;
        var today = options.Today;
        return [.. findings.Select(f => options.Waivers.FirstOrDefault(w => w.Fingerprint == f.Fingerprint && w.Rule == f.Rule && w.Expires >= today && !NeverWaived.Contains(w.Rule)) is { } waiver ? f with { Waiver = waiver } : f)];
    }

    // Waivers that have expired are errors while the finding is still there; those that excuse nothing are to be removed.
    internal static IEnumerable<CompatibilityFinding> Check(IReadOnlyCollection<CompatibilityFinding> findings, CompatibilityOptions options)
    {
        var today = options.Today;
        foreach (var waiver in options.Waivers)
        {
            var isNeeded = findings.Any(f => f.Fingerprint == waiver.Fingerprint && f.Rule == waiver.Rule && f.Severity == FindingSeverity.Error);
            var isAllowed = !NeverWaived.Contains(waiver.Rule);
            if (isNeeded && isAllowed && waiver.Expires >= today) continue;
            yield return new()
            {
                Rule = "CS-GOV-008",
                Severity = isNeeded ? FindingSeverity.Error : FindingSeverity.Warning,
                Contract = "",
                Path = "",
                Message = !isAllowed
                    ? $"{waiver.Rule} cannot be waived ({waiver.Fingerprint}, {waiver.Owner}): remove the waiver."
                    : isNeeded
                    ? $"The waiver of {waiver.Rule} ({waiver.Fingerprint}, {waiver.Owner}) expired on {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}."
                    : $"The waiver of {waiver.Rule} ({waiver.Fingerprint}, {waiver.Owner}) excuses nothing: remove it.",
                Fingerprint = waiver.Fingerprint,
            };
        }
    }

    private static CompatibilityWaiver ReadOne(JsonElement json, int index)
    {
        var expires = Text("expires");
        return new(Text("fingerprint"), Text("rule"), Text("reason"), Text("owner"),
            DateOnly.TryParseExact(expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new FormatException($"/waivers/{index}/expires is a day such as 2027-06-30."));

        string Text(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"/waivers/{index} needs fingerprint, rule, reason, owner and expires; {name} is missing.");
    }
}
