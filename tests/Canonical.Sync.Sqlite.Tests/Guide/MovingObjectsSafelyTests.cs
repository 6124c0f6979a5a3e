using System.Runtime.CompilerServices;

using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync.Sqlite.Tests;

/// <summary>The examples of <c>docs/moving-objects-safely.md</c> and of the package's readme, with the generated types and the store on disk.</summary>
public sealed class MovingObjectsSafelyTests : IDisposable
{
    private static readonly DateTimeOffset Observed = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDatabase _database = new();
    private readonly ErpOf<Customer> _customers = new();
    private readonly ErpOf<Project> _projects = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Guide_CustomersThenProjects_MoveOnceAndTellWhy()
    {
        Source<Customer> accounts = new(
            ItemOf("Account", "001A", Account("001A", "Alpine Ski House", "C-1")),
            ItemOf("Account", "001B", Account("001B", "Fabrikam", "C-2")),
            ItemOf("Account", "001C", Account("001C", "FABRIKAM.", "C-3")),
            new SourceItem<Customer> { Source = Ref("Account", "001D"), Issues = [new RecordIssue { Code = "MAP2001", Kind = IssueKind.Validation, Message = "the currency is missing" }] });
        Source<Project> opportunities = new(
            ItemOf("Opportunity", "006A", Won("006A", "Rollout", "001A")),
            ItemOf("Opportunity", "006C", Won("006C", "Training", "001C")),
            ItemOf("Opportunity", "006D", Won("006D", "Audit", "001D")));

        for (int run = 1; run <= 2; run++)
        {
            await using SqliteSyncStore store = await _database.OpenAsync();
            SyncReport customers = await Customers(store).RunAsync(accounts, cancellationToken: Cancellation);
            SyncReport projects = await Projects(store).RunAsync(opportunities, cancellationToken: Cancellation);

            Assert.Equal((4, 2), (customers.Read, customers.Refused));
            Assert.Equal((3, 2), (projects.Read, projects.Refused));
            Assert.Equal(run == 1 ? (2, 1) : (0, 0), (customers.Posts, projects.Posts));
            Assert.Equal(run == 1 ? (2, 1) : (0, 0), (customers.Created, projects.Created));
        }

        await using SqliteSyncStore after = await _database.OpenAsync();
        var letters = new Dictionary<string, string>();
        await foreach (DeadLetter letter in after.DeadLetters.ListAsync(new DeadLetterFilter { State = DeadLetterState.Open }, Cancellation))
            letters.Add(letter.Entry.Lane.Entity.SourceId, letter.Entry.Issues[0].Message);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["001C"] = "duplicate of salesforce record 001B: the same legal name",
                ["001D"] = "the currency is missing",
                ["006C"] = "customer was refused: duplicate of salesforce record 001B: the same legal name",
                ["006D"] = "customer was refused: the currency is missing",
            },
            letters.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary());
    }

    [Fact]
    public async Task Guide_Resume_SendsWhatTheLedgerHolds()
    {
        await using SqliteSyncStore store = await _database.OpenAsync();
        Customer customer = Account("001A", "Alpine Ski House", "C-1");
        await store.Postings.AcceptAsync(
            new PostingRequest
            {
                Lane = new PostingLane(new EntityKey("acme", "customer", "salesforce", "00D01", "001A"), _customers.Target, "erp.customer"),
                Subject = customer.Id,
                Operation = PostingOperation.Upsert,
                Fingerprint = customer.ComputeFingerprint(),
                Payload = customer.ToUtf8Bytes(),
            },
            Cancellation);

        SyncReport report = await Customers(store).ResumeAsync(cancellationToken: Cancellation);

        Assert.Equal((1, 1), (report.Read, report.Created));
        Assert.Equal(customer, Assert.Single(_customers.Written));
    }

    [Fact]
    public async Task Guide_OtherNote_PostsNothing()
    {
        await using SqliteSyncStore store = await _database.OpenAsync();
        Customer customer = Account("001A", "Alpine Ski House", "C-1");
        await Customers(store).RunAsync(new Source<Customer>(ItemOf("Account", "001A", customer)), cancellationToken: Cancellation);

        Customer noted = customer with { Notes = "likes short invoices", ObservedAt = Observed.AddDays(1) };
        SyncReport report = await Customers(store).RunAsync(new Source<Customer>(ItemOf("Account", "001A", noted)), cancellationToken: Cancellation);

        Assert.Equal((1, 0), (report.Unchanged, report.Posts));
    }

    private SyncRun<Customer> Customers(SqliteSyncStore store) => new(_customers, store, new SyncRunOptions<Customer>
    {
        Tenant = "acme",
        Purpose = "erp.customer",
        DuplicateRules =
        [
            new DuplicateRule<Customer>("customer-legal-name-1", "the same legal name", c => DuplicateKey.Normalize(c.LegalName ?? c.Name)),
            new DuplicateRule<Customer>("customer-number-1", "the same customer number", c => DuplicateKey.Normalize(c.CustomerNumber)),
        ],
    });

    private SyncRun<Project> Projects(SqliteSyncStore store) => new(_projects, store, new SyncRunOptions<Project>
    {
        Tenant = "acme",
        Purpose = "erp.project",
        DependsOn = project => [new SyncDependency("customer", "customer", project.Customer.Id, "/customer")],
    });

    private static SourceRef Ref(string objectType, string recordId) => new() { System = "salesforce", Instance = "00D01", ObjectType = objectType, RecordId = recordId };

    private static CanonicalId Id(string objectType, string recordId) => CanonicalId.Derive("acme", objectType, "salesforce", "00D01", recordId);

    private static SourceItem<T> ItemOf<T>(string objectType, string recordId, T value)
        where T : class, ICanonicalObject<T> => new() { Source = Ref(objectType, recordId), Value = value };

    private static Customer Account(string recordId, string name, string number) => new()
    {
        Id = Id("customer", recordId),
        SourceRefs = [Ref("Account", recordId)],
        Status = RecordStatus.Active,
        ObservedAt = Observed,
        Name = name,
        CustomerNumber = number,
        Kind = CustomerKind.Organization,
        DefaultCurrency = CurrencyCode.Parse("EUR"),
    };

    private static Project Won(string recordId, string name, string accountId) => new()
    {
        Id = Id("project", recordId),
        SourceRefs = [Ref("Opportunity", recordId)],
        Status = RecordStatus.Active,
        ObservedAt = Observed,
        Number = recordId,
        Name = name,
        Customer = new Reference<Customer>(Id("customer", accountId)),
        LegalEntity = new Reference<LegalEntity>(Id("legal-entity", "1")),
        Currency = CurrencyCode.Parse("EUR"),
        BillingType = ProjectBillingType.TimeAndMaterials,
        Stage = ProjectStage.Planned,
        Billable = true,
    };

    private sealed class Source<T>(params SourceItem<T>[] items) : ISource<T>
        where T : class, ICanonicalObject<T>
    {
        public async IAsyncEnumerable<Page<SourceItem<T>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return new Page<SourceItem<T>>(items, null);
        }
    }

    private sealed class ErpOf<T> : ISink<T>
        where T : class, ICanonicalObject<T>
    {
        public string Target => "netsuite/1234567";

        public List<T> Written { get; } = [];

        public Task<WriteOutcome> UpsertAsync(WriteRequest<T> request, CancellationToken cancellationToken = default)
        {
            Written.Add(request.Value);
            return Task.FromResult(new WriteOutcome { Kind = WriteOutcomeKind.Created, NativeId = request.Value.Id.ToString() });
        }

        public Task<ReadBack> ReadBackAsync(WriteRequest<T> request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
