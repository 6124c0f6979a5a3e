using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>The customers of a NetSuite account as canonical customers, to read and to write. Thread-safe.</summary>
/// <remarks>
/// Reading lists the ids and gets each record on its own, because the REST record service gives nothing else: n + 1 calls for n records. Writing is an upsert by the external id of
/// <see cref="NetSuiteExternalId.ForCustomer"/>. Customers that are persons are read and not written; addresses are neither.
/// </remarks>
public sealed class NetSuiteCustomers : ISource<Customer>, ISink<Customer>
{
    private readonly RecordObjects<Customer> _objects;

    /// <summary>Creates the source and sink.</summary>
    /// <param name="client">The client of the account; its options name the tenant.</param>
    /// <exception cref="ArgumentException">The options name no tenant.</exception>
    public NetSuiteCustomers(NetSuiteClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _objects = new RecordObjects<Customer>(client, new RecordKind<Customer>("customer", NetSuiteExternalId.ForCustomer, client.Settings.CustomerMapping ?? NetSuiteMappings.Customer)
        {
            Codes =
            [
                new CodeMember("currency", "symbol", "/defaultCurrency") { ListType = "currency", IsRequired = true },
                new CodeMember("terms", "daysUntilNetDue", "/paymentTerms") { ListType = "term", IsRequired = true },
            ],
            Customer = static customer => customer.Parent is { } parent ? (parent.Id, "/parent") : null,
            Fallbacks = RecordKind.Fallback("subsidiary", client.Settings.DefaultSubsidiary),
            Refuse = static customer => customer.Kind == CustomerKind.Person ? PersonNotSupported : null,
        });
    }

    /// <inheritdoc/>
    public string Target => _objects.Target;

    private static RecordIssue PersonNotSupported => new()
    {
        Code = NetSuiteErrorCodes.PersonNotSupported,
        Kind = IssueKind.Validation,
        Message = "A customer that is a person cannot be written: NetSuite asks for first and last name, and the canonical customer has one name.",
        Path = "/kind",
        Remedy = "Enter the customer in NetSuite by hand, or give it the kind organization at its source.",
    };

    /// <inheritdoc/>
    public IAsyncEnumerable<Page<SourceItem<Customer>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default) =>
        _objects.ReadAsync(continuation, cancellationToken);

    /// <inheritdoc/>
    public Task<WriteOutcome> UpsertAsync(WriteRequest<Customer> request, CancellationToken cancellationToken = default) => _objects.UpsertAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ReadBack> ReadBackAsync(WriteRequest<Customer> request, CancellationToken cancellationToken = default) => _objects.ReadBackAsync(request, cancellationToken);
}
