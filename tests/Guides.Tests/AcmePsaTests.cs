namespace Guides.Tests;

/// <summary>The connector of docs/writing-a-connector.md keeps the promises of every connector.</summary>
public sealed class AcmePsaTests : IAsyncDisposable
{
    private const string Euro = """
        "client":"C-1","entity":"E-1","currency":"EUR","billing":"tm","stage":"active","billable":true,"starts":"2026-04-01"}
        """;

    private static readonly IReferenceResolver References = new DictionaryReferenceResolver(DerivedReferenceResolver.Instance)
        .Add(new VendorReference("acme", "customer", "acme-psa", "test", "C-1"), CanonicalId.Derive("acme", "customer", "acme-psa", "test", "C-1"))
        .Add(new VendorReference("acme", "legal-entity", "acme-psa", "test", "E-1"), CanonicalId.Derive("acme", "legal-entity", "acme-psa", "test", "E-1"));

    private readonly AcmeSandbox _sandbox = new();
    private readonly List<ResilienceRegistry> _registries = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Source_KeepsItsPromises()
    {
        await _sandbox.StartAsync(Cancellation);
        List<string> ids = [.. Enumerable.Range(0, 12).Select(i => Seed(i, i == 7 ? "\"\"" : $"\"Job {i}\""))];

        ConformanceReport report = await ConnectorConformance.CheckSourceAsync(
            new SourceConformance<Project> { Open = Role<ISource<Project>>, Records = ids, BadRecords = [ids[7]], Calls = () => _sandbox.Requests.Count },
            Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
    }

    [Fact]
    public async Task ChangeSource_KeepsItsPromises()
    {
        await _sandbox.StartAsync(Cancellation);
        List<string> ids = [];

        await ConnectorConformance.CheckChangeSourceAsync(
            new ChangeSourceConformance<Project>
            {
                Open = Role<IChangeSource<Project>>,
                Change = (number, _) =>
                {
                    string name = $"Job {number}";
                    if (ids.Count > 12 && number % 2 == 0)
                        _sandbox.Change(ids[number % ids.Count], "name", name);
                    else
                        ids.Add(Seed(number, $"\"{name}\""));
                    return Task.FromResult(new SystemChange(ids.Count > 12 && number % 2 == 0 ? ids[number % ids.Count] : ids[^1], name));
                },
                Delete = _ =>
                {
                    _sandbox.Delete(ids[0]);
                    return Task.FromResult(ids[0]);
                },
                StateOf = static project => project.Name,
            },
            Cancellation);
    }

    [Fact]
    public async Task Sink_KeepsItsPromises()
    {
        await _sandbox.StartAsync(Cancellation);

        await ConnectorConformance.CheckSinkAsync(
            new SinkConformance<Project>
            {
                Open = Role<ISink<Project>>,
                Make = number => Request(number),
                CountRecords = _ => Task.FromResult(_sandbox.Count),
                LoseAnswers = () => _sandbox.Faults.During(new SandboxFault { Kind = SandboxFaultKind.CutAfter, Method = "PUT", Times = int.MaxValue }),
                TurnAway = () => _sandbox.Faults.During(new SandboxFault { Kind = SandboxFaultKind.Answer, Method = "PUT", Status = 503, Times = int.MaxValue }),
                Refused = Request(99, new string('x', 50)),
            },
            Cancellation);
    }

    [Fact]
    public async Task BulkSink_KeepsItsPromises()
    {
        await _sandbox.StartAsync(Cancellation);

        await ConnectorConformance.CheckBulkSinkAsync(
            new BulkSinkConformance<Project>
            {
                Open = Role<IBulkSink<Project>>,
                Make = number => Request(number),
                CountRecords = _ => Task.FromResult(_sandbox.Count),
                Requests = 120,
                Faults = new Dictionary<string, Func<IDisposable>>
                {
                    ["answers lost"] = () => Fault(SandboxFaultKind.CutAfter),
                    ["every second answer lost"] = () => Fault(SandboxFaultKind.CutAfter, rate: 0.5),
                    ["cut before"] = () => Fault(SandboxFaultKind.CutBefore),
                    ["503"] = () => Fault(SandboxFaultKind.Answer, status: 503),
                    ["429"] = () => Fault(SandboxFaultKind.Answer, status: 429),
                    ["500"] = () => Fault(SandboxFaultKind.Answer, status: 500),
                    ["delivered twice"] = () => Fault(SandboxFaultKind.Twice),
                    ["half of the answer"] = () => Fault(SandboxFaultKind.Truncate),
                    ["half of the answer, as if it were whole"] = () => Fault(SandboxFaultKind.TruncateQuietly),
                    ["rows left out"] = () =>
                    {
                        _sandbox.LeavesRowsOut = true;
                        return new End(() => _sandbox.LeavesRowsOut = false);
                    },
                },
            },
            Cancellation);
    }

    [Fact]
    public async Task RecordReader_KeepsItsPromises()
    {
        await _sandbox.StartAsync(Cancellation);
        List<string> ids = [.. Enumerable.Range(0, 12).Select(i => Seed(i, i == 7 ? "\"\"" : $"\"Job {i}\""))];

        await ConnectorConformance.CheckRecordReaderAsync(
            new RecordReaderConformance<Project> { Open = Role<IRecordReader<Project>>, Records = [.. ids.Where(id => id != ids[7])], BadRecord = ids[7], Missing = "J-99999", Source = Role<ISource<Project>> },
            Cancellation);
    }

    [Fact]
    public async Task Registered_LikeAnyOther_ReadsAndReportsTheQuota()
    {
        await _sandbox.StartAsync(Cancellation);
        Seed(1, "\"Job\"");
        var services = new ServiceCollection();
        services.AddAcmePsa("psa", options => Fill(options));
        services.AddConnector("psa", static provider => AcmeConnector.Create(provider.GetRequiredKeyedService<AcmeClient>("psa"), "acme", References));
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();

        Connector connector = Assert.Single(provider.GetKeyedServices<Connector>(KeyedService.AnyKey));

        Assert.Equal(ConnectorRoles.ReadAll | ConnectorRoles.ReadOne | ConnectorRoles.ReadChanges | ConnectorRoles.Upsert | ConnectorRoles.WriteBulk, Assert.Single(connector.Capabilities).Roles);
        Assert.True(connector.TryGet(out ISource<Project>? source));
        Assert.True(connector.TryGet(out IRecordReader<Project>? one));
        SourceItem<Project> item = Assert.Single(await source.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(item.Value!.Id, (await one.ReadOneAsync(item.Source.RecordId, Cancellation))!.Value!.Id);
        Assert.Null(await one.ReadOneAsync("J-99999", Cancellation));
        Assert.Equal(1_000_000, provider.GetRequiredService<ResilienceRegistry>().GetOrAdd("acme-psa", "psa").Quota.Granted);
        Assert.Throws<ArgumentException>(() => services.AddConnector("psa", static _ => throw new NotSupportedException()));
    }

    public async ValueTask DisposeAsync()
    {
        _registries.ForEach(static registry => registry.Dispose());
        await _sandbox.DisposeAsync();
    }

    private static WriteRequest<Project> Request(int number, string? name = null)
    {
        CanonicalId id = CanonicalId.Derive("acme", "project", "crm", "one", $"O-{number}");
        var project = new Project
        {
            Id = id,
            SourceRefs = [new SourceRef { System = "crm", Instance = "one", ObjectType = "Opportunity", RecordId = $"O-{number}" }],
            Status = RecordStatus.Active,
            ObservedAt = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero),
            Number = $"P-{number}",
            Name = name ?? $"Project {number}",
            Customer = new(CanonicalId.Derive("acme", "customer", "acme-psa", "test", "C-1")),
            LegalEntity = new(CanonicalId.Derive("acme", "legal-entity", "acme-psa", "test", "E-1")),
            Currency = CurrencyCode.Parse("EUR"),
            BillingType = ProjectBillingType.FixedFee,
            Stage = ProjectStage.Planned,
            Billable = true,
        };
        return new WriteRequest<Project>(project, new IdempotencyKey(id.Value));
    }

    private string Seed(int number, string name) => _sandbox.Seed($$"""{"number":"P-{{number}}","name":{{name}},""" + Euro);

    private IDisposable Fault(SandboxFaultKind kind, int status = 500, double rate = 1) =>
        _sandbox.Faults.During(new SandboxFault { Kind = kind, PathContains = "/batch", Status = status, Rate = rate, Times = int.MaxValue });

    private TRole Role<TRole>()
        where TRole : class
    {
        var registry = new ResilienceRegistry();
        _registries.Add(registry);
        var options = new AcmeOptions();
        Fill(options);
        return AcmeConnector.Create(AcmeClient.Create(options, registry), "acme", References).TryGet(out TRole? role) ? role : throw new InvalidOperationException("It has no such role.");
    }

    private void Fill(AcmeOptions options)
    {
        options.BaseAddress = _sandbox.BaseAddress;
        options.Account = "test";
        options.PageSize = 5;
        options.Credentials = static _ => ValueTask.FromResult(new AcmeCredentials("acme-client", "acme-secret"));
        options.Resilience.RetryDelay = TimeSpan.Zero;
        options.Resilience.CircuitMinimumThroughput = 1_000_000;
    }

    private sealed class End(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
