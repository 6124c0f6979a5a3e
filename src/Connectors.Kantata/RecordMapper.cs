using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Maps pages of records to pages of items.</summary>
internal sealed class RecordMapper<T>(KantataClient client, KantataSourceOptions options, Mapper<T> mapper, string objectType, TimeProvider time)
    where T : class, ICanonicalObject<T>
{
    public Page<SourceItem<T>> Map(Page<KantataRecord> page)
    {
        var context = new MappingContext
        {
            Tenant = options.Tenant,
            Instance = client.Account,
            ObservedAt = time.GetUtcNow(),
            Parameters = options.Parameters,
            References = options.References,
        };
        return new Page<SourceItem<T>>([.. page.Items.Select(record => Map(record, context))], page.Continuation);
    }

    public SourceItem<T> Map(KantataRecord record, MappingContext context)
    {
        var source = new SourceRef { System = KantataProjectSource.System, Instance = context.Instance, ObjectType = objectType, RecordId = record.Id };
        if (record.Utf8Json.IsEmpty)
            return new SourceItem<T> { Source = source, Issues = record.Issues };
        MappingResult<T> mapped = mapper.ToCanonical(record.Utf8Json.Span, context);
        return new SourceItem<T>
        {
            Source = source,
            Value = mapped.Value,
            Issues = [.. record.Issues, .. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }
}
