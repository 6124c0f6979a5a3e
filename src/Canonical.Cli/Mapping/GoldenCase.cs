using System.Text.Encodings.Web;
using System.Text.Json;
using Canonical.Mapping;
using Canonical.Schema;

namespace Canonical.Cli;

// One folder with input.json: what comes out must be expected.json, what is reported issues.json, and what goes back back.json.
internal sealed class GoldenCase(string folder, Mapper mapper, GoldenSettings settings, JsonSchema? contract, bool updates)
{
    public const string Input = "input.json";

    private const string Expected = "expected.json";
    private const string Issues = "issues.json";
    private const string Back = "back.json";

    private static readonly JsonWriterOptions Writing = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string File, string Message)> _failures = [];

    public IReadOnlyList<(string File, string Message)> Run(byte[] input)
    {
        var references = new KnownReferences(remembers: true);
        var context = new MappingContext { Tenant = settings.Tenant, Instance = settings.Instance, ObservedAt = settings.ObservedAt, Parameters = settings.Parameters, References = references };
        var forth = mapper.ToCanonical(input, context);
        var issues = forth.Issues.ToList();
        if (forth.Succeeded && contract is not null && !contract.IsValid(forth.Json.Span))
        {
            foreach (var error in contract.Validate(forth.Json.Span).Errors) _failures.Add((Expected, $"What comes out breaks the contract at {(error.InstancePath.Length == 0 ? "/" : error.InstancePath)}: {error.Message} [{error.Code}]"));
        }
        Object(Expected, forth.Json, mayAppear: true);
        if (forth.Succeeded && (updates || File.Exists(Path.Combine(folder, Back))))
        {
            // The links that the way forth made are those of the way back.
            var back = mapper.ToVendor(forth.Json.Span, context);
            Object(Back, back.Json, mayAppear: File.Exists(Path.Combine(folder, Back)));
            if (File.Exists(Path.Combine(folder, Back))) issues.AddRange(back.Issues);
        }
        Compare(Issues, Write(issues), issues.Count > 0);
        return _failures;
    }

    private void Object(string name, ReadOnlyMemory<byte> json, bool mayAppear)
    {
        if (json.IsEmpty)
        {
            Compare(name, [], false);
            return;
        }
        using var document = JsonDocument.Parse(json);
        if (mayAppear) Compare(name, Indented(document.RootElement), true);
    }

    private void Compare(string name, byte[] actual, bool isThere)
    {
        var file = Path.Combine(folder, name);
        var exists = File.Exists(file);
        if (updates)
        {
            if (isThere) File.WriteAllBytes(file, actual);
            else if (exists) File.Delete(file);
            return;
        }
        if (!isThere)
        {
            if (exists) _failures.Add((name, name == Issues ? "Nothing was reported, and the file expects issues." : "Nothing came out; the record was refused or held."));
            return;
        }
        if (!exists)
        {
            _failures.Add((name, name == Issues ? $"The file is missing, and issues were reported: {string.Join(" ", Codes(actual))}. --update writes it." : "The file is missing; --update writes it."));
            return;
        }
        try
        {
            using var want = JsonDocument.Parse(File.ReadAllBytes(file));
            using var got = JsonDocument.Parse(actual);
            if (Difference(want.RootElement, got.RootElement, "") is { } difference) _failures.Add((name, difference));
        }
        catch (JsonException)
        {
            _failures.Add((name, "The file is not JSON."));
        }
    }

    private static IEnumerable<string> Codes(byte[] issues)
    {
        using var document = JsonDocument.Parse(issues);
        return [.. document.RootElement.EnumerateArray().Select(issue => issue.GetProperty("code").GetString()!).Distinct(StringComparer.Ordinal)];
    }

    // The first place that differs. The values are those of the test, but they may have been real ones: only their kinds are shown.
    private static string? Difference(JsonElement want, JsonElement got, string path)
    {
        var place = path.Length == 0 ? "/" : path;
        if (want.ValueKind != got.ValueKind) return $"At {place} {Kind(want)} is expected, and {Kind(got)} came out.";
        switch (want.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in want.EnumerateObject())
                {
                    var inner = $"{path}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                    if (!got.TryGetProperty(member.Name, out var other)) return $"{inner} is expected, and nothing came out.";
                    if (Difference(member.Value, other, inner) is { } found) return found;
                }
                foreach (var member in got.EnumerateObject())
                {
                    if (!want.TryGetProperty(member.Name, out _)) return $"{path}/{member.Name} came out, and is not expected.";
                }
                return null;
            case JsonValueKind.Array:
                var (length, other2) = (want.GetArrayLength(), got.GetArrayLength());
                for (var i = 0; i < Math.Min(length, other2); i++)
                {
                    if (Difference(want[i], got[i], $"{path}/{i}") is { } found) return found;
                }
                return length == other2 ? null : $"At {place} {length} elements are expected, and {other2} came out.";
            default:
                return JsonElement.DeepEquals(want, got) ? null : $"At {place} another {Kind(want)[2..].TrimStart()} came out than is expected.";
        }
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "a null",
        _ => "a boolean",
    };

    private static byte[] Indented(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing)) json.WriteTo(writer);
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static byte[] Write(List<MappingIssue> issues)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartArray();
            foreach (var issue in issues)
            {
                writer.WriteStartObject();
                writer.WriteString("code"u8, issue.Code);
                writer.WriteString("severity"u8, IssueWriter.Camel(issue.Severity.ToString()));
                if (issue.SourcePath is { } source) writer.WriteString("sourcePath"u8, source);
                if (issue.TargetPath is { } target) writer.WriteString("targetPath"u8, target);
                if (issue.Lens is { } lens) writer.WriteString("lens"u8, lens);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
