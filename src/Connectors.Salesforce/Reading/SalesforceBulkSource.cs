using System.Globalization;
using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads all records of one object as canonical objects by a query of Bulk API 2.0, for more records than pages are good for; one by its id goes by a query. Thread-safe.</summary>
/// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
/// <remarks>
/// <para>The fields of the query are those that the mapping reads, with parents (<c>Account.Name</c>). The objects are those that <see cref="SalesforceObjectSource{T}"/> gives; CSV has no types, so describe is asked for them once a reading.
/// Bulk API cannot tell a parent that is not there from one whose fields are all empty: both are null.</para>
/// <para>One page is in memory, whatever the number of records. The records are those of the moment at which the job ran, in no order that can be counted on.</para>
/// </remarks>
public sealed class SalesforceBulkSource<T> : ISource<T>, IRecordReader<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Records of one page unless set: 2000.</summary>
    public const int DefaultPageSize = 2000;

    private const string Version = "b1";

    // What every org has of these; custom geolocations are found by describe.
    private static readonly string[] Compounds =
    [
        "BillingAddress", "ShippingAddress", "MailingAddress", "OtherAddress", "PersonMailingAddress", "PersonOtherAddress", "QuoteToAddress", "AdditionalAddress", "Address",
    ];

    private readonly SalesforceClient _client;
    private readonly SalesforceMappedRecords<T> _records;
    private readonly SalesforceObjectSource<T> _one;
    private readonly Soql _query;
    private readonly int _pageSize;

    /// <summary>Creates the source.</summary>
    /// <param name="client">The org.</param>
    /// <param name="mapping">How records become canonical objects; its source names the object.</param>
    /// <param name="options">What every mapping of the org needs, and a condition on the records when there is one.</param>
    /// <param name="pageSize">Records of one page, from 1 to 50,000. <see cref="DefaultPageSize"/> unless set.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, names what is no field, or reads what Bulk API does not give: child records and compound fields. The message says the way out.</exception>
    public SalesforceBulkSource(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions options, int pageSize = DefaultPageSize)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, SalesforceClient.DefaultBulkPageRows);
        _client = client;
        _pageSize = pageSize;
        _records = new SalesforceMappedRecords<T>(mapping, mapping.Source.ObjectType, options);
        if (_records.Relations.ToList() is { Count: > 0 } children)
            throw new ArgumentException($"The mapping '{mapping.Id}' reads child records ({string.Join(", ", children)}), which Bulk API does not give. Read it with {nameof(SalesforceObjectSource<>)}, or leave the lines out by an overlay and read them as an object of their own.", nameof(mapping));
        if (_records.Fields.FirstOrDefault(IsCompound) is { } compound)
            throw new ArgumentException($"The mapping '{mapping.Id}' reads {compound}, a compound field, which Bulk API does not give. Map its parts, such as BillingCity, or read it with {nameof(SalesforceObjectSource<>)}.", nameof(mapping));
        _one = new SalesforceObjectSource<T>(client, mapping, options);
        _query = _records.QueryOfOptions().Build();
    }

    /// <summary>The API name of the object.</summary>
    public string ObjectName => _records.ObjectName;

    /// <inheritdoc/>
    /// <remarks>A continuation is good as long as the job's results are: seven days.</remarks>
    /// <exception cref="ArgumentException">The continuation is not one of this source.</exception>
    /// <exception cref="ConnectorException">
    /// The object or a field is none of Bulk API's (<see cref="SalesforceErrorCodes.NotInBulk"/>), the job failed (<see cref="SalesforceErrorCodes.BulkJobFailed"/>) or its results are gone (<see cref="SalesforceErrorCodes.CursorGone"/>),
    /// or the org cannot be read.
    /// </exception>
    public async IAsyncEnumerable<Page<SourceItem<T>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (string JobId, int PageRows, string? Locator, long At)? from = continuation is null ? null : Parse(continuation);
        SalesforceBulkShape shape = await SalesforceBulkShape.ReadAsync(_client, ObjectName, _records.Fields, cancellationToken).ConfigureAwait(false);
        string jobId = from?.JobId ?? await RunAsync(cancellationToken).ConfigureAwait(false);
        int pageRows = from?.PageRows ?? SalesforceClient.DefaultBulkPageRows;
        DriftDetector drift = _records.Watch();
        using var records = new SalesforceBulkRecords(shape, _client.Root);
        var waiting = new List<SalesforceRecord>(_pageSize);
        IAsyncEnumerator<SalesforceBulkPlace> rows = _client.ReadBulkQueryAsync(jobId, pageRows, from?.Locator, from?.At ?? 0, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (rows.ConfigureAwait(false))
        {
            bool any = false;
            while (await MoveAsync(rows).ConfigureAwait(false))
            {
                any = true;
                // Only when another row is there it is known that a page follows, and where it begins.
                if (waiting.Count == _pageSize)
                {
                    yield return Page(Format(jobId, pageRows, rows.Current));
                    waiting.Clear();
                }

                waiting.Add(records.Read(rows.Current.Row));
            }

            if (waiting.Count > 0 || !any)
                yield return Page(null);
        }

        Page<SourceItem<T>> Page(string? next) => new(_records.Map(waiting, _client.Time.GetUtcNow(), drift, cancellationToken), next);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public Task<SourceItem<T>?> ReadOneAsync(string nativeId, CancellationToken cancellationToken = default) => _one.ReadOneAsync(nativeId, cancellationToken);

    private static bool IsCompound(string field) =>
        field.Split('.') is var names && (Compounds.Contains(names[^1], StringComparer.OrdinalIgnoreCase) || (names.Length > 1 && Compounds.Contains(names[^2], StringComparer.OrdinalIgnoreCase)));

    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            SalesforceBulkJob job = await _client.StartBulkQueryAsync(_query, cancellationToken: cancellationToken).ConfigureAwait(false);
            await _client.WaitForBulkQueryAsync(job.Id, cancellationToken).ConfigureAwait(false);
            return job.Id;
        }
        catch (ConnectorException e) when (e.VendorCode is "INVALIDENTITY" or "API_ERROR" or "INVALIDJOB")
        {
            // The code says it at once, or when the job has failed over it.
            throw SalesforceBulkShape.Refused(ObjectName, $"the org answers {e.VendorCode}", e.VendorCode);
        }
    }

    private async Task<bool> MoveAsync(IAsyncEnumerator<SalesforceBulkPlace> rows)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (ConnectorException e) when (e.Kind == IssueKind.NotFound || e.VendorCode is "INVALID_QUERY_LOCATOR")
        {
            throw new ConnectorException(SalesforceErrorCodes.CursorGone, IssueKind.Configuration, $"The results of the bulk job of {ObjectName} are gone: they are kept for seven days. Begin anew without a continuation.", e) { VendorCode = e.VendorCode };
        }
    }

    // Which page of which job, and how many of its rows were handed on. The size of the pages belongs to it, or the locators would mean something else.
    private string Format(string jobId, int pageRows, SalesforceBulkPlace next) => string.Create(CultureInfo.InvariantCulture, $"{Version}:{ObjectName}:{jobId}:{pageRows}:{next.At}:{next.Locator}");

    private (string JobId, int PageRows, string? Locator, long At) Parse(string continuation) =>
        continuation.Split(':', 6) is [Version, var name, var job, var size, var place, var locator] && name == ObjectName && SalesforceRecordId.IsValid(job)
        && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int pageRows) && pageRows > 0
        && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out long at)
            ? (job, pageRows, locator.Length == 0 ? null : locator, at)
            : throw new ArgumentException($"This is no continuation of reading {ObjectName} by Bulk API.", nameof(continuation));
}
