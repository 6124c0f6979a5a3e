using Bogus;

namespace Canonical.Testing;

/// <summary>Fills the objects of Certinia PSA: a project for each won opportunity, with people, time, expenses and what is billed of them.</summary>
internal sealed class CertiniaOrgGenerator(GeneratedOrg org, Faker f, DateOnly today)
{
    private static readonly string[] Roles = ["Consultant", "Senior Consultant", "Project Manager", "Architect"];

    private readonly List<(string Id, string Role)> _resources = [];
    private int _projects;
    private readonly Dictionary<string, string> _rateCards = new(StringComparer.Ordinal);

    public void Fill()
    {
        string company = org.Add("fferpcore__Company__c", ("Name", "Canonical Consulting GmbH"), ("fferpcore__Code__c", "DE01"), ("fferpcore__CorrelationId__c", "LE-DE01"), ("fferpcore__Country__c", "DE"));
        string world = org.Add("pse__Region__c", ("Name", "Corporate"));
        string region = org.Add("pse__Region__c", ("Name", "DACH"), ("pse__Parent_Region__c", world));
        string practice = org.Add("pse__Practice__c", ("Name", "Cloud"));
        string group = org.Add("pse__Grp__c", ("Name", "Delivery"));
        string set = org.Add("pse__Rate_Card_Set__c", ("Name", "Standard 2026"));
        foreach (string role in Roles)
        {
            string card = org.Add("pse__Rate_Card__c", ("Name", $"{role} DACH"), ("pse__Role__c", role), ("pse__Region__c", region), ("pse__Start_Date__c", today.AddDays(-365)), ("pse__End_Date__c", today.AddDays(365)), ("pse__Suggested_Bill_Rate__c", Math.Round(f.Random.Decimal(90, 240), 4)), ("pse__Average_Cost_Rate__c", Math.Round(f.Random.Decimal(40, 80), 2)), ("CurrencyIsoCode", "EUR"));
            org.Add("pse__Rate_Card_Set_Junction__c", ("pse__Rate_Card__c", card), ("pse__Rate_Card_Set__c", set));
            _rateCards.Add(role, card);
        }

        string own = org.Add("pse__Rate_Card__c", ("Name", "Own rate"), ("pse__Role__c", Roles[0]), ("pse__Account__c", org.Of("Account")[0]), ("pse__Practice__c", practice), ("pse__Group__c", group), ("pse__Start_Date__c", today.AddDays(-100)), ("pse__Suggested_Bill_Rate__c", 99.1250m), ("pse__Average_Cost_Rate__c", 44m), ("CurrencyIsoCode", "EUR"));
        org.Add("pse__Rate_Card_Set_Junction__c", ("pse__Rate_Card__c", own), ("pse__Rate_Card_Set__c", set));

        for (int i = 0; i < 20; i++)
        {
            string first = f.Name.FirstName();
            string last = f.Name.LastName();
            string role = f.PickRandom(Roles);
            _resources.Add((org.Add("Contact", ("FirstName", first), ("LastName", last), ("Email", $"resource{i}@canonical.example"), ("pse__Is_Resource__c", true), ("pse__Is_Resource_Active__c", f.Random.Bool(0.9f)), ("pse__Region__c", region), ("pse__Practice__c", practice), ("pse__Group__c", group), ("pse__Resource_Role__c", role), ("pse__Default_Cost_Rate__c", Math.Round(f.Random.Decimal(40, 80), 2)), ("pse__ERP_Worker_Correlation_Id__c", $"W-{i:D4}"), ("pse__Start_Date__c", today.AddDays(-1000)), ("CurrencyIsoCode", "EUR")), role));
        }

        IReadOnlyList<string> opportunities = org.Of("Opportunity");
        for (int i = 0; i < opportunities.Count; i += 4)
            AddProject(opportunities[i], company, region, practice, group, set);
    }

