using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>
/// One call within a Composite or Composite Graph call. Where an id or a value is taken, a reference to an earlier one is taken too: <c>@{NewAccount.id}</c>. Immutable and thread-safe.
/// </summary>
public sealed class SalesforceSubrequest
{
    private SalesforceSubrequest(string referenceId, HttpMethod method, string path, ReadOnlyMemory<byte> body, bool hasParents, string? keyField)
    {
        ReferenceId = referenceId;
        Method = method;
        Path = path;
        Body = body;
        HasParents = hasParents;
        KeyField = keyField;
    }

    /// <summary>The name of this call within the whole: letters, digits and underscores.</summary>
    public string ReferenceId { get; }

    internal HttpMethod Method { get; }

    // Behind /services/data/vXX.0.
    internal string Path { get; }

    internal ReadOnlyMemory<byte> Body { get; }

    internal bool HasParents { get; }

    internal string? KeyField { get; }

    /// <summary>Creates a record.</summary>
    /// <param name="referenceId">The name of this call.</param>
    /// <param name="objectName">The object.</param>
    /// <param name="utf8Fields">The fields as a JSON object; values may be references such as <c>"@{NewAccount.id}"</c>.</param>
    /// <exception cref="ArgumentException">A name is not one, or the fields are no such object.</exception>
    public static SalesforceSubrequest Create(string referenceId, string objectName, ReadOnlyMemory<byte> utf8Fields) =>
        Make(referenceId, HttpMethod.Post, "/sobjects/" + SoqlName.Object(objectName, nameof(objectName)), utf8Fields, null);

    /// <summary>Changes a record by its id.</summary>
    /// <param name="referenceId">The name of this call.</param>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id, or a reference.</param>
    /// <param name="utf8Fields">The fields as a JSON object.</param>
    /// <exception cref="ArgumentException">A name or the id is none, or the fields are no such object.</exception>
    public static SalesforceSubrequest Update(string referenceId, string objectName, string id, ReadOnlyMemory<byte> utf8Fields) =>
        Make(referenceId, HttpMethod.Patch, $"/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/{RecordId(id)}", utf8Fields, null);

    /// <summary>Creates the record that has this external id, or changes it.</summary>
    /// <param name="referenceId">The name of this call.</param>
    /// <param name="objectName">The object.</param>
    /// <param name="externalIdField">The external id field.</param>
    /// <param name="value">The external id.</param>
    /// <param name="utf8Fields">The fields as a JSON object without the external id.</param>
    /// <exception cref="ArgumentException">A name is not one, or the fields are no such object.</exception>
    /// <exception cref="Abstractions.ConnectorException">The value cannot be put into an address (<see cref="SalesforceErrorCodes.ExternalIdNotAddressable"/>).</exception>
    public static SalesforceSubrequest Upsert(string referenceId, string objectName, string externalIdField, string value, ReadOnlyMemory<byte> utf8Fields)
    {
        ArgumentNullException.ThrowIfNull(value);
        string field = SoqlName.Object(externalIdField, nameof(externalIdField));
        return Make(referenceId, HttpMethod.Patch, $"/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/{field}/{SalesforceAddress.Segment(value)}", utf8Fields, field);
    }

    /// <summary>Deletes a record.</summary>
    /// <param name="referenceId">The name of this call.</param>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id, or a reference.</param>
    /// <exception cref="ArgumentException">A name or the id is none.</exception>
    public static SalesforceSubrequest Delete(string referenceId, string objectName, string id) =>
        new(Reference(referenceId), HttpMethod.Delete, $"/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/{RecordId(id)}", default, false, null);

    /// <summary>Reads a record.</summary>
    /// <param name="referenceId">The name of this call.</param>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id, or a reference.</param>
    /// <param name="fields">The fields; none for all that the user may see.</param>
    /// <exception cref="ArgumentException">A name or the id is none.</exception>
    public static SalesforceSubrequest Get(string referenceId, string objectName, string id, params IReadOnlyList<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        string list = string.Join(',', fields.Select(static f => SoqlName.Object(f, nameof(fields))));
        return new SalesforceSubrequest(Reference(referenceId), HttpMethod.Get, $"/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/{RecordId(id)}{(list.Length == 0 ? "" : "?fields=" + list)}", default, false, null);
    }

    internal void Write(Utf8JsonWriter writer, string root)
    {
        writer.WriteStartObject();
        writer.WriteString("method", Method.Method);
        writer.WriteString("url", root + Path);
        writer.WriteString("referenceId", ReferenceId);
        if (!Body.IsEmpty)
        {
            writer.WritePropertyName("body");
            writer.WriteRawValue(Body.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static SalesforceSubrequest Make(string referenceId, HttpMethod method, string path, ReadOnlyMemory<byte> utf8Fields, string? keyField)
    {
        using JsonDocument document = SalesforceRowWriter.Parse(utf8Fields, nameof(utf8Fields));
        bool hasParents = SalesforceRowWriter.Check(document.RootElement, keyField, nameof(utf8Fields));
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            SalesforceRowWriter.WriteFields(writer, document.RootElement);
            writer.WriteEndObject();
        }

        return new SalesforceSubrequest(Reference(referenceId), method, path, body.WrittenMemory, hasParents, keyField);
    }

    private static string Reference(string referenceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(referenceId);
        return referenceId.Length <= 80 && char.IsAsciiLetter(referenceId[0]) && referenceId.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? referenceId
            : throw new ArgumentException("A reference id begins with a letter and has letters, digits and underscores, at most 80.", nameof(referenceId));
    }

    // An id, or @{name.path} with names and indices alone.
    private static string RecordId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        bool isReference = id.Length > 3 && id.StartsWith("@{", StringComparison.Ordinal) && id[^1] == '}' && id.AsSpan(2, id.Length - 3).IndexOfAnyExcept(ReferenceCharacters) < 0;
        return isReference || SalesforceRecordId.IsValid(id) ? id : throw new ArgumentException("A record id has 15 or 18 letters and digits, or is a reference such as @{NewAccount.id}.", nameof(id));
    }

    private static readonly System.Buffers.SearchValues<char> ReferenceCharacters =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.[]");
}
