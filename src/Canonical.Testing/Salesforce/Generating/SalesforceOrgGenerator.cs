using Bogus;

namespace Canonical.Testing;

/// <summary>
/// Fills a Salesforce sandbox with an org that looks lived in: accounts with hierarchies, contacts, products, opportunities with lines, contracts, orders and quotes, and, when the org has Certinia PSA, projects with everything below them.
/// The same seed gives the same org. Stamps are whole seconds, and many records share one, as after a bulk load. Names come from several languages. Not thread-safe.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class SalesforceOrgGenerator(int seed)
{
    /// <summary>How many accounts there are. 100 unless set; the other objects grow with them.</summary>
    public int Accounts { get; set; } = 100;

    /// <summary>The day on which the org is seen; records are spread over the year before. 2026-05-06 unless set.</summary>
    public DateOnly Today { get; set; } = new(2026, 5, 6);

    /// <summary>Records that share one stamp, as those of one bulk load do. 25 unless set.</summary>
    public int RecordsPerStamp { get; set; } = 25;

    /// <summary>Whether there are leads, cases and tasks too, some of them of a queue, and persons where the org has person accounts. False unless set.</summary>
    public bool Service { get; set; }

    /// <summary>Fills the sandbox.</summary>
    /// <param name="sandbox">The sandbox. Certinia's objects are filled when its options have <see cref="SalesforceSandboxOptions.CertiniaPsa"/>.</param>
    /// <returns>The ids of the new records by object, in the order in which they were made.</returns>
    /// <exception cref="InvalidOperationException">A number is below 1.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fill(SalesforceSandbox sandbox)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        if (Accounts < 1 || RecordsPerStamp < 1)
            throw new InvalidOperationException($"Accounts ({Accounts}) and RecordsPerStamp ({RecordsPerStamp}) are at least 1.");
        var sink = new GeneratedOrg(sandbox, Today, RecordsPerStamp, Accounts);
        Faker[] fakers = [.. ((string[])["de", "en", "fr", "pl"]).Select((locale, i) => new Faker(locale) { Random = new Randomizer(unchecked(seed + i)) })];
        Sell(sink, fakers);
        if (sink.Knows("pse__Proj__c"))
            new CertiniaOrgGenerator(sink, fakers[0], Today).Fill();
        if (Service)
            Serve(sink, fakers);
        return sink.Ids;
    }

    private void Serve(GeneratedOrg org, Faker[] fakers)
    {
        Faker f = fakers[0];
        string queue = org.Add("Group", ("Name", "Second line"), ("DeveloperName", "Second_Line"), ("Type", "Queue"));
        for (int i = 0; i < Accounts; i++)
        {
            Faker local = f.PickRandom(fakers);
            string currency = f.Random.Bool(0.7f) ? "EUR" : "USD";
            if (f.Random.Bool(0.3f))
                org.Add("Lead", ("LastName", local.Name.LastName()), ("FirstName", local.Name.FirstName()), ("Company", local.Company.CompanyName()), ("LeadSource", f.PickRandom("Web", "Phone", null)), ("OwnerId", f.Random.Bool(0.5f) ? queue : null), ("CurrencyIsoCode", currency));
            if (org.KnowsField("Account", "IsPersonAccount") && f.Random.Bool(0.3f))
                org.Add("Account", ("LastName", local.Name.LastName()), ("FirstName", local.Name.FirstName()), ("PersonEmail", local.Internet.Email(uniqueSuffix: $"p{i}")), ("PersonMailingCity", local.Address.City()), ("CurrencyIsoCode", currency));
            string account = f.PickRandom(org.Of("Account").AsEnumerable());
            string contact = f.PickRandom(org.Of("Contact").AsEnumerable());
            if (f.Random.Bool(0.4f))
                org.Add("Case", ("AccountId", account), ("ContactId", contact), ("Subject", local.Lorem.Sentence(5)), ("Status", f.PickRandom("New", "Working", "Closed")), ("Origin", f.PickRandom("Phone", "Email", "Web")), ("Priority", f.PickRandom("High", "Medium", "Low")), ("OwnerId", f.Random.Bool(0.5f) ? queue : null), ("CurrencyIsoCode", currency));
            string? person = f.Random.Bool(0.2f) && org.Of("Lead").Count > 0 ? f.PickRandom(org.Of("Lead").AsEnumerable()) : f.Random.Bool(0.9f) ? contact : null;
            string? about = org.Of("Lead").Contains(person, StringComparer.Ordinal) ? null : f.Random.Bool(0.5f) && org.Of("Opportunity").Count > 0 ? f.PickRandom(org.Of("Opportunity").AsEnumerable()) : account;
            org.Add("Task", ("Subject", f.PickRandom("Call", "Send quote", "Follow up")), ("WhoId", person), ("WhatId", about), ("ActivityDate", Today.AddDays(f.Random.Int(-60, 30))), ("Status", f.PickRandom("Not Started", "Completed")), ("CurrencyIsoCode", currency));
        }
    }

    private void Sell(GeneratedOrg org, Faker[] fakers)
    {
        Faker f = fakers[0];
        string pricebook = org.Add("Pricebook2", ("Name", "Standard Price Book"), ("IsActive", true), ("IsStandard", true));
        var entries = new List<(string Entry, string Product, decimal Price, string Currency)>();
        for (int i = 0; i < 12; i++)
        {
            string product = org.Add("Product2", ("Name", fakers[1].Commerce.ProductName()), ("ProductCode", $"SVC-{i:D3}"), ("Family", f.PickRandom("Consulting", "Subscription", "Support", "Training")), ("IsActive", true), ("QuantityUnitOfMeasure", f.PickRandom("Hour", "Day", "Each")));
            foreach (string currency in (string[])["EUR", "USD"])
            {
                decimal price = Math.Round(f.Random.Decimal(40, 2500), 2);
                entries.Add((org.Add("PricebookEntry", ("Name", $"SVC-{i:D3}"), ("Pricebook2Id", pricebook), ("Product2Id", product), ("UnitPrice", price), ("IsActive", true), ("CurrencyIsoCode", currency)), product, price, currency));
            }
        }

        for (int i = 0; i < Accounts; i++)
        {
            Faker local = f.PickRandom(fakers);
            string currency = f.Random.Bool(0.7f) ? "EUR" : "USD";
            string account = AddAccount(org, local, i, currency);
            var contacts = new List<string>();
            for (int c = f.Random.Int(1, 4); c > 0; c--)
                contacts.Add(AddContact(org, local, account, currency));
            for (int o = f.Random.Int(0, 4); o > 0; o--)
                AddOpportunity(org, f, account, contacts[0], currency, pricebook, [.. entries.Where(e => e.Currency == currency)]);
        }
    }

    private static string AddAccount(GeneratedOrg org, Faker f, int number, string currency)
    {
        IReadOnlyList<string> before = org.Of("Account");
        string? parent = before.Count > 0 && f.Random.Bool(0.15f) ? before[f.Random.Int(0, before.Count - 1)] : null;
        return org.Add(
            "Account",
            ("Name", f.Company.CompanyName()), ("AccountNumber", f.Random.Bool(0.1f) ? "420" : $"{10_000 + number}"), ("Type", f.PickRandom("Prospect", "Customer - Direct", "Customer - Channel")),
            ("ParentId", parent), ("Industry", f.PickRandom("Banking", "Energy", "Manufacturing", "Consulting", null)), ("Phone", f.Phone.PhoneNumber()), ("Website", f.Internet.Url()),
            ("BillingStreet", f.Address.StreetAddress()), ("BillingCity", f.Address.City()), ("BillingPostalCode", f.Address.ZipCode()), ("BillingCountry", f.Address.Country()),
            ("AnnualRevenue", f.Random.Bool(0.6f) ? f.Random.Int(1, 900) * 100_000m : null), ("NumberOfEmployees", f.Random.Bool(0.6f) ? f.Random.Int(3, 40_000) : null),
            ("Description", f.Random.Bool(0.3f) ? f.Lorem.Paragraphs(2, "\r\n") : null), ("CurrencyIsoCode", currency));
    }

    private static string AddContact(GeneratedOrg org, Faker f, string account, string currency)
    {
        string first = f.Name.FirstName();
        string last = f.Name.LastName();
        return org.Add(
            "Contact",
            ("FirstName", first), ("LastName", last), ("AccountId", account), ("Email", f.Random.Bool(0.9f) ? f.Internet.Email(first, last, "example.com", $"{org.Of("Contact").Count}") : null), ("Phone", f.Phone.PhoneNumber()),
            ("Title", f.Name.JobTitle()), ("Birthdate", f.Random.Bool(0.3f) ? new DateOnly(1950, 1, 1).AddDays(f.Random.Int(0, 18_000)) : null), ("MailingCity", f.Address.City()), ("CurrencyIsoCode", currency));
    }

    private void AddOpportunity(GeneratedOrg org, Faker f, string account, string contact, string currency, string pricebook, (string Entry, string Product, decimal Price, string Currency)[] prices)
    {
        string stage = f.PickRandom("Closed Won", "Closed Won", "Closed Lost", "Prospecting", "Proposal/Price Quote", "Negotiation/Review");
        DateOnly close = Today.AddDays(f.Random.Int(-360, 120));
        string name = f.Company.CatchPhrase();
        string opportunity = org.Add(
            "Opportunity",
            ("Name", name), ("AccountId", account), ("StageName", stage), ("CloseDate", close), ("Amount", f.Random.Bool(0.9f) ? Math.Round(f.Random.Decimal(500, 400_000), 2) : null),
            ("LeadSource", f.PickRandom("Web", "Phone", "Partner", null)), ("Pricebook2Id", pricebook), ("CurrencyIsoCode", currency));
        (string, object?)[][] lines = [.. Enumerable.Range(0, f.Random.Int(0, 4)).Select(_ => Line(f, prices, currency))];
        foreach ((string, object?)[] line in lines)
            org.Add("OpportunityLineItem", [("OpportunityId", opportunity), .. line]);
        if (f.Random.Bool(0.4f))
        {
            string quote = org.Add("Quote", ("Name", "Quote " + name), ("OpportunityId", opportunity), ("Status", stage == "Closed Won" ? "Accepted" : "Presented"), ("ExpirationDate", close.AddDays(30)), ("ContactId", contact), ("Pricebook2Id", pricebook), ("CurrencyIsoCode", currency));
            foreach ((string, object?)[] line in lines)
                org.Add("QuoteLineItem", [("QuoteId", quote), .. line]);
        }

        if (stage != "Closed Won")
            return;
        string contract = org.Add("Contract", ("AccountId", account), ("Status", "Activated"), ("StartDate", close.AddDays(1)), ("ContractTerm", f.PickRandom(6, 12, 24)), ("CustomerSignedId", contact), ("CustomerSignedDate", close), ("Name", name), ("CurrencyIsoCode", currency));
        string order = org.Add("Order", ("AccountId", account), ("ContractId", contract), ("OpportunityId", opportunity), ("EffectiveDate", close.AddDays(1)), ("Status", "Draft"), ("PoNumber", $"PO-{f.Random.Int(1000, 9999)}"), ("Pricebook2Id", pricebook), ("BillToContactId", contact), ("CurrencyIsoCode", currency));
        foreach ((string, object?)[] line in lines)
            org.Add("OrderItem", [("OrderId", order), .. line]);
    }

    private static (string, object?)[] Line(Faker f, (string Entry, string Product, decimal Price, string Currency)[] prices, string currency)
    {
        (string entry, string product, decimal price, _) = f.PickRandom(prices);
        return [("PricebookEntryId", entry), ("Product2Id", product), ("Quantity", f.Random.Int(1, 40)), ("UnitPrice", price), ("CurrencyIsoCode", currency)];
    }
}
