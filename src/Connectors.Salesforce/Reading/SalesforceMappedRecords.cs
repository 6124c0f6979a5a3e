using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Maps records of one object, and knows which fields the mapping needs. Thread-safe.</summary>
internal sealed class SalesforceMappedRecords<T>
    where T : class, ICanonicalObject<T>
{
    private const string ChildMark = ".records[]";

    private readonly ILookup<string, string> _children;
    private readonly Mapper<T> _mapper;
    private readonly SalesforceReadOptions _options;
    // The reference that the mapping writes is then that of the record.
    private readonly bool _keyIsId;
    private volatile MappingContext? _lastContext;

    public SalesforceMappedRecords(MappingDocument document, string objectName, SalesforceReadOptions options)
    {
        if (document.Source.ObjectType != objectName)
            throw new ArgumentException($"The mapping '{document.Id}' is for {document.Source.ObjectType}, not for {objectName}.", nameof(document));
        options.RequireParameters(document);
        _mapper = new Mapper<T>(Mapper.Compile(document));
        _options = options;
        _keyIsId = document.Source is { KeyPath: "Id", VersionPath: "SystemModstamp", ExternalIdPath: null };
        ObjectName = objectName;
        (Fields, _children) = ReadFields(document, options.AdditionalFields);
    }

    public string ObjectName { get; }

    /// <summary>What the mapping reads, as fields of a query; the id first.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The child relations that the mapping reads.</summary>
    public IEnumerable<string> Relations => _children.Select(static c => c.Key);

    /// <summary>One for each reading: it tells a changed org from bad records.</summary>
    public DriftDetector Watch() => new(_mapper.Untyped.Document);

    /// <summary>The records of a page, in their order, read at one moment.</summary>
    public SourceItem<T>[] Map(IReadOnlyList<SalesforceRecord> records, DateTimeOffset observedAt, DriftDetector? drift, CancellationToken cancellationToken) =>
        MappedPage.Map(records, record => Map(record, observedAt, drift), cancellationToken);

    /// <summary>Reads all records of a query, mapped, in the order of their ids.</summary>
    /// <param name="client">The org.</param>
    /// <param name="query">What <see cref="Query"/> gives, with conditions.</param>
    /// <param name="continuation">That of the last page that was dealt with; null to begin.</param>
    /// <param name="split">What a record consists of, when it is more than one object; null when it is one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<Page<SourceItem<T>>> ReadAsync(
        SalesforceClient client, SoqlBuilder query, string? continuation, Func<SalesforceRecord, IEnumerable<SalesforceRecord>>? split = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DriftDetector drift = Watch();
        await foreach ((Page<SalesforceRecord> page, DateTimeOffset readAt) in new SalesforceKeyset(client, query, ObjectName, _options.PagesAhead).ReadAsync(continuation, cancellationToken).ConfigureAwait(false))
            yield return new Page<SourceItem<T>>(Map(split is null ? page.Items : [.. page.Items.SelectMany(split)], readAt, drift, cancellationToken), page.Continuation);
    }

    public SourceItem<T> Map(SalesforceRecord record, DateTimeOffset observedAt, DriftDetector? drift = null)
    {
        _mapper.TryToCanonical(record.Utf8, ContextAt(observedAt), out T? value, out IReadOnlyList<MappingIssue> issues);
        drift?.Observe(record.Utf8, issues);
        return new SourceItem<T>
        {
            Source = value is not null && _keyIsId ? value.SourceRefs[0] : Reference(record),
            Value = value,
            Issues = issues.Count == 0 ? [] : [.. issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }

    private SourceRef Reference(SalesforceRecord record) => new()
    {
        System = SalesforceClient.SystemName,
        Instance = _options.Instance,
        ObjectType = ObjectName,
        RecordId = record.Id ?? throw SalesforceAnswers.Unexpected("query", "a record has no Id"),
        Version = record.Text("SystemModstamp"u8),
    };

    // The records of a page are read at one moment and share what a run knows. Several readers may replace it; each uses the one it has seen.
    private MappingContext ContextAt(DateTimeOffset observedAt)
    {
        MappingContext? last = _lastContext;
        if (last is null || last.ObservedAt != observedAt)
            _lastContext = last = _options.Context(_mapper.Untyped.Document, observedAt);
        return last;
    }

    /// <summary>A query for what the mapping reads: fields, fields of parents, and child records where it goes through <c>Relation.records[]</c>.</summary>
    public SoqlBuilder Query(params IEnumerable<string> more)
    {
        SoqlBuilder query = SoqlBuilder.From(ObjectName, Fields.Concat(more));
        foreach (IGrouping<string, string> child in _children)
            query = query.WithChildren(child.Key, child);
        return query;
    }

    /// <summary>That query, for the records that fit the condition of the options.</summary>
    public SoqlBuilder QueryOfOptions(params IEnumerable<string> more) => _options.Where is null ? Query(more) : Query(more).Where(_options.Where);

    private static (List<string> Fields, ILookup<string, string> Children) ReadFields(MappingDocument document, IEnumerable<string> more)
    {
        MappingSource source = document.Source;
        IEnumerable<string?> header = ["Id", source.KeyPath, source.VersionPath, source.CreatedPath, source.ModifiedPath, source.ExternalIdPath];
        string[] lenses = [.. document.Lenses
            .Where(static lens => lens.Direction is not MappingDirection.ToVendor)
            .SelectMany(static lens => lens.SourcePaths)
            // What the connector itself adds, under day, is no field.
            .Where(path => !IsAdded(document, path))
            // What Salesforce adds by itself cannot be asked for, and the record itself is no field.
            .Where(static path => path != "." && path != "attributes" && !path.StartsWith("attributes.", StringComparison.Ordinal) && !path.Contains(".attributes", StringComparison.Ordinal))];
        List<string> fields = [.. header.OfType<string>().Where(path => !IsAdded(document, path)).Concat(lenses.Where(static path => !path.Contains('['))).Concat(more).Distinct(StringComparer.OrdinalIgnoreCase)];
        // Of a child relation only its records are asked for, never the members of its result.
        fields.RemoveAll(field => lenses.Any(path => path.StartsWith(field + ChildMark, StringComparison.Ordinal) || path.StartsWith(field + "[", StringComparison.Ordinal)));
        ILookup<string, string> children = lenses
            .Where(static path => path.Contains(ChildMark + ".", StringComparison.Ordinal))
            .Select(static path => (At: path.IndexOf(ChildMark, StringComparison.Ordinal), Path: path))
            .ToLookup(static c => c.Path[..c.At], static c => c.Path[(c.At + ChildMark.Length + 1)..], StringComparer.Ordinal);
        return (fields, children);
    }

    // Names of Salesforce's fields never begin with a small letter.
    private static bool IsAdded(MappingDocument document, string path) => document.Source.ObjectType is "pse__Timecard__c" or "pse__Timecard_Header__c" && path.StartsWith("day.", StringComparison.Ordinal);
}
