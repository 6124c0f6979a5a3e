using System.Text.Json;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>An org with one resource on one project, and the entries of his time.</summary>
internal sealed class TimecardOrg : IAsyncDisposable
{
    private readonly KeptReferences _references = new();
    private readonly SkippingTimeProvider _time;
    private readonly List<SalesforceClient> _clients = [];
    private int _number;

    private TimecardOrg(SkippingTimeProvider time)
    {
        _time = time;
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.CertiniaPsa = true;
        options.DailyApiRequests = 10_000_000;
        options.CustomFields["pse__Timecard_Header__c"] = [new SalesforceSandboxField("ERP_Id__c", SalesforceSandboxFieldType.Text) { Length = 36, ExternalId = true, Unique = true }];
        Sandbox = new SalesforceSandbox(options, _time);
    }

    public static CertiniaTimecardOptions Options { get; } = new() { ExternalIdField = "ERP_Id__c" };

    public SalesforceSandbox Sandbox { get; }

    public string Resource { get; private set; } = "";

    public string Assignment { get; private set; } = "";

    public string Project { get; private set; } = "";

    public int Cards => Sandbox.Count("pse__Timecard_Header__c");

    public int Writes => Sandbox.Requests.Count(r => r.Method == "PATCH");

    private SalesforceReadOptions Read => SandboxOrg.Read(Sandbox) with { References = _references };

    public static async Task<TimecardOrg> StartAsync(SkippingTimeProvider? time = null)
    {
        var org = new TimecardOrg(time ?? new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        string account = SandboxOrg.SeedAccount(org.Sandbox, "Acme");
        org.Resource = org.Sandbox.Seed("Contact", $$"""{"LastName":"Doe","AccountId":"{{account}}","pse__Is_Resource__c":true}""");
        org.Project = org.Sandbox.Seed("pse__Proj__c", $$"""{"Name":"P","pse__Account__c":"{{account}}","CurrencyIsoCode":"EUR"}""");
        org.Assignment = org.Sandbox.Seed("pse__Assignment__c", $$"""{"Name":"A","pse__Project__c":"{{org.Project}}","pse__Resource__c":"{{org.Resource}}","CurrencyIsoCode":"EUR"}""");
        await org.Sandbox.StartAsync(TestContext.Current.CancellationToken);
        return org;
    }

    public SalesforceClient Client(Action<SalesforceOptions>? change = null)
    {
        SalesforceClient client = TestClients.Over(Sandbox, change, _time);
        _clients.Add(client);
        return client;
    }

    public CertiniaTimecardSink Sink(SalesforceClient client) => new(client, Read, Options);

    public CertiniaTimecardSink Sink(CertiniaTimecardOptions? options = null, Action<SalesforceOptions>? change = null) => new(Client(change), Read, options ?? Options);

    public Task<List<KeyedOutcome>> WriteAsync(params WriteRequest<TimeEntry>[] requests) => WriteAsync(Options, null, requests);

    public Task<List<KeyedOutcome>> WriteAsync(CertiniaTimecardOptions options, params WriteRequest<TimeEntry>[] requests) => WriteAsync(options, null, requests);

    public Task<List<KeyedOutcome>> WriteAsync(CertiniaTimecardOptions options, Action<SalesforceOptions>? change, params WriteRequest<TimeEntry>[] requests) =>
        Sink(options, change).WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();

    public WriteRequest<TimeEntry> Request(DateOnly day, decimal hours, string? notes = null) => Request(++_number, day, hours, notes) with { Key = SinkTests.NextKey() };

    /// <summary>A Monday in a week of its own.</summary>
    public WriteRequest<TimeEntry> Week(int number) => Request(number, new DateOnly(2010, 1, 4).AddDays(7 * number), 1 + (number % 7));

    public WriteRequest<TimeEntry> Request(int number, DateOnly day, decimal hours, string? notes = null)
    {
        string name = $"T{number}";
        var entry = new TimeEntry
        {
            Id = CanonicalId.Derive(SandboxOrg.Tenant, "time-entry", "kantata", "1", name),
            SourceRefs = [new SourceRef { System = "kantata", Instance = "1", ObjectType = "TimeEntry", RecordId = name }],
            Status = RecordStatus.Active,
            ObservedAt = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero),
            Resource = new Reference<Resource>(_references.Know(SandboxOrg.Tenant, "resource", Sandbox.OrganizationId, Resource)),
            Project = new Reference<Project>(_references.Know(SandboxOrg.Tenant, "project", Sandbox.OrganizationId, Project)),
            Assignment = new Reference<Assignment>(_references.Know(SandboxOrg.Tenant, "assignment", Sandbox.OrganizationId, Assignment)),
            WorkDate = day,
            Duration = Quantity.FromHours(hours),
            Billable = true,
            State = TimeEntryState.Approved,
            NotesExternal = notes,
        };
        return new WriteRequest<TimeEntry>(entry, new IdempotencyKey(entry.Id.Value));
    }

    public JsonElement Show(string id) => JsonDocument.Parse(Sandbox.Show("pse__Timecard_Header__c", id)!).RootElement;

    public async ValueTask DisposeAsync()
    {
        foreach (SalesforceClient client in _clients)
            client.Dispose();
        await Sandbox.DisposeAsync();
    }
}
