using System.Text.Json;

namespace Conventions.Tests;

/// <summary>A generated object calls the laws of its contract by a partial method, which does nothing where nobody wrote it: a law that is missing is found here.</summary>
public sealed class LawTests
{
    public static TheoryData<string> Contracts() =>
        [.. Repository.SourceFiles("schemas", "*.json").Select(Repository.Relative).Where(path => path.Split('/').Length == 3 && Laws(path).Length > 0).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Law_EveryOneOfAContract_IsInTheFileOfItsObject(string contract)
    {
        string name = ClassName(contract);
        // RateCardLaws.cs, and RateCardLawsV1.cs of an older major.
        string[] files = [.. Repository.SourceFiles("src/Canonical.Model/Laws", name + "Laws*.cs")];
        // The laws of customers, contracts and prices come from another branch: once their folder is there, each of them must be too.
        if (files.Length == 0 && !Directory.Exists(Path.Combine(Repository.Root, "src", "Canonical.Model", "Laws", "Commercial"))) Assert.Skip($"The laws of {name} are not written yet.");

        string source = string.Concat(files.Select(File.ReadAllText));
        string[] missing = [.. Laws(contract).Where(law => !source.Contains($"\"{law}\"", StringComparison.Ordinal))];

        Assert.NotEmpty(files);
        Assert.Empty(missing);
        Assert.Contains("partial void CheckLaws(", source, StringComparison.Ordinal);
    }

    private static string[] Laws(string contract)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, contract)));
        return json.RootElement.TryGetProperty("x-canonical-laws", out JsonElement laws) ? [.. laws.EnumerateArray().Select(law => law.GetProperty("code").GetString()!)] : [];
    }

    private static string ClassName(string contract)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, contract)));
        return json.RootElement.TryGetProperty("x-canonical-class-name", out JsonElement name)
            ? name.GetString()!
            : string.Concat(contract.Split('/')[1].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
