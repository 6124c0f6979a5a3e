using System.Globalization;
using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Reads the workers of a tenant as canonical resources. The identity of a resource is its Workday ID; employee numbers are not unique. Thread-safe.</summary>
public sealed class WorkdayResourceSource : ISource<Resource>
{
    /// <summary>The system in every record's origin.</summary>
    public const string System = "workday";

    /// <summary>The type of record in every record's origin.</summary>
    public const string ObjectType = "Worker";

    private readonly WorkdayClient _client;
    private readonly WorkersQuery _query;
    private readonly WorkdaySourceOptions _options;
    private readonly Mapper<Resource> _mapper;
    private readonly TimeProvider _time;

    /// <summary>Creates the source.</summary>
    /// <param name="client">Reads the tenant.</param>
    /// <param name="options">How workers are mapped.</param>
    /// <param name="query">Which workers; null for all.</param>
    /// <param name="timeProvider">The clock for when a page was read; null for the system's.</param>
    /// <exception cref="ArgumentException">The mapping document is for another contract.</exception>
    public WorkdayResourceSource(WorkdayClient client, WorkdaySourceOptions options, WorkersQuery? query = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _options = options;
        _query = query ?? new WorkersQuery();
        _mapper = new Mapper<Resource>(Mapper.Compile(options.Mapping ?? WorkdayMappings.WorkerToResource));
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Page<SourceItem<Resource>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var drift = new DriftDetector(_mapper.Untyped.Document);
        await foreach (WorkersPage page in _client.ReadWorkersAsync(_query, continuation, cancellationToken).ConfigureAwait(false))
        {
            var context = new MappingContext
            {
                Tenant = _options.Tenant,
                Instance = _client.Tenant,
                ObservedAt = _time.GetUtcNow(),
                Parameters = _options.Parameters,
                References = _options.References,
            };
            List<SourceItem<Resource>> items = new(page.Workers.Count);
            for (int i = 0; i < page.Workers.Count; i++)
                items.Add(Map(page.Workers[i], context, page.Page, i + 1, drift));
            yield return new Page<SourceItem<Resource>>(items, page.Continuation);
        }
    }

    /// <summary>Maps one record.</summary>
    /// <param name="worker">The record.</param>
    /// <param name="context">Whose record it is.</param>
    /// <param name="page">The page it stood on, which names a worker that has no ID.</param>
    /// <param name="place">The place on the page, from 1.</param>
    /// <param name="drift">Watches over the reading; null for a single record.</param>
    internal SourceItem<Resource> Map(WorkerRecord worker, MappingContext context, long page, int place, DriftDetector? drift = null)
    {
        var source = new SourceRef
        {
            System = System,
            Instance = context.Instance,
            ObjectType = ObjectType,
            RecordId = worker.Wid ?? string.Create(CultureInfo.InvariantCulture, $"page {page}, worker {place}"),
            ExternalId = worker.AlternateKey?.ToString(),
        };
        if (worker.Wid is null)
        {
            return new SourceItem<Resource>
            {
                Source = source,
                Issues =
                [
                    new RecordIssue
                    {
                        Code = WorkdayErrorCodes.WorkerWithoutId,
                        Kind = IssueKind.Configuration,
                        VendorPath = "Worker_Reference",
                        Message = "The worker came without a Workday ID, so nothing can tell which worker it is.",
                        Remedy = "Include_Reference must be asked for, and the integration user must be allowed to see it.",
                    },
                    .. worker.Issues,
                ],
            };
        }

        MappingResult<Resource> mapped = _mapper.ToCanonical(worker.Utf8Json.Span, context);
        drift?.Observe(worker.Utf8Json.Span, mapped.Issues);
        return new SourceItem<Resource>
        {
            Source = source,
            Value = mapped.Value,
            Issues = [.. worker.Issues, .. mapped.Issues.Select(MappingIssueExtensions.ToRecordIssue)],
        };
    }
}
