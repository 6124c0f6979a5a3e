using System.Text.Json;

namespace Canonical.Contracts;

/// <summary>A document that keeps a contract and breaks one of its laws. Thread-safe: immutable.</summary>
public sealed class UnlawfulExample
{
    private UnlawfulExample(string law, string instancePath, string why, ReadOnlyMemory<byte> utf8Instance)
    {
        Law = law;
        InstancePath = instancePath;
        Why = why;
        Utf8Instance = utf8Instance;
    }

    /// <summary>The law that is broken, such as <c>LAW0101</c>.</summary>
    public string Law { get; }

    /// <summary>The place in the document, a JSON Pointer (RFC 6901).</summary>
    public string InstancePath { get; }

    /// <summary>Why the law does not hold, for people.</summary>
    public string Why { get; }

    /// <summary>The document, UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Instance { get; }

    /// <summary>Reads an example: <c>{"breaks": {"law": …, "instancePath": …}, "why": …, "instance": …}</c>.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <returns>The example; null when the file is not one.</returns>
    public static UnlawfulExample? TryRead(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8Json);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("breaks", out var breaks) || !root.TryGetProperty("instance", out var instance)) return null;
            if (Text(breaks, "law") is not { Length: > 0 } law || Text(breaks, "instancePath") is not { } path || Text(root, "why") is not { Length: > 0 } why) return null;
            return new(law, path, why, System.Text.Encoding.UTF8.GetBytes(instance.GetRawText()));
        }
        catch (JsonException)
        {
            return null;
        }

        static string? Text(JsonElement json, string name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
