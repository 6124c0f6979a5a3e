using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>One version of one contract, as it lies in a folder. Thread-safe: immutable.</summary>
public sealed class ContractDocument
{
    internal ContractDocument(CatalogEntry entry, string path, ReadOnlyMemory<byte> utf8Json, JsonSchemaRegistry registry)
    {
        Name = entry.Name;
        Version = entry.Version;
        Kind = entry.Kind;
        Status = entry.Status;
        Steward = entry.Steward;
        SystemOfRecord = entry.SystemOfRecord;
        Path = path;
        Utf8Json = utf8Json;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(utf8Json.Span));
        _registry = registry;
    }

    private readonly JsonSchemaRegistry _registry;

    /// <summary>The name of the object, such as <c>time-entry</c>.</summary>
    public string Name { get; }

    /// <summary>The version, such as <c>1.0.0</c>.</summary>
    public string Version { get; }

    /// <summary>The name and version, such as <c>time-entry/1.0.0</c>.</summary>
    public string Id => $"{Name}/{Version}";

    /// <summary>What the contract describes.</summary>
    public ContractKind Kind { get; }

    /// <summary>The life of the version.</summary>
    public ContractStatus Status { get; }

    /// <summary>Who answers for the contract.</summary>
    public string Steward { get; }

    /// <summary>The kind of system that usually leads (<c>crm</c>, <c>psa</c>, <c>hcm</c>, <c>erp</c>); null for definitions and documents.</summary>
    public string? SystemOfRecord { get; }

    /// <summary>The file, relative to the folder, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The contract as it was written.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>The SHA-256 of the file in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    internal ContractDocument WithStatus(ContractStatus status) => new(new CatalogEntry(Name, Version, Kind, status, Steward, SystemOfRecord), Path, Utf8Json, _registry);

    /// <summary>Compiles the contract; references lead to the other contracts of the folder, and nothing is fetched.</summary>
    /// <returns>The schema.</returns>
    /// <exception cref="JsonSchemaException">The contract is not a usable schema.</exception>
    public JsonSchema Compile() => JsonSchema.Parse(Utf8Json.Span, new JsonSchemaOptions { Registry = _registry });

    // The schema at one place of the contract.
    internal JsonSchema Compile(string pointer)
    {
        using var json = JsonDocument.Parse(Utf8Json);
        var id = json.RootElement.GetProperty("$id").GetString();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("$ref"u8, $"{id}#{Uri.EscapeDataString(pointer).Replace("%2F", "/", StringComparison.Ordinal)}");
            writer.WriteEndObject();
        }
        return JsonSchema.Parse(buffer.WrittenSpan, new JsonSchemaOptions { Registry = _registry });
    }

    /// <summary>The name and version.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Id;
}
