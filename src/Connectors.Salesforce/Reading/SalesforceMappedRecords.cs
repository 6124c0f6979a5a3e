using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Maps records of one object, and knows which fields the mapping needs. Thread-safe.</summary>
internal sealed class SalesforceMappedRecords<T>
    where T : class, ICanonicalObject<T>
{
    private readonly Mapper<T> _mapper;
    private readonly SalesforceReadOptions _options;

    public SalesforceMappedRecords(MappingDocument document, string objectName, SalesforceReadOptions options)
    {
        if (document.Source.ObjectType != objectName)
            throw new ArgumentException($"The mapping '{document.Id}' is for {document.Source.ObjectType}, not for {objectName}.", nameof(document));
        _mapper = new Mapper<T>(Mapper.Compile(document));
        _options = options;
        ObjectName = objectName;
        Fields = ReadFields(document);
    }

    public string ObjectName { get; }

    /// <summary>What the mapping reads, as fields of a query; the id first.</summary>
    public IReadOnlyList<string> Fields { get; }

    public SourceItem<T> Map(SalesforceRecord record, DateTimeOffset observedAt)
    {
        MappingResult<T> mapped = _mapper.ToCanonical(record.Json, _options.Context(_mapper.Untyped.Document, observedAt));
        return new SourceItem<T>
        {
            Source = new SourceRef
            {
                System = SalesforceClient.SystemName,
                Instance = _options.Instance,
                ObjectType = ObjectName,
                RecordId = record.Id ?? throw SalesforceAnswers.Unexpected("query", "a record has no Id"),
                Version = SalesforceAnswers.Text(record.Json, "SystemModstamp"),
            },
            Value = mapped.Value,
            Issues = [.. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }

    private static List<string> ReadFields(MappingDocument document)
    {
        MappingSource source = document.Source;
        IEnumerable<string?> header = ["Id", source.KeyPath, source.VersionPath, source.CreatedPath, source.ModifiedPath, source.ExternalIdPath];
        IEnumerable<string> lenses = document.Lenses
            .Where(static lens => lens.Direction is not MappingDirection.ToVendor)
            .SelectMany(static lens => lens.SourcePaths);
        return [.. header.OfType<string>().Concat(lenses)
            // What Salesforce adds by itself cannot be asked for.
            .Where(static path => !path.StartsWith("attributes", StringComparison.Ordinal))
            .Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
