using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>JSON to document. Everything that is wrong is collected, so that an author mends it in one go.</summary>
internal sealed class DocumentReader(MappingDocumentOptions options, OverlayProvenance? provenance = null)
{
    private readonly List<MappingDocumentFinding> _findings = [];

    public MappingDocument Read(ReadOnlySpan<byte> utf8Json)
    {
        var root = DocumentJson.Read(utf8Json, "document");
        var report = DocumentSchema.Instance.Validate(utf8Json);
        foreach (var error in report.Errors)
            _findings.Add(new MappingDocumentFinding(MappingCodes.DocumentSchema, error.InstancePath, LensAt(root, error.InstancePath), string.Create(CultureInfo.InvariantCulture, $"line {error.Line}: {error.Message}")));
        // Outside of the lenses the rest of the checks would stumble; a broken lens is only left out of them.
        if (report.Errors.Any(error => !error.InstancePath.StartsWith("/lenses/", StringComparison.Ordinal)))
            throw new MappingDocumentException(_findings);

        var source = root.GetProperty("source");
        var header = new HeaderPaths(
            HeaderPath(source, "key")!, HeaderPath(source, "externalId"), HeaderPath(source, "version"),
            HeaderPath(source, "created"), HeaderPath(source, "modified"), HeaderPath(source, "url"));
        var added = Added(source);
        var parameters = Parameters(root);
        var tables = Tables(root);
        var lensReader = new LensReader(options, _findings, tables, parameters, header, [.. report.Errors.Select(error => error.InstancePath)]);
        var lenses = lensReader.ReadRoot(root.GetProperty("lenses"));
        var target = ContractId.Parse(root.GetProperty("target").GetString()!);
        var descriptions = new DocumentChecks(options, _findings, target).Run(lenses);
        if (_findings.Count > 0)
            throw new MappingDocumentException(_findings);
        return new MappingDocument(
            root.GetProperty("mapping").GetString()!,
            root.GetProperty("version").GetString()!,
            Text(root, "title"),
            new MappingSource(
                source.GetProperty("system").GetString()!, source.GetProperty("object").GetString()!, header.Key.Text,
                header.ExternalId?.Text, header.Version?.Text, header.Created?.Text, header.Modified?.Text, header.Url?.Text)
            {
                AddedPaths = added,
            },
            header,
            target,
            parameters,
            lenses,
            provenance is null ? descriptions : [.. descriptions.Select(lens => lens with { Overlay = provenance.LensOrigins.GetValueOrDefault(lens.Id) })])
        {
            Utf8Json = utf8Json.ToArray(),
            Options = options,
            Provenance = provenance,
        };
    }

    private List<string> Added(JsonElement source)
    {
        var added = new List<string>();
        if (source.TryGetProperty("added", out var paths))
        {
            foreach (var path in paths.EnumerateArray())
            {
                var text = path.GetString()!;
                if (!ShapePath.TryParse(text, out _, out var problem))
                    _findings.Add(new MappingDocumentFinding(MappingCodes.PathSyntax, string.Create(CultureInfo.InvariantCulture, $"/source/added/{added.Count}"), null, $"The path '{text}' cannot be read: {problem}."));
                added.Add(text);
            }
        }

        return added;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private MemberPath? HeaderPath(JsonElement source, string name)
    {
        if (Text(source, name) is not { } text)
            return null;
        if (MemberPath.TryParse(text, out var path, out var problem) && !path.FromRoot)
            return path;
        _findings.Add(new MappingDocumentFinding(MappingCodes.PathSyntax, "/source/" + name, null, $"The path '{text}' cannot be read: {problem ?? "it starts at the root anyway, without $."}."));
        return MemberPath.Unreadable(text);
    }

    private FrozenDictionary<string, ParameterValue> Parameters(JsonElement root)
    {
        var parameters = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        if (root.TryGetProperty("parameters", out var declared))
        {
            foreach (var member in declared.EnumerateObject())
            {
                var type = Enum.Parse<MappingParameterType>(member.Value.GetProperty("type").GetString()!, ignoreCase: true);
                JsonScalar? fallback = null;
                if (member.Value.TryGetProperty("default", out var given) && JsonScalar.TryRead(given, out var scalar))
                {
                    if (ParameterValue.TryParse(type, scalar.Text, out var value))
                        fallback = value;
                    else
                        _findings.Add(new MappingDocumentFinding(MappingCodes.UnknownParameter, $"/parameters/{member.Name}/default", null, $"The default of the parameter '{member.Name}' is not of its type."));
                }

                parameters[member.Name] = new ParameterValue(member.Name, type, Text(member.Value, "description"), fallback);
            }
        }

        return parameters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private Dictionary<string, ReadTable> Tables(JsonElement root)
    {
        var tables = new Dictionary<string, ReadTable>(StringComparer.Ordinal);
        if (root.TryGetProperty("tables", out var declared))
        {
            foreach (var member in declared.EnumerateObject())
            {
                tables[member.Name] = TableReader.Read(
                    member.Value.GetProperty("entries"), $"/tables/{member.Name}/entries", null, _findings, asOf: false, member.Value.TryGetProperty("loss", out _));
            }
        }

        return tables;
    }

    private static string? LensAt(JsonElement root, string pointer)
    {
        string? lens = null;
        var at = root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            if (at.ValueKind == JsonValueKind.Array && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength())
                at = at[index];
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out at))
                break;
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty("kind", out _) && at.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
                lens = id.GetString();
        }

        return lens;
    }
}
