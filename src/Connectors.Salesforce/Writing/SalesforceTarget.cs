using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What all ways of writing one object share: objects to fields, keys, and the reading back. Thread-safe.</summary>
internal sealed class SalesforceTarget<T>
    where T : class, ICanonicalObject<T>
{
    // An address holds 16,384 bytes with its headers; the fields and the rest need their part.
    private const int MaxKeyBytes = 7000;

    private readonly Mapper<T> _mapper;
    private readonly SalesforceReadOptions _org;
    private readonly Dictionary<string, string> _pointers;

    public SalesforceTarget(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions org, SalesforceWriteOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(org);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
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
        string key = Options.KeyOf(value);
        if (string.IsNullOrWhiteSpace(key))
        {
            rejected = WriteOutcome.Rejected(new RecordIssue { Code = SalesforceErrorCodes.ExternalIdNotAddressable, Kind = IssueKind.Validation, Message = "The object gives no external id, and without one a second sending would create a second record.", VendorPath = ExternalIdField });
            return false;
        }

        MappingResult mapped = _mapper.ToVendor(value, Context(Options.AbsentMembers));
        if (!mapped.Succeeded)
        {
            rejected = WriteOutcome.Rejected([.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)]);
            return false;
        }

        rejected = null;
        // Trimmed as Salesforce will: a key that differs in blanks alone is the same one.
        write = new SalesforceWrite(key.Trim(), Clean(mapped.Json, static _ => true));
        return true;
    }

    /// <summary>The parent of a record as it will be written; null when it names none.</summary>
    public string? ParentOf(SalesforceWrite write)
    {
        using JsonDocument fields = SalesforceRowWriter.Parse(write.Utf8Fields, nameof(write));
        return At(fields.RootElement, ParentField!) is { ValueKind: JsonValueKind.String } parent ? parent.GetString() : null;
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
            foreach (string source in lens.SourcePaths)
                names.Add(source.Split('.', 2)[0]);
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
        for (int at = 0; at < writes.Count;)
        {
            var part = new List<SalesforceWrite>();
            for (int bytes = 0; at < writes.Count && part.Count < SalesforceClient.MaxCollectionRows; at++)
            {
                bytes += Uri.EscapeDataString(writes[at].Key!).Length + 9;
                if (bytes > MaxKeyBytes && part.Count > 0)
                    break;
                part.Add(writes[at]);
            }

            await ReadBackPartAsync(part, backs, cancellationToken).ConfigureAwait(false);
        }

        return backs;
    }

    private async Task ReadBackPartAsync(List<SalesforceWrite> part, Dictionary<string, ReadBack> backs, CancellationToken cancellationToken)
    {
        JsonElement[] written = [.. part.Select(static w => SalesforceRowWriter.Parse(w.Utf8Fields, nameof(part)).RootElement)];
        string[] paths = [.. written.SelectMany(static fields => Paths(fields)).Distinct(StringComparer.OrdinalIgnoreCase)];
        SoqlBuilder query = SoqlBuilder.From(ObjectName, [ExternalIdField, "Id", .. paths]);
        query = query.Where(part.Count == 1
            ? SoqlCondition.Equal(ExternalIdField, part[0].Key)
            : SoqlCondition.In(ExternalIdField, part.Select(static w => SoqlValue.From(w.Key))));
        var found = new Dictionary<string, SalesforceRecord>(StringComparer.OrdinalIgnoreCase);
        await foreach (Page<SalesforceRecord> page in Client.QueryAsync(query.Build(), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            foreach (SalesforceRecord record in page.Items)
            {
                string key = record.Json.TryGetProperty(ExternalIdField, out JsonElement value) ? value.ToString() : "";
                if (!found.TryAdd(key, record))
                    throw new ConnectorException(SalesforceErrorCodes.ExternalIdNotUnique, IssueKind.Conflict, $"Several {ObjectName} records have one value in {ExternalIdField}. Make the field unique in Salesforce and merge the records.");
            }
        }

        for (int i = 0; i < part.Count; i++)
        {
            backs[part[i].Key!] = found.TryGetValue(part[i].Key!, out SalesforceRecord? record)
                ? new ReadBack { Found = true, NativeId = record.Id, Differences = [.. Compare(written[i], record.Json).Distinct(StringComparer.Ordinal)] }
                : new ReadBack { Found = false };
        }
    }

    private IEnumerable<string> Compare(JsonElement written, JsonElement read)
    {
        foreach (string path in Paths(written))
        {
            if (!SalesforceValues.Same(At(written, path), At(read, path)))
                yield return _pointers.GetValueOrDefault(path, "/");
        }
    }

    private static IEnumerable<string> Paths(JsonElement fields)
    {
        foreach (JsonProperty member in fields.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            if (member.Value.ValueKind != JsonValueKind.Object)
            {
                yield return member.Name;
                continue;
            }

            foreach (string inner in Paths(member.Value))
                yield return member.Name + "." + inner;
        }
    }

    // Salesforce answers in the declared case of a name.
    private static JsonElement At(JsonElement value, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object)
                return default;
            if (!value.TryGetProperty(name, out JsonElement next))
                next = value.EnumerateObject().FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            value = next;
        }

        return value;
    }

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
