using System.Text.Json;

namespace Canonical.Model;

/// <summary>A record of another system that an object stands for (<c>sourceRef</c> of <c>common/1.0.0</c>). Thread-safe: immutable.</summary>
public sealed record SourceRef
{
    /// <summary>The product that holds the record, in lower case, for example <c>salesforce</c> or <c>netsuite</c>.</summary>
    public required string System { get; init; }

    /// <summary>Which installation of the product: an org id, an account id, a tenant name.</summary>
    public required string Instance { get; init; }

    /// <summary>The type of the record in the words of that system, for example <c>Account</c>.</summary>
    public required string ObjectType { get; init; }

    /// <summary>The id of the record in that system: its primary key as text.</summary>
    public required string RecordId { get; init; }

    /// <summary>The external id that integrations gave the record in that system.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The version or ETag of the record when it was read.</summary>
    public string? Version { get; init; }

    /// <summary>Where a person can open the record.</summary>
    public string? Url { get; init; }

    /// <summary>Members that a newer minor version added; kept and written back in place.</summary>
    public JsonMembers UnknownMembers { get; init; } = JsonMembers.Empty;

    /// <summary>Writes the reference as a JSON object without white space.</summary>
    /// <param name="writer">Where it goes.</param>
    public void WriteTo(Utf8JsonWriter writer) => ContractWriter.WriteTo(this, writer, static (ref ContractWriter to, SourceRef value, bool _) => to.WriteSourceRef(value));

    /// <summary>The product and the type of the record, not its key.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"SourceRef {System} {ObjectType}";
}
