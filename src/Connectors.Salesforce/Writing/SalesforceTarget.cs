using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What all ways of writing one object share: objects to fields, keys, and the reading back. Thread-safe.</summary>
internal sealed partial class SalesforceTarget<T>
    where T : class, ICanonicalObject<T>
{
    // An address holds 16,384 bytes with its headers; the fields and the rest need their part.
    private const int MaxKeyBytes = 7000;
    private const string ChildMark = ".records[]";

    private readonly Mapper<T> _mapper;
    private readonly SalesforceReadOptions _org;
    private readonly Dictionary<string, string> _pointers;
    private readonly HashSet<string> _relations;

    public SalesforceTarget(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions org, SalesforceWriteOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(org);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        org.RequireParameters(mapping);
        Client = client;
        Options = options;
        _org = org;
        _mapper = new Mapper<T>(Mapper.Compile(mapping));
        ObjectName = SoqlName.Object(mapping.Source.ObjectType, nameof(mapping));
        ExternalIdField = SoqlName.Object(options.ExternalIdField, nameof(options));
        ParentField = options.ParentField ?? mapping.Lenses
            .Where(static lens => lens.Kind == "reference" && lens.Direction is not MappingDirection.ToCanonical && lens.SourcePaths is [var path] && !path.Contains('[', StringComparison.Ordinal))
            .Select(static lens => lens.SourcePaths[0])
            .FirstOrDefault();
        if (ParentField is { Length: 0 })
            ParentField = null;
        if (ParentField is not null)
            SoqlName.Field(ParentField, nameof(options));
        string[] relations = [.. mapping.Lenses
            .Where(static lens => lens.Direction is not MappingDirection.ToCanonical)
            .SelectMany(static lens => lens.SourcePaths)
            .Where(static path => path.Contains(ChildMark, StringComparison.Ordinal))
            .Select(static path => path[..path.IndexOf(ChildMark, StringComparison.Ordinal)])
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        _relations = new HashSet<string>(relations, StringComparer.OrdinalIgnoreCase);
        CheckLines(options.Lines, nameof(options));
        _pointers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (LensDescription lens in mapping.Lenses)
        {
            foreach (string source in lens.SourcePaths)
            {
                if (lens.TargetPaths.Count > 0)
                    _pointers.TryAdd(source, ToPointer(lens.TargetPaths[0]));
            }
        }
    }

    public SalesforceClient Client { get; }

    public SalesforceWriteOptions<T> Options { get; }

    public string ObjectName { get; }

    public string ExternalIdField { get; }

    /// <summary>The look-up by which rows of a job are sorted; null when there is none.</summary>
    public string? ParentField { get; }

    public string Name => $"{SalesforceClient.SystemName}/{_org.Instance}";

    public MappingDocument Document => _mapper.Untyped.Document;

    /// <summary>The fields of an object, or why it cannot be written.</summary>
    public bool TryPrepare(T value, out SalesforceWrite write, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        write = default;
        if (!TryMap(value, out string key, out ReadOnlyMemory<byte> vendor, out rejected))
            return false;
        write = new SalesforceWrite(key, Clean(vendor, member => !_relations.Contains(member.Name)));
        return true;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json).RootElement;

    private bool TryMap(T value, out string key, out ReadOnlyMemory<byte> vendor, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        vendor = default;
        rejected = null;
        // Trimmed as Salesforce will: a key that differs in blanks alone is the same one.
        key = (Options.KeyOf(value) ?? "").Trim();
        if (key.Length == 0)
        {
            rejected = WriteOutcome.Rejected(new RecordIssue { Code = SalesforceErrorCodes.ExternalIdNotAddressable, Kind = IssueKind.Validation, Message = "The object gives no external id, and without one a second sending would create a second record.", VendorPath = ExternalIdField });
            return false;
        }

        return TryMap(value, out vendor, out rejected);
    }

    /// <summary>An object in the vendor's words, or why it cannot be written.</summary>
    public bool TryMap(T value, out ReadOnlyMemory<byte> vendor, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        MappingResult mapped = _mapper.ToVendor(value, Context(Options.AbsentMembers));
        rejected = mapped.Succeeded ? null : WriteOutcome.Rejected([.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)]);
        vendor = mapped.Succeeded ? mapped.Json : default;
        return mapped.Succeeded;
    }

    /// <summary>The parent of a record as it will be written; null when it names none.</summary>
    public string? ParentOf(SalesforceWrite write)
    {
        using JsonDocument fields = SalesforceRowWriter.Parse(write.Utf8Fields, nameof(write));
        return SalesforceValues.At(fields.RootElement, ParentField!) is { ValueKind: JsonValueKind.String } parent ? parent.GetString() : null;
    }

    /// <summary>The fields that a merge patch of the canonical object changes, or why it cannot be written.</summary>
    public bool TryPrepare(ReadOnlyMemory<byte> mergePatch, out ReadOnlyMemory<byte> fields, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        fields = default;
        string[] touched;
        using (JsonDocument patch = SalesforceRowWriter.Parse(mergePatch, nameof(mergePatch)))
        {
            if (patch.RootElement.ValueKind != JsonValueKind.Object)
                throw new ArgumentException("A merge patch of an object is a JSON object.", nameof(mergePatch));
            touched = [.. Leaves(patch.RootElement, "")];
        }

        // As if the patch were all there is: what it does not name comes out as null and is left away below, and what it replaces or clears whole comes out whole.
        MappingResult mapped = _mapper.Untyped.ToVendor(mergePatch.Span, Context(AbsentMembers.Cleared));
        if (!mapped.Succeeded)
            mapped = _mapper.Untyped.ToVendor(mergePatch.Span, Context(AbsentMembers.NotSent));
        if (!mapped.Succeeded)
        {
            rejected = WriteOutcome.Rejected([.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)]);
            return false;
        }

        rejected = null;
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (LensDescription lens in Document.Lenses)
        {
            if (lens.Direction is MappingDirection.ToCanonical || !lens.TargetPaths.Any(path => touched.Any(leaf => Overlap(leaf, ToPointer(path)))))
                continue;
            // What a lens only reads belongs to another one, which the patch did not touch.
            foreach (string source in lens.WrittenPaths)
                names.Add(source.Split('.', 2)[0]);
        }

        if (names.FirstOrDefault(_relations.Contains) is { } relation)
        {
            rejected = WriteOutcome.Rejected(new RecordIssue { Code = SalesforceErrorCodes.LineUnfit, Kind = IssueKind.Validation, Message = "Lines cannot be patched: they are records of their own.", VendorPath = relation, Remedy = "Write the whole object." });
            return false;
        }

        fields = Clean(mapped.Json, member => names.Contains(member.Name)
            // The currency of a record is never empty: clearing an amount does not clear what it was in.
            && !(member.Value.ValueKind == JsonValueKind.Null && member.NameEquals("CurrencyIsoCode")));
        return true;
    }

    /// <summary>Finds the records of these keys and compares them with what was written.</summary>
    /// <exception cref="ConnectorException">The org cannot be read, or several records have one key.</exception>
    public async Task<Dictionary<string, ReadBack>> ReadBackAsync(IReadOnlyList<SalesforceWrite> writes, CancellationToken cancellationToken)
    {
        var backs = new Dictionary<string, ReadBack>(StringComparer.OrdinalIgnoreCase);
        (string Key, JsonElement Fields)[] written = [.. writes.Select(static w => (w.Key!, Parse(w.Utf8Fields)))];
        Dictionary<string, List<SalesforceRecord>> found = await FindAsync(written, cancellationToken).ConfigureAwait(false);
        foreach ((string key, JsonElement fields) in written)
        {
            if (!found.TryGetValue(key, out List<SalesforceRecord>? records))
                backs[key] = new ReadBack { Found = false };
            else if (records.Count > 1)
                throw NotUnique();
            else
                backs[key] = new ReadBack { Found = true, NativeId = records[0].Id, Differences = [.. SalesforceValues.Differing(fields, records[0].Json).Select(path => Pointer(path) ?? "/").Distinct(StringComparer.Ordinal)] };
        }

        return backs;
    }

    /// <summary>Finds the records of these keys, with the fields that are given for any of them, and more.</summary>
    /// <exception cref="ConnectorException">The org cannot be read.</exception>
    public async Task<Dictionary<string, List<SalesforceRecord>>> FindAsync(IReadOnlyList<(string Key, JsonElement Fields)> written, CancellationToken cancellationToken, params IReadOnlyList<string> more)
    {
        var found = new Dictionary<string, List<SalesforceRecord>>(StringComparer.OrdinalIgnoreCase);
        for (int at = 0; at < written.Count;)
        {
            int from = at;
            for (int bytes = 0; at < written.Count && at - from < SalesforceClient.MaxCollectionRows; at++)
            {
                bytes += Uri.EscapeDataString(written[at].Key).Length + 9;
                if (bytes > MaxKeyBytes && at > from)
                    break;
            }

            List<(string Key, JsonElement Fields)> part = [.. written.Skip(from).Take(at - from)];
            string[] paths = [.. part.SelectMany(static w => SalesforceValues.Paths(w.Fields)).Concat(more).Distinct(StringComparer.OrdinalIgnoreCase)];
            SoqlBuilder query = SoqlBuilder.From(ObjectName, [ExternalIdField, "Id", .. paths]);
            query = query.Where(part.Count == 1
                ? SoqlCondition.Equal(ExternalIdField, part[0].Key)
                : SoqlCondition.In(ExternalIdField, part.Select(static w => SoqlValue.From(w.Key))));
            await foreach (Page<SalesforceRecord> page in Client.QueryAsync(query.Build(), cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                foreach (SalesforceRecord record in page.Items)
                {
                    string key = SalesforceValues.At(record.Json, ExternalIdField) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? value.ToString() : "";
                    if (!found.TryGetValue(key, out List<SalesforceRecord>? records))
                        found.Add(key, records = []);
                    records.Add(record);
                }
            }
        }

        return found;
    }

    /// <summary>The place of a field of the record in the canonical object.</summary>
    public string? Pointer(string field) => _pointers.GetValueOrDefault(field);

    /// <summary>What a call that finds several records of one key ends with.</summary>
    public ConnectorException NotUnique() =>
        new(SalesforceErrorCodes.ExternalIdNotUnique, IssueKind.Conflict, $"Several {ObjectName} records have one value in {ExternalIdField}. Make the field unique in Salesforce and merge the records.");

    private MappingContext Context(AbsentMembers absent) => _org.Context(Document, Client.Time.GetUtcNow()) with { AbsentMembers = absent };

    private ReadOnlyMemory<byte> Clean(ReadOnlyMemory<byte> vendor, Func<JsonProperty, bool> takes)
    {
        using JsonDocument document = JsonDocument.Parse(vendor);
        var buffer = new ArrayBufferWriter<byte>(vendor.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                // The type stands in the address, and the key is the connector's.
                bool ours = member.NameEquals("attributes") || member.Name.Equals("Id", StringComparison.OrdinalIgnoreCase) || member.Name.Equals(ExternalIdField, StringComparison.OrdinalIgnoreCase);
                if (!ours && takes(member))
                {
                    writer.WritePropertyName(member.Name);
                    writer.WriteRawValue(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static IEnumerable<string> Leaves(JsonElement value, string path)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string here = $"{path}/{member.Name}";
            if (member.Value.ValueKind != JsonValueKind.Object)
            {
                yield return here;
                continue;
            }

            foreach (string leaf in Leaves(member.Value, here))
                yield return leaf;
        }
    }

    private static bool Overlap(string a, string b) =>
        a == b || a.StartsWith(b + "/", StringComparison.Ordinal) || b.StartsWith(a + "/", StringComparison.Ordinal);

    // phones[kind=main].number is /phones: a selector has no place of its own in the array.
    private static string ToPointer(string path)
    {
        int selector = path.IndexOf('[', StringComparison.Ordinal);
        string plain = selector < 0 ? path : path[..selector];
        var pointer = new System.Text.StringBuilder("/");
        bool quoted = false;
        foreach (char c in plain)
        {
            if (c == '\'')
                quoted = !quoted;
            else
                pointer.Append(c == '.' && !quoted ? '/' : c);
        }

        return pointer.ToString();
    }
}