    private void AddProject(string opportunity, string company, string region, string practice, string group, string set)
    {
        DateOnly start = today.AddDays(-f.Random.Int(60, 200));
        string project = org.Add(
            "pse__Proj__c",
            ("Name", f.Company.CatchPhrase()), ("pse__Opportunity__c", opportunity), ("pse__Account__c", f.PickRandom(org.Of("Account").ToArray())), ("pse__Company__c", company), ("pse__Region__c", region), ("pse__Practice__c", practice), ("pse__Group__c", group), ("pse__Rate_Card_Set__c", set),
            ("pse__Project_Manager__c", _resources[0].Id), ("pse__Start_Date__c", start), ("pse__End_Date__c", start.AddDays(240)), ("pse__Stage__c", "In Progress"), ("pse__Billing_Type__c", f.PickRandom("Time and Materials", "Fixed Price")), ("pse__Is_Active__c", true), ("pse__Is_Billable__c", true), ("CurrencyIsoCode", "EUR"));
        string milestone = org.Add("pse__Milestone__c", ("Name", "Go-live"), ("pse__Project__c", project), ("pse__Milestone_Amount__c", f.Random.Int(5, 50) * 1000m), ("pse__Target_Date__c", start.AddDays(120)), ("pse__Status__c", "Planned"), ("pse__Include_In_Financials__c", true), ("CurrencyIsoCode", "EUR"));
        string phase = org.Add("pse__Project_Task__c", ("Name", "Build"), ("pse__Project__c", project), ("pse__Milestone__c", milestone), ("pse__Status__c", "Started"), ("pse__Estimated_Hours__c", 120m), ("pse__External_Task_ID__c", $"T-{org.Of("pse__Project_Task__c").Count}"), ("CurrencyIsoCode", "EUR"));
        org.Add("pse__Project_Task__c", ("Name", "Test"), ("pse__Project__c", project), ("pse__Parent_Task__c", phase), ("pse__Status__c", "Planned"), ("pse__Estimated_Hours__c", 40.5m), ("pse__External_Task_ID__c", $"T-{org.Of("pse__Project_Task__c").Count}"), ("CurrencyIsoCode", "EUR"));
        string batch = org.Add("pse__Billing_Event_Batch__c", ("Name", $"BEB {project[..15]}"), ("pse__Batch_Key__c", $"B-{project}"), ("pse__Is_Released__c", true), ("CurrencyIsoCode", "EUR"));
        string billing = org.Add("pse__Billing_Event__c", [("pse__Billing_Event_Batch__c", batch), ("pse__Project__c", project), ("pse__Date__c", today.AddDays(-10)), ("pse__Event_Key__c", $"{project}-1"), .. Life(_projects++), ("CurrencyIsoCode", "EUR")]);
        for (int i = f.Random.Int(1, 3); i > 0; i--)
        {
            (string resource, string role) = f.PickRandom(_resources);
            string schedule = org.Add("pse__Schedule__c", [("Name", "Schedule"), ("pse__Start_Date__c", start), ("pse__End_Date__c", start.AddDays(90)), .. CertiniaObjects.Days.Select((d, n) => ($"pse__{d}_Hours__c", (object?)(n < 5 ? 8m : 0m)))]);
            decimal rate = Math.Round(f.Random.Decimal(90, 240), 4);
            string assignment = org.Add("pse__Assignment__c", ("Name", role), ("pse__Project__c", project), ("pse__Resource__c", resource), ("pse__Schedule__c", schedule), ("pse__Rate_Card__c", _rateCards[role]), ("pse__Role__c", role), ("pse__Bill_Rate__c", rate), ("pse__Daily_Bill_Rate__c", i == 3), ("pse__Planned_Hours__c", 480m), ("pse__Percent_Allocated__c", 100m), ("pse__Cost_Rate_Amount__c", 55.5m), ("pse__Cost_Rate_Currency_Code__c", "CHF"), ("pse__Status__c", "Scheduled"), ("pse__Is_Billable__c", true), ("CurrencyIsoCode", "EUR"));
            AddTime(project, resource, assignment, billing, rate, start);
            AddExpenses(project, resource, assignment, billing);
        }

        decimal amount = f.Random.Int(1, 9) * 1000m;
        string done = org.Add("pse__Milestone__c", ("Name", "Design"), ("pse__Project__c", project), ("pse__Milestone_Amount__c", amount), ("pse__Target_Date__c", start.AddDays(30)), ("pse__Actual_Date__c", f.Random.Bool() ? start.AddDays(33) : null), ("pse__Status__c", "Approved"), ("pse__Approved_for_Billing__c", true), ("pse__Include_In_Financials__c", true), ("CurrencyIsoCode", "EUR"));
        Bill(project, billing, "Milestone", "pse__Milestone__c", done, amount, ("pse__Description__c", "Design accepted"));
        decimal discount = -f.Random.Int(1, 9) * 10m;
        string adjustment = org.Add("pse__Miscellaneous_Adjustment__c", ("Name", "Goodwill"), ("pse__Project__c", project), ("pse__Amount__c", discount), ("pse__Effective_Date__c", start.AddDays(35)), ("pse__Status__c", "Approved"), ("CurrencyIsoCode", "EUR"));
        Bill(project, billing, "Miscellaneous Adjustment", "pse__Miscellaneous_Adjustment__c", adjustment, discount, ("pse__Subcategory__c", "Goodwill"));
        string budget = org.Add("pse__Budget__c", ("Name", "Fixed price"), ("pse__Project__c", project), ("pse__Amount__c", 5000m), ("pse__Effective_Date__c", start), ("pse__Status__c", "Approved"), ("pse__Billable__c", true), ("CurrencyIsoCode", "EUR"));
        Bill(project, billing, "Budget", "pse__Budget__c", budget, 5000m);
    }

