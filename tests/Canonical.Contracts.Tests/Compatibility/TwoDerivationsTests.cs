using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Contracts.Tests.Compatibility;

// The writer's view is derived twice. Canonical.Model closes each object where it is defined: every contract of the profile is built so that this is enough, and validation is faster for it.
// Canonical.Contracts closes objects where they stand as values, which holds for all of JSON Schema, composition by allOf included. Here they are held against each other: on the profile they accept the same documents.
public sealed class TwoDerivationsTests
{
    private const int Schemas = 150;
    private const int Documents = 60;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("CANONICAL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : 20261121;

    [Fact]
    public void WriterViews_OfEveryContractOfTheRepository_AcceptTheSameDocuments()
    {
        var catalog = ContractCatalog.Load(Repository.Schemas);
        var set = CanonicalContractSet.Create([.. catalog.Contracts.Select(c => new KeyValuePair<ContractId, ReadOnlyMemory<byte>>(ContractId.Parse(c.Id), c.Utf8Json))]);
        var random = new Random(Seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var (accepted, refused) = (0, 0);
        foreach (var contract in catalog.Contracts.Where(c => c.Kind == ContractKind.BusinessObject))
        {
            var ours = ContractBundle.Of(catalog, contract).Compile(ContractView.Writer);
            var models = set.Get(ContractId.Parse(contract.Id)).WriterSchema;
            var folder = Path.Combine(Repository.Schemas, contract.Name, contract.Version + ".examples");
            foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
            {
                var json = JsonNode.Parse(File.ReadAllBytes(file))!;
                var example = file.Contains("valid" + Path.DirectorySeparatorChar, StringComparison.Ordinal) && json["breaks"] is null ? json : json["instance"]!;
                Same(ours, models, example, file, ref accepted, ref refused);
                // An unknown member in each object, and a member of each taken away.
                for (var i = 0; ; i++)
                {
                    var copy = example.DeepClone();
                    var objects = new List<JsonObject>();
                    ProfileSchemas.Objects(copy, objects);
                    if (i >= objects.Count) break;
                    objects[i]["unheardOf"] = "x";
                    Same(ours, models, copy, file, ref accepted, ref refused);
                    if (objects[i].Count < 2) continue;
                    objects[i].Remove("unheardOf");
                    objects[i].Remove(objects[i].ElementAt(random.Next(objects[i].Count)).Key);
                    Same(ours, models, copy, file, ref accepted, ref refused);
                }
            }
        }
        Assert.True(accepted > 100 && refused > 100, $"{accepted} accepted, {refused} refused");
    }

    [Fact]
    public void WriterViews_OfRandomContractsOfTheProfile_AcceptTheSameDocuments()
    {
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"seed {Seed}");
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < Schemas; i++)
        {
            var generator = new ProfileSchemas(new Random(Seed + i));
            var (library, contract) = generator.Contracts();
            byte[][] texts = [Encoding.UTF8.GetBytes(library.ToJsonString()), Encoding.UTF8.GetBytes(contract.ToJsonString())];
            var set = CanonicalContractSet.Create([new(ContractId.Parse("shared/1.0.0"), texts[0]), new(ContractId.Parse("thing/1.0.0"), texts[1])]);
            var models = set.Get("thing").WriterSchema;
            var ours = ContractBundle.Of(texts[1], [texts[0]]).Compile(ContractView.Writer);
            for (var j = 0; j < Documents; j++) Same(ours, models, generator.Document(), $"seed {Seed + i}: {contract.ToJsonString()}", ref accepted, ref refused);
        }
        output?.WriteLine($"{accepted} accepted, {refused} refused");
        Assert.True(accepted > 500 && refused > 500, $"{accepted} accepted, {refused} refused");
    }

    private static void Same(JsonSchema ours, JsonSchema models, JsonNode document, string place, ref int accepted, ref int refused)
    {
        var utf8 = Encoding.UTF8.GetBytes(document.ToJsonString());
        var isValid = ours.IsValid(utf8);
        Assert.True(isValid == models.IsValid(utf8), $"{place}: compared {(isValid ? "valid" : "invalid")}, the model says otherwise of {document.ToJsonString()}");
        if (isValid) accepted++;
        else refused++;
    }
}
