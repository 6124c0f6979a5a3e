using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>One version of a contract with everything that its references lead to: what is compared. Thread-safe: immutable.</summary>
public sealed class ContractBundle
{
    private readonly List<SchemaText> _others;

    private readonly Lazy<bool> _hasMarks;

    private ContractBundle(string name, string version, ContractStatus status, ReadOnlyMemory<byte> utf8Json, IEnumerable<ReadOnlyMemory<byte>> others)
    {
        Name = name;
        Version = version;
        Status = status;
        Utf8Json = utf8Json;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(utf8Json.Span));
        _hasMarks = new(() => MayMark(utf8Json) || _others!.Exists(o => MayMark(o.Value)));
        _others = [.. others.Select(o => new SchemaText(IdOf(o) ?? "", o)).Where(o => o.Key.Length > 0)];
    }

    /// <summary>The name of the contract, such as <c>time-entry</c>; empty when its <c>$id</c> does not say.</summary>
    public string Name { get; }

    /// <summary>The version, such as <c>1.0.0</c>; empty when its <c>$id</c> does not say.</summary>
    public string Version { get; }

    /// <summary>The life of the version; a draft may still change.</summary>
    public ContractStatus Status { get; }

    /// <summary>The contract as it was written.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>The SHA-256 of the file in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    // Whether a member may be readOnly or writeOnly, here or in what is referred to.
    internal bool HasMarks => _hasMarks.Value;

    /// <summary>A contract of a catalog.</summary>
    /// <param name="catalog">The catalog, in which references are looked up.</param>
    /// <param name="contract">The contract.</param>
    /// <returns>The bundle.</returns>
    public static ContractBundle Of(ContractCatalog catalog, ContractDocument contract)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(contract);
        return new(contract.Name, contract.Version, contract.Status, contract.Utf8Json, catalog.Contracts.Where(c => c != contract).Select(c => c.Utf8Json));
    }

    /// <summary>A schema that lies in no catalog. Its name and version are read from the end of its <c>$id</c>.</summary>
    /// <param name="utf8Schema">The schema, UTF-8.</param>
    /// <param name="others">The schemas that it may refer to, each with an absolute <c>$id</c>.</param>
    /// <param name="status">The life of the version.</param>
    /// <returns>The bundle.</returns>
    /// <exception cref="ArgumentException">A schema is not JSON.</exception>
    public static ContractBundle Of(ReadOnlyMemory<byte> utf8Schema, IEnumerable<ReadOnlyMemory<byte>>? others = null, ContractStatus status = ContractStatus.Draft)
    {
        var path = IdOf(utf8Schema) is { } id && Uri.TryCreate(id, UriKind.Absolute, out var uri) ? uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) : [];
        var hasVersion = path.Length > 1 && ContractVersionNumber.TryParse(path[^1], out _);
        return new(hasVersion ? path[^2] : path.Length > 0 ? path[^1] : "", hasVersion ? path[^1] : "", status, utf8Schema, others ?? []);
    }

    /// <summary>Derives a view and compiles it.</summary>
    /// <param name="view">The view.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="JsonSchemaException">The contract is not a usable schema.</exception>
    public JsonSchema Compile(ContractView view) => Derive(view, null).Compile();

    /// <summary>The name and version.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Version.Length == 0 ? Name : $"{Name}/{Version}";

    // The contract and what it refers to, read.
    internal SchemaDocuments Documents()
    {
        var documents = new SchemaDocuments(Utf8Json, _others);
        documents.ReadAll();
        return documents;
    }

    // Of the contract and all that it refers to: the file alone may stay the same while its meaning changes.
    internal string HashOfAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (uri, json) in Documents().Documents) hash.AppendData(Encoding.UTF8.GetBytes($"{uri}\n{json.GetRawText()}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal SchemaBundle Derive(ContractView view, string? definition, SchemaDocuments? documents = null) => ViewDeriver.Derive(this, documents ?? Documents(), definition, view);

    private static bool MayMark(ReadOnlyMemory<byte> utf8) => TakenOutMembers.MayOccur(utf8, "readOnly") || TakenOutMembers.MayOccur(utf8, "writeOnly");

    private static string? IdOf(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, SchemaDocuments.JsonOptions);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The schema is not JSON (line {(e.LineNumber ?? 0) + 1}).", nameof(utf8), e);
        }
    }
}
