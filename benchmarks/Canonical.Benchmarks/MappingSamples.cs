using Canonical.Mapping;
using Canonical.Model;

namespace Canonical.Benchmarks;

/// <summary>The two records of the mapping benchmark: an account as the REST API gives it whole, 60 fields of which the mapping reads two dozen, and the time bill of the golden folder.</summary>
internal static class MappingSamples
{
    private static readonly DateTimeOffset s_observed = new(2026, 3, 9, 6, 0, 0, TimeSpan.Zero);

    // The code by hand has no counterpart of keeping what nobody maps, so neither side does it here.
    private static readonly MappingOverlay s_withoutRest = MappingOverlay.Parse("""
        { "overlay": "benchmark.without-rest", "version": "1.0.0", "base": "salesforce.account-customer", "baseVersion": "^1.0.0", "scope": "customFields", "lenses": [ { "op": "remove", "id": "rest" } ] }
        """u8);

    public static IMapped Account()
    {
        var context = new MappingContext
        {
            Tenant = "acme",
            Instance = "00D000000000062EAA",
            ObservedAt = s_observed,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["orgCurrency"] = "SEK" },
        };
        var parent = CanonicalId.Derive("acme", "customer", "salesforce", context.Instance, "001i000002C8QTHAA3");
        var resolver = new DictionaryReferenceResolver().Add(new VendorReference("acme", "customer", "salesforce", context.Instance, "001i000002C8QTHAA3"), parent);
        var hand = new AccountByHand("acme", context.Instance, s_observed, "SEK", new Dictionary<Guid, string> { [parent.Value] = "001i000002C8QTHAA3" });
        return new Mapped<Customer>(
            "account", Find("benchmarks", "jsonata", "account.json"), MappingDocument.Parse(Find("src", "Connectors.Salesforce", "Mappings", "account.customer.json")).With(s_withoutRest),
            context, context with { References = resolver }, hand.ToCanonical, hand.ToCustomer, hand.ToVendor);
    }

    public static IMapped TimeBill()
    {
        var context = new MappingContext
        {
            Tenant = "acme",
            Instance = "1234567_SB1",
            ObservedAt = s_observed,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["rateCurrency"] = "EUR" },
        };
        var resolver = new DictionaryReferenceResolver();
        var keys = new Dictionary<Guid, string>();
        foreach (var (type, key) in new[] { ("resource", "41"), ("project", "902"), ("task", "77") })
        {
            var id = CanonicalId.Derive("acme", type, "netsuite", context.Instance, key);
            resolver.Add(new VendorReference("acme", type, "netsuite", context.Instance, key), id);
            keys[id.Value] = key;
        }

        var hand = new TimeBillByHand("acme", context.Instance, s_observed, "EUR", keys);
        return new Mapped<TimeEntry>(
            "time bill", Find("tests", "Canonical.Mapping.Tests", "Golden", "netsuite-time-bill", "input.json"),
            MappingDocument.Parse(Find("tests", "Canonical.Mapping.Tests", "Golden", "netsuite-time-bill", "mapping.json")),
            context, context with { References = resolver }, hand.ToCanonical, hand.ToTimeEntry, hand.ToVendor);
    }

    private static byte[] Find(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln")))
                return File.ReadAllBytes(Path.Combine([folder.FullName, .. parts]));
        }

        throw new InvalidOperationException("The benchmark runs inside of the repository.");
    }
}
