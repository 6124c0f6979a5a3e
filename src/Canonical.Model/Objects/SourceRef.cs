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

    /// <summary>Members that a newer minor version added; kept and written back.</summary>
    public JsonMembers UnknownMembers { get; init; } = JsonMembers.Empty;

    /// <summary>Writes the reference as a JSON object.</summary>
    /// <param name="writer">Where it goes.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("system"u8, System);
        writer.WriteString("instance"u8, Instance);
        writer.WriteString("objectType"u8, ObjectType);
        writer.WriteString("recordId"u8, RecordId);
        if (ExternalId is not null) writer.WriteString("externalId"u8, ExternalId);
        if (Version is not null) writer.WriteString("version"u8, Version);
        if (Url is not null) writer.WriteString("url"u8, Url);
        UnknownMembers.WriteMembersTo(writer);
        writer.WriteEndObject();
    }

    internal static SourceRef ReadFrom(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json)
    {
        string? system = null, instance = null, objectType = null, recordId = null, externalId = null, version = null, url = null;
        var unknown = default(JsonMembersBuilder);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("system"u8)) system = Next(ref reader);
            else if (reader.ValueTextEquals("instance"u8)) instance = Next(ref reader);
            else if (reader.ValueTextEquals("objectType"u8)) objectType = Next(ref reader);
            else if (reader.ValueTextEquals("recordId"u8)) recordId = Next(ref reader);
            else if (reader.ValueTextEquals("externalId"u8)) externalId = Next(ref reader);
            else if (reader.ValueTextEquals("version"u8)) version = Next(ref reader);
            else if (reader.ValueTextEquals("url"u8)) url = Next(ref reader);
            else unknown.Add(ref reader, utf8Json);
        }
        return new()
        {
            System = system!,
            Instance = instance!,
            ObjectType = objectType!,
            RecordId = recordId!,
            ExternalId = externalId,
            Version = version,
            Url = url,
            UnknownMembers = unknown.Build(),
        };

        static string? Next(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.GetString();
        }
    }
}
