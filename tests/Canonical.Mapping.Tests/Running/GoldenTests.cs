using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

/// <summary>
/// A folder a case under <c>Golden/</c>: <c>mapping.json</c>, <c>context.json</c>, <c>input.json</c> and what they give: <c>canonical.json</c>, <c>back.json</c>, <c>issues.txt</c>.
/// To take over what the engine gives now, run once with the environment variable CANONICAL_GOLDEN=write, and read the difference before committing it.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string s_folder = Repository.Path("tests", "Canonical.Mapping.Tests", "Golden");

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(s_folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_Mapped_GivesTheExpectedFiles(string name)
    {
        var mapper = Mapper.Compile(MappingDocument.Parse(Read(name, "mapping.json")));
        var context = Context(name);
        var forth = mapper.ToCanonical(Read(name, "input.json"), context);
        var issues = new StringBuilder();
        foreach (var issue in forth.Issues)
            issues.Append("toCanonical ").Append(issue).Append('\n');
        if (forth.Succeeded)
        {
            Expect(name, "canonical.json", Bench.Indented(forth.Json.Span));
            var back = mapper.ToVendor(forth.Json.Span, context);
            foreach (var issue in back.Issues)
                issues.Append("toVendor ").Append(issue).Append('\n');
            if (back.Succeeded)
                Expect(name, "back.json", Bench.Indented(back.Json.Span));
        }

        Expect(name, "issues.txt", issues.ToString());
    }

    private static MappingContext Context(string name)
    {
        using var json = JsonDocument.Parse(Read(name, "context.json"));
        var root = json.RootElement;
        var context = new MappingContext
        {
            Tenant = root.GetProperty("tenant").GetString()!,
            Instance = root.GetProperty("instance").GetString()!,
            ObservedAt = root.GetProperty("observedAt").GetDateTimeOffset(),
            Parameters = root.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal),
        };
        var resolver = new DictionaryReferenceResolver();
        foreach (var known in root.GetProperty("references").EnumerateArray())
        {
            var reference = new VendorReference(context.Tenant, known.GetProperty("to").GetString()!, known.GetProperty("system").GetString()!, context.Instance, known.GetProperty("key").GetString()!);
            Assert.True(DerivedReferenceResolver.Instance.TryGetCanonical(reference, out var id));
            resolver.Add(reference, id);
        }

        return context with { References = resolver };
    }

    private static byte[] Read(string name, string file) => File.ReadAllBytes(Path.Combine(s_folder, name, file));

    private static void Expect(string name, string file, string actual)
    {
        var path = Path.Combine(s_folder, name, file);
        if (Environment.GetEnvironmentVariable("CANONICAL_GOLDEN") == "write")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{path} is missing; see the summary of this class.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
