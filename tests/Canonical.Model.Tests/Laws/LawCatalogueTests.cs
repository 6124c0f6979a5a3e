using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

// Every law of every contract: its unlawful examples break it where they say, lawful documents break none, and the page lists each once.
public sealed class LawCatalogueTests
{
    private static readonly Dictionary<string, Func<byte[], IReadOnlyList<LawViolation>>> Objects = new(StringComparer.Ordinal)
    {
        ["accounting-period"] = j => Read<AccountingPeriod>(j).CheckLaws(),
        ["approval"] = j => Read<Approval>(j).CheckLaws(),
        ["assignment"] = j => Read<Assignment>(j).CheckLaws(),
        ["billing-event"] = j => Read<BillingEvent>(j).CheckLaws(),
        ["contact"] = j => Read<Contact>(j).CheckLaws(),
        ["contract"] = j => Read<ServiceContract>(j).CheckLaws(),
        ["contract-amendment"] = j => Read<ContractAmendment>(j).CheckLaws(),
        ["credit"] = j => Read<Credit>(j).CheckLaws(),
        ["crosswalk-entry"] = j => Read<CrosswalkEntry>(j).CheckLaws(),
        ["customer"] = j => Read<Customer>(j).CheckLaws(),
        ["dimension-value"] = j => Read<FinancialDimensionValue>(j).CheckLaws(),
        ["exception"] = j => Read<ExceptionRecord>(j).CheckLaws(),
        ["exchange-rate"] = j => Read<ExchangeRate>(j).CheckLaws(),
        ["expense-report"] = j => Read<ExpenseReport>(j).CheckLaws(),
        ["financial-dimension"] = j => Read<FinancialDimension>(j).CheckLaws(),
        ["invoice"] = j => Read<Invoice>(j).CheckLaws(),
        ["legal-entity"] = j => Read<LegalEntity>(j).CheckLaws(),
        ["milestone"] = j => Read<Milestone>(j).CheckLaws(),
        ["opportunity"] = j => Read<Opportunity>(j).CheckLaws(),
        ["org-unit"] = j => Read<OrgUnit>(j).CheckLaws(),
        ["payment"] = j => Read<Payment>(j).CheckLaws(),
        ["project"] = j => Read<Project>(j).CheckLaws(),
        ["rate-card"] = j => Read<RateCard>(j).CheckLaws(),
        ["rate-card/1.0.0"] = j => Read<V1.RateCard>(j).CheckLaws(),
        ["resource"] = j => Read<Resource>(j).CheckLaws(),
        ["revenue-event"] = j => Read<RevenueEvent>(j).CheckLaws(),
        ["revenue-schedule"] = j => Read<RevenueSchedule>(j).CheckLaws(),
        ["task"] = j => Read<ProjectTask>(j).CheckLaws(),
        ["time-entry"] = j => Read<TimeEntry>(j).CheckLaws(),
    };

    public static TheoryData<string> Unlawful() => Files("unlawful");

    public static TheoryData<string> Valid() => Files("valid");

    [Theory]
    [MemberData(nameof(Unlawful))]
    public void CheckLaws_UnlawfulExample_BreaksTheLawThatItNames(string file)
    {
        var example = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Shared.Root, file)))!;
        var violations = Check(file, Encoding.UTF8.GetBytes(example["instance"]!.ToJsonString()));

        Assert.Contains(violations, v => v.Code == example["breaks"]!["law"]!.GetValue<string>() && v.Path == example["breaks"]!["instancePath"]!.GetValue<string>());
        Assert.All(violations, v => Assert.True(v.Message.Length > 0 && v.Remedy.Length > 0));
        // A law that the contract does not name is one that its author does not know of.
        Assert.Empty(violations.Select(v => v.Code).Except(LawsOf(file)));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void CheckLaws_ValidExample_BreaksNone(string file) => Assert.Empty(Check(file, File.ReadAllBytes(Path.Combine(Shared.Root, file))));

    [Fact]
    public void Laws_EveryOne_IsShownByAnExample()
    {
        var shown = Files("unlawful").Select(f => (string)f.Data).Select(f => (Contract: ContractFile(f), Law: JsonNode.Parse(File.ReadAllBytes(Path.Combine(Shared.Root, f)))!["breaks"]!["law"]!.GetValue<string>())).ToHashSet();
        var declared = ContractFiles().SelectMany(c => LawsOfContract(c).Select(law => (Contract: c, Law: law)));

        Assert.Empty(declared.Except(shown));
    }

    [Fact]
    public void Docs_Laws_AreThoseOfTheContracts()
    {
        var page = File.ReadAllLines(Path.Combine(Shared.Root, "docs", "errors", "laws.md"));
        var listed = page.Where(l => l.StartsWith("| LAW", StringComparison.Ordinal)).Select(l => l.Split('|')[1].Trim()).ToArray();
        var declared = ContractFiles().SelectMany(LawsOfContract).Concat([SetLaws.PeriodGap, SetLaws.PeriodOverlap, SetLaws.CardsTie, SetLaws.CrosswalkTwice]).Distinct(StringComparer.Ordinal);

        Assert.Equal(declared.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static T Read<T>(byte[] json) where T : class, ICanonicalObject<T> =>
        T.TryRead(json, out var value, out var report) ? value : throw new InvalidOperationException($"The example breaks its contract: {report}");

    private static IReadOnlyList<LawViolation> Check(string file, byte[] json)
    {
        var parts = file.Split('/');
        return (Objects.GetValueOrDefault($"{parts[1]}/{parts[2][..^".examples".Length]}") ?? Objects[parts[1]])(json);
    }

    private static string ContractFile(string file) => file[..file.IndexOf(".examples", StringComparison.Ordinal)] + ".json";

    private static string[] LawsOf(string file) => LawsOfContract(ContractFile(file));

    private static string[] LawsOfContract(string contract)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Shared.Root, contract)));
        return json.RootElement.TryGetProperty("x-canonical-laws", out var laws) ? [.. laws.EnumerateArray().Select(l => l.GetProperty("code").GetString()!)] : [];
    }

    private static IEnumerable<string> ContractFiles() => Directory.EnumerateFiles(Path.Combine(Shared.Root, "schemas"), "*.json", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Shared.Root, f).Replace('\\', '/'))
        .Where(f => f.Split('/').Length == 3);

    private static TheoryData<string> Files(string kind) => new(Directory.EnumerateFiles(Path.Combine(Shared.Root, "schemas"), "*.json", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Shared.Root, f).Replace('\\', '/'))
        .Where(f => f.Contains($".examples/{kind}/", StringComparison.Ordinal) && !f.StartsWith("schemas/mapping", StringComparison.Ordinal) && !f.StartsWith("schemas/common/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal));
}
