namespace Canonical.Model;

/// <summary>
/// The headers and the body of an HTTP request or response that carries events. It knows no HTTP library: the host copies the headers. Thread-safe: immutable; the bytes must not be changed.
/// </summary>
/// <param name="Headers">The headers, <c>content-type</c> among them, names in any case; those that are not of CloudEvents are not looked at.</param>
/// <param name="Body">The body.</param>
public sealed record EventHttpMessage(IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The header that says what the body is, <c>content-type</c>.</summary>
    public const string ContentTypeHeader = "content-type";

    /// <summary>The value of the first header of a name, in any case; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The value.</returns>
    public string? GetHeader(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return null;
    }
}
