using System.Text.Json;

namespace Canonical.Contracts;

/// <summary>A document that breaks a contract, with the rule that it breaks. Thread-safe: immutable.</summary>
public sealed class InvalidExample
{
    private InvalidExample(string keyword, string instancePath, string why, ReadOnlyMemory<byte> utf8Instance)
    {
        Keyword = keyword;
        InstancePath = instancePath;
        Why = why;
        Utf8Instance = utf8Instance;
    }

    /// <summary>The keyword that fails, such as <c>required</c>.</summary>
    public string Keyword { get; }

    /// <summary>The place in the document, a JSON Pointer (RFC 6901).</summary>
    public string InstancePath { get; }

    /// <summary>Why the contract refuses it, for people.</summary>
    public string Why { get; }

    /// <summary>The document, UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Instance { get; }

    /// <summary>Reads an example: <c>{"breaks": {"keyword": …, "instancePath": …}, "why": …, "instance": …}</c>.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <returns>The example; null when the file is not one.</returns>
    public static InvalidExample? TryRead(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8Json);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("breaks", out var breaks) || !root.TryGetProperty("instance", out var instance)) return null;
            if (Text(breaks, "keyword") is not { Length: > 0 } keyword || Text(breaks, "instancePath") is not { } path || Text(root, "why") is not { Length: > 0 } why) return null;
            return new(keyword, path, why, System.Text.Encoding.UTF8.GetBytes(instance.GetRawText()));
        }
        catch (JsonException)
        {
            return null;
        }

        static string? Text(JsonElement json, string name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
