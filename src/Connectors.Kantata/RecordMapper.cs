using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Maps pages of records to pages of items.</summary>
internal sealed class RecordMapper<T>(KantataClient client, KantataSourceOptions options, Mapper<T> mapper, string objectType, TimeProvider time)
    where T : class, ICanonicalObject<T>
{
    /// <summary>One for each reading: it tells a changed account from bad records.</summary>
    public DriftDetector Watch() => new(mapper.Untyped.Document);

    public Page<SourceItem<T>> Map(Page<KantataRecord> page, DriftDetector? drift = null)
    {
        var context = new MappingContext
        {
            Tenant = options.Tenant,
            Instance = client.Account,
            ObservedAt = time.GetUtcNow(),
            Parameters = options.Parameters,
            References = options.References,
        };
        return new Page<SourceItem<T>>([.. page.Items.Select(record => Map(record, context, drift))], page.Continuation);
    }

    private SourceItem<T> Map(KantataRecord record, MappingContext context, DriftDetector? drift)
    {
        var source = new SourceRef { System = KantataProjectSource.System, Instance = context.Instance, ObjectType = objectType, RecordId = record.Id };
        if (record.Utf8Json.IsEmpty)
            return new SourceItem<T> { Source = source, Issues = record.Issues };
        MappingResult<T> mapped = mapper.ToCanonical(record.Utf8Json.Span, context);
        drift?.Observe(record.Utf8Json.Span, mapped.Issues);
        return new SourceItem<T>
        {
            Source = source,
            Value = mapped.Value,
            Issues = [.. record.Issues, .. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }
}
