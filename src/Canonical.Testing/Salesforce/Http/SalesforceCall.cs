using System.Text.Json;

namespace Canonical.Testing;

/// <summary>One call of the REST API: a request of its own, or a part of a composite one.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Version">The API version.</param>
/// <param name="Path">The segments behind the version, decoded one by one.</param>
/// <param name="Query">The parameters.</param>
/// <param name="Header">The headers.</param>
/// <param name="Body">The body; undefined when there is none.</param>
internal sealed record SalesforceCall(string Method, int Version, string[] Path, IReadOnlyDictionary<string, string> Query, Func<string, string?> Header, JsonElement Body)
{
    public string VersionName { get; } = SalesforceVersions.Name(Version);

    /// <summary>Cuts a target first and decodes it afterwards, so that %2F in an external id stays inside of its segment.</summary>
    public static (string[] Path, Dictionary<string, string> Query) Cut(string target)
    {
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string[] path = [.. (question < 0 ? target : target[..question]).Trim('/').Split('/').Select(Uri.UnescapeDataString)];
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        if (question >= 0)
        {
            foreach (string pair in target[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=', StringComparison.Ordinal);
                string name = equals < 0 ? pair : pair[..equals];
                query[Decode(name)] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            }
        }

        return (path, query);

        static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }

    public bool Flag(string name) => string.Equals(Query.GetValueOrDefault(name), "true", StringComparison.OrdinalIgnoreCase);

    public void Allow(params ReadOnlySpan<string> allowed)
    {
        if (!allowed.Contains(Method))
            throw new SalesforceApiException(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{Method}' not allowed. Allowed are {string.Join(',', allowed!)}");
    }

    public JsonElement RequireBody() => Body.ValueKind == JsonValueKind.Object
        ? Body
        : throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, and this HTTP entity body must be a JSON object");
}