    private static (string, object?)[] Life(int number) => (number % 4) switch
    {
        0 => [("pse__Status__c", "Approved"), ("pse__Is_Approved__c", true), ("pse__Is_Released__c", true)],
        1 => [("pse__Status__c", "Approved"), ("pse__Is_Approved__c", true), ("pse__Is_Released__c", true), ("pse__Invoiced__c", true), ("pse__Invoice_Number__c", $"INV-{number:D4}")],
        2 => [("pse__Status__c", "Draft")],
        _ => [("pse__Status__c", "Rejected")],
    };

    private void Bill(string project, string billing, string category, string field, string id, decimal amount, params ReadOnlySpan<(string, object?)> more) =>
        org.Add("pse__Billing_Event_Item__c", [("pse__Billing_Event__c", billing), ("pse__Project__c", project), ("pse__Category__c", category), (field, id), ("pse__Object_Id__c", id), ("pse__Amount__c", amount), ("pse__Rounded_Amount__c", Math.Round(amount, 2)), .. more, ("CurrencyIsoCode", "EUR")]);

    private void AddTime(string project, string resource, string assignment, string billing, decimal rate, DateOnly start)
    {
        DateOnly monday = start.AddDays(-(((int)start.DayOfWeek + 6) % 7));
        for (int week = 0; week < 3; week++)
        {
            DateOnly from = monday.AddDays(7 * week);
            bool approved = week < 2;
            (string, object?)[] hours = [.. CertiniaObjects.Days.Take(5).Select(d => ($"pse__{d}_Hours__c", (object?)(f.Random.Int(0, 32) / 4m)))];
            (string, object?)[] common = [("pse__Resource__c", resource), ("pse__Project__c", project), ("pse__Assignment__c", assignment), ("pse__Billable__c", true), ("pse__Status__c", approved ? "Approved" : "Saved"), ("pse__Submitted__c", approved), ("pse__Approved__c", approved), ("CurrencyIsoCode", "EUR")];
            string header = org.Add("pse__Timecard_Header__c", [.. common, .. hours, ("pse__Bill_Rate__c", rate), ("pse__Start_Date__c", from), ("pse__End_Date__c", from.AddDays(6)), ("pse__Monday_Notes__c", f.Lorem.Sentence(4))]);
            if (!approved)
                continue;
            // A week over the end of a month makes two splits.
            int cut = Enumerable.Range(0, 5).FirstOrDefault(d => from.AddDays(d).Month != from.Month, 5);
            foreach ((int first, int end) in cut == 5 ? [(0, 5)] : new[] { (0, cut), (cut, 5) })
            {
                (string, object?)[] own = hours[first..end];
                decimal sum = own.Sum(h => (decimal)h.Item2!);
                string split = org.Add("pse__Timecard__c", [("pse__Timecard_Header__c", header), .. common, .. own, ("pse__Start_Date__c", from.AddDays(first)), ("pse__End_Date__c", from.AddDays(end == 5 ? 6 : end - 1)), ("pse__Total_Billable_Amount__c", Math.Round(sum * rate, 2))]);
                org.Add("pse__Billing_Event_Item__c", ("pse__Billing_Event__c", billing), ("pse__Project__c", project), ("pse__Category__c", "Timecard"), ("pse__Timecard_Split__c", split), ("pse__Object_Id__c", split), ("pse__Quantity__c", sum), ("pse__Unit_Price__c", rate), ("pse__Amount__c", sum * rate), ("pse__Rounded_Amount__c", Math.Round(sum * rate, 2)), ("CurrencyIsoCode", "EUR"));
            }
        }
    }

