using System.Text.Json.Nodes;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>The projects of a NetSuite account (record type <c>job</c>) as canonical projects, to read and to write. Thread-safe.</summary>
/// <remarks>
/// Reading lists the ids and gets each record on its own: n + 1 calls for n records. Writing is an upsert by the external id of <see cref="NetSuiteExternalId.ForProject"/>; the customer must be in NetSuite first,
/// and is found by its external id unless the references know its internal id.
/// </remarks>
public sealed class NetSuiteProjects : ISource<Project>, ISink<Project>
{
    private readonly RecordObjects<Project> _objects;

    /// <summary>Creates the source and sink.</summary>
    /// <param name="client">The client of the account; its options name the tenant.</param>
    /// <exception cref="ArgumentException">The options name no tenant.</exception>
    public NetSuiteProjects(NetSuiteClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        NetSuiteSettings settings = client.Settings;
        _objects = new RecordObjects<Project>(client, new RecordKind<Project>("job", NetSuiteExternalId.ForProject, settings.ProjectMapping ?? NetSuiteMappings.Project)
        {
            Codes =
            [
                new CodeMember("currency", "symbol", "/currency") { ListType = "currency", IsRequired = true },
                new CodeMember("entityStatus", "stage", "/stage") { Fixed = Quoted(settings.ProjectStages) },
                new CodeMember("jobBillingType", "billingType", "/billingType") { Fixed = Quoted(settings.ProjectBillingTypes) },
            ],
            Customer = static project => (project.Customer.Id, "/customer"),
            Fallbacks = RecordKind.Fallback("projectExpenseType", settings.ProjectExpenseType),
        });
    }

    /// <inheritdoc/>
    public string Target => _objects.Target;

    /// <inheritdoc/>
    public IAsyncEnumerable<Page<SourceItem<Project>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default) =>
        _objects.ReadAsync(continuation, cancellationToken);

    /// <inheritdoc/>
    public Task<WriteOutcome> UpsertAsync(WriteRequest<Project> request, CancellationToken cancellationToken = default) => _objects.UpsertAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ReadBack> ReadBackAsync(WriteRequest<Project> request, CancellationToken cancellationToken = default) => _objects.ReadBackAsync(request, cancellationToken);

    private static Dictionary<string, string> Quoted(IReadOnlyDictionary<string, string> codes) =>
        codes.ToDictionary(c => c.Key, c => JsonValue.Create(c.Value)!.ToJsonString(), StringComparer.Ordinal);
}
