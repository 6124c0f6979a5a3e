using Canonical.Mapping;

namespace Connectors.Salesforce;

/// <summary>Compares what is written into child records with what the org says about their object.</summary>
internal static class SalesforceLinePreflight
{
    private const string ChildMark = ".records[].";

    public static async Task<IReadOnlyList<MappingFinding>> CheckAsync(SalesforceClient client, MappingDocument mapping, IReadOnlyList<SalesforceLineOptions> lines, CancellationToken cancellationToken)
    {
        var findings = new List<MappingFinding>();
        foreach (SalesforceLineOptions line in lines)
        {
            SalesforceObjectDescription description = await client.DescribeAsync(line.ObjectName, cancellationToken).ConfigureAwait(false);
            CheckKey(description, line, findings);
            // The sink fills it, once.
            if (!description.TryGetField(line.ParentField, out SalesforceFieldDescription? parent))
                findings.Add(Missing(description, line.ParentField));
            else if (!parent.IsCreateable)
                findings.Add(ReadOnly(description, line.ParentField));
            foreach (string path in mapping.Lenses
                .Where(static lens => lens.Direction is not MappingDirection.ToCanonical)
                .SelectMany(Written)
                .Where(path => path.StartsWith(line.Relation + ChildMark, StringComparison.OrdinalIgnoreCase))
                .Select(path => path[(line.Relation.Length + ChildMark.Length)..].Split('.')[0])
                .Where(name => !name.Equals(line.KeyMember, StringComparison.OrdinalIgnoreCase) && name != "attributes")
                .Distinct(StringComparer.OrdinalIgnoreCase))
            {
                SalesforceFieldDescription? field = description.Fields.FirstOrDefault(f => string.Equals(f.Name, path, StringComparison.OrdinalIgnoreCase) || string.Equals(f.RelationshipName, path, StringComparison.OrdinalIgnoreCase));
                if (field is null)
                    findings.Add(Missing(description, path));
                else if (!field.IsCreateable)
                    findings.Add(ReadOnly(description, path));
            }
        }

        return findings;
    }

    // Paths that a lens only reads are among its sources too: those of conditions, of the day that a table is for, and all but one of several that stand in for each other, of which no description tells which one.
    private static IEnumerable<string> Written(LensDescription lens) => lens.Kind switch
    {
        "first" or "each" or "when" or "rest" => [],
        "table" => lens.SourcePaths.Take(1),
        _ => lens.SourcePaths,
    };

    private static void CheckKey(SalesforceObjectDescription description, SalesforceLineOptions line, List<MappingFinding> findings)
    {
        string name = line.ExternalIdField;
        if (!description.TryGetField(name, out SalesforceFieldDescription? field))
        {
            findings.Add(Missing(description, name));
            return;
        }

        if (!field.IsExternalId)
            findings.Add(Find(SalesforceErrorCodes.KeyUnfit, MappingFindingSeverity.Error, description, name, $"'{name}' of {description.Name} is not an external id.", "Tick External ID in its definition."));
        // Two writers at once would both make the line.
        if (!field.IsUnique)
            findings.Add(Find(SalesforceErrorCodes.KeyUnfit, MappingFindingSeverity.Error, description, name, $"'{name}' of {description.Name} is not unique: a line could be made twice.", "Tick Unique in its definition."));
        if (!field.IsCreateable)
            findings.Add(ReadOnly(description, name));
        if (line.ExternalId is null && field.Length is > 0 and < 38)
            findings.Add(Find(MappingCodes.LengthLoss, MappingFindingSeverity.Error, description, name, FormattableString.Invariant($"'{name}' of {description.Name} takes {field.Length} characters; the canonical id of the header and the line's own id have more."), "Lengthen the field, or give shorter external ids."));
    }

    private static MappingFinding Missing(SalesforceObjectDescription description, string name) =>
        Find(MappingCodes.SourceUnknown, MappingFindingSeverity.Error, description, name, $"{description.Name} has no field '{name}' that the integration user may see.", "Make the field, or give the user the right to see it.");

    private static MappingFinding ReadOnly(SalesforceObjectDescription description, string name) =>
        Find(MappingCodes.SourceReadOnly, MappingFindingSeverity.Error, description, name, $"The integration user may not write '{name}' of {description.Name}.", "Give the user the right to edit the field, or take it out of the way back by an overlay.");

    private static MappingFinding Find(string code, MappingFindingSeverity severity, SalesforceObjectDescription description, string name, string message, string remedy) =>
        new() { Code = code, Severity = severity, Path = "", SourcePath = $"{description.Name}.{name}", Message = message, Remedy = remedy };
}