    private void AddExpenses(string project, string resource, string assignment, string billing)
    {
        string report = org.Add("pse__Expense_Report__c", ("Name", "Travel"), ("pse__Project__c", project), ("pse__Resource__c", resource), ("pse__Assignment__c", assignment), ("pse__Expense_Report_Reference__c", $"ER-{org.Of("pse__Expense_Report__c").Count}"), ("pse__Status__c", "Submitted"), ("pse__Submitted__c", true), ("pse__Billable__c", true), ("pse__Reimbursement_Currency__c", "EUR"), ("CurrencyIsoCode", "EUR"));
        for (int i = f.Random.Int(1, 3); i > 0; i--)
        {
            decimal amount = Math.Round(f.Random.Decimal(5, 400), 2);
            const decimal rate = 1.083412m;
            decimal converted = Math.Round(amount / rate, 2);
            // The card of the firm paid the last one of some reports.
            bool ours = i == 3;
            string expense = org.Add(
                "pse__Expense__c",
                ("pse__Expense_Report__c", report), ("pse__Project__c", project), ("pse__Resource__c", resource), ("pse__Assignment__c", assignment), ("pse__Amount__c", amount), ("CurrencyIsoCode", ours ? "EUR" : "USD"),
                ("pse__Billing_Amount__c", ours ? amount : converted), ("pse__Billing_Currency__c", "EUR"), ("pse__Reimbursement_Amount__c", ours ? 0m : converted), ("pse__Reimbursement_Currency__c", "EUR"), ("pse__Non_Reimbursible__c", ours),
                ("pse__Exchange_Rate_Incurred_Currency__c", rate), ("pse__Expense_Date__c", today.AddDays(-f.Random.Int(5, 60))), ("pse__Type__c", f.PickRandom("Airfare", "Lodging", "Meals", "Taxi")), ("pse__Description__c", f.Lorem.Sentence(3)),
                ("pse__Billable__c", true), ("pse__Status__c", "Submitted"), ("pse__Submitted__c", true), ("pse__Mobile_Expense_Reference_ID__c", $"EX-{org.Of("pse__Expense__c").Count}"));
            Bill(project, billing, "Expense", "pse__Expense__c", expense, ours ? amount : converted);
        }
    }
}
