using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

using Microsoft.Extensions.DependencyInjection;

namespace Connectors.NetSuite.Tests;

/// <summary>The example of PACKAGE.md, line by line, so that it compiles. A test compares the two.</summary>
internal static class PackageExample
{
    public interface IVault
    {
        Task<string> ReadAsync(string name, CancellationToken cancellationToken);
    }

    public static async Task RunAsync(IServiceCollection services, IReferenceResolver references, IVault vault, string clientId, string certificateId, IServiceProvider provider, Customer customer, IdempotencyKey key, CancellationToken cancellationToken)
    {
        services.AddNetSuite("erp", o =>
        {
            o.AccountId = "1234567_SB1";
            o.Tenant = "acme";
            o.References = references;
            o.Certificate = async ct => new NetSuiteCertificateCredential(clientId, certificateId, await vault.ReadAsync("netsuite-key", ct));
        });

        ISink<Customer> customers = provider.GetRequiredKeyedService<ISink<Customer>>("erp");
        WriteOutcome outcome = await customers.UpsertAsync(new WriteRequest<Customer>(customer, key), cancellationToken);
        foreach (RecordIssue issue in outcome.Issues)
            Console.WriteLine($"{issue.Code} {issue.Path}: {issue.Message} {issue.Remedy}");
    }
}
