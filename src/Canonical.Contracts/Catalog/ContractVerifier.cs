using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

// Everything that can be wrong with contracts that could be read.
internal static class ContractVerifier
{
    private const string IdPrefix = "https://schemas.canonical-sdk.org/";

    public static IReadOnlyList<ContractFinding> Verify(ContractCatalog catalog)
    {
        var findings = new List<ContractFinding>(catalog.LoadFindings);
        var metaschema = JsonSchema.Parse("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}"""u8);
        foreach (var contract in catalog.Contracts)
        {
            foreach (var error in metaschema.Validate(contract.Utf8Json.Span).Errors)
            {
                findings.Add(new(ContractCodes.UnusableSchema, contract.Path, error.InstancePath, $"Against the metaschema: {error.Message}"));
            }
            CheckIdentity(contract, findings);
            VerifyExamples(catalog, contract, findings);
        }
        ShapeReader.Read(catalog, findings);
        return [.. findings.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Location, StringComparer.Ordinal).ThenBy(f => f.Code, StringComparer.Ordinal)];
    }

    // Other people's contracts have their own host; the path is name and version everywhere.
    private static void CheckIdentity(ContractDocument contract, List<ContractFinding> findings)
    {
        using var json = JsonDocument.Parse(contract.Utf8Json);
        var id = json.RootElement.TryGetProperty("$id", out var value) ? value.GetString() : null;
        if (id is null || !Uri.TryCreate(id, UriKind.Absolute, out var uri) || !uri.AbsolutePath.EndsWith("/" + contract.Id, StringComparison.Ordinal))
        {
            findings.Add(new(ContractCodes.IdMismatch, contract.Path, "/$id", $"The id must be an absolute URI that ends in /{contract.Id}, such as {IdPrefix}{contract.Id}."));
        }
        if (contract.Kind != ContractKind.BusinessObject) return;
        var name = json.RootElement.TryGetProperty("x-canonical-object", out var annotation) && annotation.ValueKind == JsonValueKind.String ? annotation.GetString() : null;
        if (!string.Equals(name, contract.Name, StringComparison.Ordinal))
        {
            findings.Add(new(ContractCodes.IdMismatch, contract.Path, "/x-canonical-object", $"The annotation must name the object: {contract.Name}."));
        }
        var system = json.RootElement.TryGetProperty("x-canonical-system-of-record", out annotation) && annotation.ValueKind == JsonValueKind.String ? annotation.GetString() : null;
        if (!string.Equals(system, contract.SystemOfRecord, StringComparison.Ordinal))
        {
            findings.Add(new(ContractCodes.IdMismatch, contract.Path, "/x-canonical-system-of-record", $"The catalog and the contract must name the same system of record ({contract.SystemOfRecord})."));
        }
    }

    private static void VerifyExamples(ContractCatalog catalog, ContractDocument contract, List<ContractFinding> findings)
    {
        JsonSchema schema;
        try
        {
            schema = contract.Compile();
        }
        catch (JsonSchemaException e)
        {
            findings.Add(new(ContractCodes.UnusableSchema, contract.Path, "", e.Message));
            return;
        }
        if (contract.Kind == ContractKind.Definitions) return;

        var folder = $"{contract.Name}/{contract.Version}.examples";
        var valid = Files(catalog, folder + "/valid");
        // The rules of a document go beyond its schema, so its invalid examples belong to the library that reads it.
        var invalid = contract.Kind == ContractKind.Document ? [] : Files(catalog, folder + "/invalid");
        if (valid.Count == 0) findings.Add(new(ContractCodes.MissingExamples, folder + "/valid", "", "There is no valid example."));
        if (invalid.Count == 0 && contract.Kind == ContractKind.BusinessObject) findings.Add(new(ContractCodes.MissingExamples, folder + "/invalid", "", "There is no invalid example."));

        foreach (var path in valid)
        {
            var report = schema.Validate(File.ReadAllBytes(Path.Combine(catalog.Folder, path)));
            foreach (var error in report.Errors) findings.Add(new(ContractCodes.ValidExampleRejected, path, error.InstancePath, $"The valid example breaks {error.Keyword}: {error.Message}"));
        }
        foreach (var path in invalid) VerifyInvalid(schema, path, File.ReadAllBytes(Path.Combine(catalog.Folder, path)), findings);
        if (contract.Kind == ContractKind.BusinessObject) VerifyUnlawful(catalog, contract, schema, folder, findings);
    }

    private static void VerifyInvalid(JsonSchema schema, string path, byte[] bytes, List<ContractFinding> findings)
    {
        if (InvalidExample.TryRead(bytes) is not { } example)
        {
            findings.Add(new(ContractCodes.UnusableExample, path, "", "An invalid example is {\"breaks\": {\"keyword\", \"instancePath\"}, \"why\", \"instance\"}."));
            return;
        }
        var errors = schema.Validate(example.Utf8Instance.Span).Errors;
        if (errors.Count == 0)
        {
            findings.Add(new(ContractCodes.InvalidExampleAccepted, path, "", $"The contract accepts the example, which should break {example.Keyword}."));
        }
        else if (!errors.Any(e => e.Keyword == example.Keyword && e.InstancePath == example.InstancePath))
        {
            findings.Add(new(ContractCodes.InvalidExampleOtherRule, path, "",
                $"The example should break {example.Keyword} at \"{example.InstancePath}\", but breaks {string.Join(", ", errors.Select(e => $"{e.Keyword} at \"{e.InstancePath}\""))}."));
        }
    }

    // Whether the example breaks the law is shown by the library that holds the law; here, that it keeps the contract and that no law is without one.
    private static void VerifyUnlawful(ContractCatalog catalog, ContractDocument contract, JsonSchema schema, string folder, List<ContractFinding> findings)
    {
        var laws = ReadLaws(contract);
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Files(catalog, folder + "/unlawful"))
        {
            if (UnlawfulExample.TryRead(File.ReadAllBytes(Path.Combine(catalog.Folder, path))) is not { } example)
            {
                findings.Add(new(ContractCodes.UnusableExample, path, "", "An unlawful example is {\"breaks\": {\"law\", \"instancePath\"}, \"why\", \"instance\"}."));
                continue;
            }
            shown.Add(example.Law);
            if (!laws.Contains(example.Law)) findings.Add(new(ContractCodes.UnknownLaw, path, "/breaks/law", $"The contract has no law {example.Law}; name it in x-canonical-laws."));
            foreach (var error in schema.Validate(example.Utf8Instance.Span).Errors)
            {
                findings.Add(new(ContractCodes.UnlawfulExampleInvalid, path, "/instance" + error.InstancePath, $"The unlawful example must keep the contract, but breaks {error.Keyword}: {error.Message}"));
            }
        }
        foreach (var law in laws.Where(l => !shown.Contains(l)))
        {
            findings.Add(new(ContractCodes.LawWithoutExample, contract.Path, "/x-canonical-laws", $"The law {law} has no unlawful example: add one to {folder}/unlawful."));
        }
    }

    private static List<string> ReadLaws(ContractDocument contract)
    {
        using var json = JsonDocument.Parse(contract.Utf8Json);
        return json.RootElement.TryGetProperty("x-canonical-laws", out var laws) && Profile.IsAnnotation("x-canonical-laws", laws)
            ? [.. laws.EnumerateArray().Select(l => l.GetProperty("code").GetString()!).Distinct(StringComparer.Ordinal)]
            : [];
    }

    private static List<string> Files(ContractCatalog catalog, string folder)
    {
        var full = Path.Combine(catalog.Folder, folder);
        return Directory.Exists(full)
            ? [.. Directory.EnumerateFiles(full, "*.json").Select(f => $"{folder}/{Path.GetFileName(f)}").Order(StringComparer.Ordinal)]
            : [];
    }
}
