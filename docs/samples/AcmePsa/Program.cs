// The connector against its sandbox: what it can do, what it reads, and what a lost answer becomes.
using AcmePsa;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;

await using var sandbox = new AcmeSandbox();
await sandbox.StartAsync();
for (int i = 1; i <= 5; i++)
    sandbox.Seed($$"""{"number":"P-{{i}}","name":"Project {{i}}","client":"C-1","entity":"E-1","currency":"EUR","billing":"tm","stage":"active","billable":true,"starts":"2026-04-01"}""");

var services = new ServiceCollection();
services.AddAcmePsa("psa", options =>
{
    options.BaseAddress = sandbox.BaseAddress;
    options.Account = "demo";
    options.PageSize = 2;
    options.Credentials = _ => ValueTask.FromResult(new AcmeCredentials("acme-client", "acme-secret"));
    options.Resilience.RetryDelay = TimeSpan.FromMilliseconds(10);
});
services.AddConnector("psa", provider => AcmeConnector.Create(provider.GetRequiredKeyedService<AcmeClient>("psa"), "acme", new DictionaryReferenceResolver(DerivedReferenceResolver.Instance)
    .Add(new VendorReference("acme", "customer", "acme-psa", "demo", "C-1"), CanonicalId.Derive("acme", "customer", "acme-psa", "demo", "C-1"))
    .Add(new VendorReference("acme", "legal-entity", "acme-psa", "demo", "E-1"), CanonicalId.Derive("acme", "legal-entity", "acme-psa", "demo", "E-1"))));
await using ServiceProvider provider = services.BuildServiceProvider();
Connector connector = provider.GetRequiredKeyedService<Connector>("psa");

foreach (ObjectCapability can in connector.Capabilities)
    Console.WriteLine($"{can.Contract}: {can.VendorObject}: {can.Roles}");

List<Project> projects = [];
if (connector.TryGet(out ISource<Project>? source))
{
    await foreach (Page<SourceItem<Project>> page in source.ReadAsync())
    {
        projects.AddRange(page.Items.Where(item => item.IsMapped).Select(item => item.Value!));
        Console.WriteLine($"{page.Items.Count} projects, continuation {page.Continuation ?? "none"}");
    }
}

if (connector.TryGet(out ISink<Project>? sink))
{
    var request = new WriteRequest<Project>(projects[0] with { Name = "Roll-out" }, new IdempotencyKey(projects[0].Id.Value));
    using (sandbox.Faults.During(new SandboxFault { Kind = SandboxFaultKind.CutAfter, Method = "PUT", Times = int.MaxValue }))
        Console.WriteLine($"An answer is lost: {(await sink.UpsertAsync(request)).Kind}");
    ReadBack found = await sink.ReadBackAsync(request);
    Console.WriteLine($"Read back: found {found.Found}, matches {found.Matches}; sent again: {(await sink.UpsertAsync(request)).Kind}");
}
