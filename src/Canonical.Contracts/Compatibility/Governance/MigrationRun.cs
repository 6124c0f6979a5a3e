using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

// Runs the migrations of a new major version on the valid examples of both versions, and on a small document that is made from each contract. It refutes; it proves nothing beyond the documents that were tried.
internal static class MigrationRun
{
    public static IEnumerable<(string Subject, string Message, FindingSeverity Severity)> Check(ContractCatalog catalog, ContractDocument old, ContractDocument @new, ContractMigration migration, CancellationToken cancellationToken)
    {
        var (before, after) = (ContractBundle.Of(catalog, old), ContractBundle.Of(catalog, @new));
        var (oldReader, newReader) = (before.Compile(ContractView.Reader), after.Compile(ContractView.Reader));
        return Way(Documents(catalog, old, before, cancellationToken), "up", migration.Up, migration.Down, newReader, oldReader, Required(before))
            .Concat(Way(Documents(catalog, @new, after, cancellationToken), "down", migration.Down, migration.Up, oldReader, newReader, [])).Distinct();
    }

    private static IEnumerable<(string Subject, string Message, FindingSeverity Severity)> Way(List<(string Name, byte[] Utf8)> documents, string way, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> there, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> back,
        JsonSchema target, JsonSchema origin, HashSet<string> required)
    {
        if (documents.Count == 0) yield return (way, $"There is no document to run the migration {way} on: add a valid example.", FindingSeverity.Error);
        foreach (var (name, utf8) in documents)
        {
            if (Run(there, utf8, out var refusal) is not { } moved)
            {
                // A newer version may say what the older one has no word for; refusing is better than inventing. All that is old must come up.
                yield return ($"{way} {name}", $"The migration {way} refuses {name}: {refusal}", required.Count == 0 ? FindingSeverity.Warning : FindingSeverity.Error);
                continue;
            }
            var errors = target.Validate(moved.Span).Errors;
            if (errors.Count > 0)
            {
                yield return ($"{way} {name}", $"What the migration {way} makes of {name} is not in the contract: {errors[0].Message} (at \"{errors[0].InstancePath}\")", FindingSeverity.Error);
                continue;
            }
            if (required.Count == 0) continue;
            if (Run(back, moved.ToArray(), out refusal) is not { } returned)
            {
                yield return ($"back {name}", $"What the migration {way} makes of {name} is refused on the way back: {refusal}", FindingSeverity.Error);
                continue;
            }
            foreach (var lost in Lost(utf8, returned, required)) yield return ($"back {name} {lost}", $"Brought {way} and back, {name} loses the required member {lost}.", FindingSeverity.Error);
            if (origin.Validate(returned.Span).Errors is { Count: > 0 } again) yield return ($"back {name}", $"Brought {way} and back, {name} is not in its contract any more: {again[0].Message} (at \"{again[0].InstancePath}\")", FindingSeverity.Error);
        }
    }

    private static ReadOnlyMemory<byte>? Run(Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> migration, byte[] utf8, out string refusal)
    {
        refusal = "";
        try
        {
            return migration(utf8);
        }
        catch (FormatException e)
        {
            refusal = e.Message;
            return null;
        }
    }

    private static List<string> Lost(byte[] before, ReadOnlyMemory<byte> after, HashSet<string> required)
    {
        using var first = JsonDocument.Parse(before);
        using var second = JsonDocument.Parse(after);
        return [.. required.Where(name => first.RootElement.TryGetProperty(name, out _) && !second.RootElement.TryGetProperty(name, out _))];
    }

    private static HashSet<string> Required(ContractBundle bundle) => SchemaFacets.OfRoot(bundle.Documents()).Required;

    // The valid examples, and the smallest document that the search finds.
    private static List<(string Name, byte[] Utf8)> Documents(ContractCatalog catalog, ContractDocument contract, ContractBundle bundle, CancellationToken cancellationToken)
    {
        var documents = new List<(string, byte[])>();
        var folder = Path.Combine(catalog.Folder, contract.Name, contract.Version + ".examples", "valid");
        if (Directory.Exists(folder)) documents.AddRange(Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(f => ($"{contract.Version}.examples/valid/{Path.GetFileName(f)}", File.ReadAllBytes(f))));
        var made = SchemaInclusion.Prove(bundle.Derive(ContractView.Writer, null), new SchemaBundle("false"u8.ToArray(), []), InclusionOptions.Default, cancellationToken);
        if (made.Outcome == CompatibilityOutcome.Incompatible) documents.Add(($"the smallest document of {contract.Id}", made.Counterexample.ToArray()));
        return documents;
    }
}
