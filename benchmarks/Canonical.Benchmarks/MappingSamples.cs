using System.Text;
using Canonical.Mapping;
using Canonical.Model;

namespace Canonical.Benchmarks;

/// <summary>The two records of the mapping benchmark.</summary>
internal static class MappingSamples
{
    // As the REST API gives a full account of an org with one currency: 60 fields, of which the mapping reads two dozen.
    public const string AccountJson = """
        {"attributes":{"type":"Account","url":"/services/data/v60.0/sobjects/Account/001i000002C8QTJAA3"},"Id":"001i000002C8QTJAA3","IsDeleted":false,"MasterRecordId":null,"Name":"Övik Energi AB","Type":"Customer - Direct","ParentId":"001i000002C8QTHAA3","BillingStreet":"Hamnplan 2\r\nBox 77","BillingCity":"Örnsköldsvik","BillingState":"Västernorrland","BillingPostalCode":"891 33","BillingCountry":"Sweden","BillingLatitude":63.2909,"BillingLongitude":18.7153,"BillingGeocodeAccuracy":"Address","BillingAddress":{"city":"Örnsköldsvik","country":"Sweden","geocodeAccuracy":"Address","latitude":63.2909,"longitude":18.7153,"postalCode":"891 33","state":"Västernorrland","street":"Hamnplan 2\r\nBox 77"},"ShippingStreet":"Industrigatan 14","ShippingCity":"Domsjö","ShippingState":"Västernorrland","ShippingPostalCode":"892 42","ShippingCountry":"Sweden","ShippingLatitude":null,"ShippingLongitude":null,"ShippingGeocodeAccuracy":null,"ShippingAddress":{"city":"Domsjö","country":"Sweden","geocodeAccuracy":null,"latitude":null,"longitude":null,"postalCode":"892 42","state":"Västernorrland","street":"Industrigatan 14"},"Phone":"+46 660 555 01","Fax":"+46 660 555 02","AccountNumber":"CD451796","Website":"www.example.se","PhotoUrl":"/services/images/photo/001i000002C8QTJAA3","Sic":"4911","Industry":"Energy","AnnualRevenue":9.5E8,"NumberOfEmployees":420.0,"Ownership":"Public","TickerSymbol":null,"Description":"District heating and power, municipal owner.","Rating":"Hot","Site":null,"OwnerId":"005i0000002bMyYAAU","CreatedDate":"2017-04-25T15:17:55.000+0000","CreatedById":"005i0000002bMyYAAU","LastModifiedDate":"2026-03-07T09:05:01.000+0000","LastModifiedById":"005i0000002bMyZAAU","SystemModstamp":"2026-03-07T09:05:01.000+0000","LastActivityDate":null,"LastViewedDate":"2026-03-08T07:11:42.000+0000","LastReferencedDate":"2026-03-08T07:11:42.000+0000","Jigsaw":null,"JigsawCompanyId":null,"CleanStatus":"Pending","AccountSource":"Web","DunsNumber":null,"Tradestyle":null,"NaicsCode":null,"NaicsDesc":null,"YearStarted":null,"SicDesc":null,"DandbCompanyId":null,"OperatingHoursId":null,"CustomerPriority__c":"High","SLA__c":"Gold","Active__c":"Yes","NumberofLocations__c":3.0,"UpsellOpportunity__c":"Maybe","SLASerialNumber__c":"2657","SLAExpirationDate__c":"2026-12-31"}
        """;

    private static readonly DateTimeOffset s_observed = new(2026, 3, 9, 6, 0, 0, TimeSpan.Zero);

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
            "account", Encoding.UTF8.GetBytes(AccountJson), MappingDocument.Parse(Find("src", "Connectors.Salesforce", "Mappings", "account.customer.json")),
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
