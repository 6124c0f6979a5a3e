using System.Text.Json;

namespace Canonical.Contracts;

// One line of catalog.json.
internal sealed record CatalogEntry(string Name, string Version, ContractKind Kind, ContractStatus Status, string Steward, string? SystemOfRecord)
{
    public static bool TryRead(JsonElement json, out CatalogEntry? entry, out string problem)
    {
        entry = null;
        problem = "";
        if (json.ValueKind != JsonValueKind.Object)
        {
            problem = "An entry is an object with object, version, kind, status, steward and systemOfRecord.";
            return false;
        }
        if (!TryText(json, "object", out var name) || !IsName(name)) problem = "\"object\" is the name of the contract: lower-case letters and digits, with hyphens between words.";
        else if (!TryText(json, "version", out var version) || !IsVersion(version)) problem = "\"version\" is three numbers with points, such as 1.0.0.";
        else if (!TryText(json, "kind", out var kindText) || ReadKind(kindText) is not { } kind) problem = "\"kind\" is object, definitions or document.";
        else if (!TryText(json, "status", out var statusText) || ReadStatus(statusText) is not { } status) problem = "\"status\" is draft, active, deprecated or retired.";
        else if (!TryText(json, "steward", out var steward)) problem = "\"steward\" says who answers for the contract.";
        else if (!TryText(json, "systemOfRecord", out var system) && kind == ContractKind.BusinessObject) problem = "\"systemOfRecord\" says which kind of system usually leads.";
        else entry = new(name, version, kind, status, steward, system.Length == 0 ? null : system);
        return entry is not null;
    }

    private static bool TryText(JsonElement json, string name, out string text)
    {
        text = json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return text.Length > 0;
    }

    private static ContractKind? ReadKind(string text) => text switch
    {
        "object" => ContractKind.BusinessObject,
        "definitions" => ContractKind.Definitions,
        "document" => ContractKind.Document,
        _ => null,
    };

    private static ContractStatus? ReadStatus(string text) => text switch
    {
        "draft" => ContractStatus.Draft,
        "active" => ContractStatus.Active,
        "deprecated" => ContractStatus.Deprecated,
        "retired" => ContractStatus.Retired,
        _ => null,
    };

    private static bool IsName(string text) =>
        text.Split('-').All(word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))) && char.IsAsciiLetterLower(text[0]);

    public static bool IsVersion(string text) =>
        text.Split('.') is { Length: 3 } parts && parts.All(p => p.Length is > 0 and < 10 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0'));
}
