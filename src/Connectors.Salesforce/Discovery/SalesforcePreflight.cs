using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Compares a mapping with what the org says about the object, before the first record is moved: fields that are missing or hidden, read-only, too short or of another type,
/// required fields that nobody writes, and whether the external id field can do what it is for. Thread-safe.
/// </summary>
public static class SalesforcePreflight
{
    internal const string CurrencyField = "CurrencyIsoCode";

    /// <summary>Checks a mapping that is only read.</summary>
    /// <param name="client">The org.</param>
    /// <param name="mapping">The mapping; its source names the object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ConnectorException">The object does not exist or is not visible, or the org cannot be reached.</exception>
    public static async Task<SalesforcePreflightReport> RunAsync(SalesforceClient client, MappingDocument mapping, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        (VendorShape shape, _) = await client.DescribeBothAsync(mapping.Source.ObjectType, cancellationToken).ConfigureAwait(false);
        // What cannot be written does not matter to who reads.
        return new SalesforcePreflightReport(mapping.Source.ObjectType, [.. Check(mapping, shape).Where(static f => f.Code is not (MappingCodes.SourceReadOnly or MappingCodes.RequiredFieldNotWritten))]);
    }

    /// <summary>Checks a mapping that is written too, with its external id field.</summary>
    /// <typeparam name="T">The canonical type.</typeparam>
    /// <param name="client">The org.</param>
    /// <param name="mapping">The mapping; its source names the object.</param>
    /// <param name="write">How records are written.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ConnectorException">The object does not exist or is not visible, or the org cannot be reached.</exception>
    public static async Task<SalesforcePreflightReport> RunAsync<T>(SalesforceClient client, MappingDocument mapping, SalesforceWriteOptions<T> write, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(write);
        (VendorShape shape, SalesforceObjectDescription description) = await client.DescribeBothAsync(mapping.Source.ObjectType, cancellationToken).ConfigureAwait(false);
        // A required field that the key fills is no gap.
        IEnumerable<MappingFinding> findings = Check(mapping, shape)
            .Where(f => !(f.Code == MappingCodes.RequiredFieldNotWritten && string.Equals(f.SourcePath, write.ExternalIdField, StringComparison.OrdinalIgnoreCase)));
        IReadOnlyList<MappingFinding> lines = write.Lines is null ? [] : await SalesforceLinePreflight.CheckAsync(client, mapping, write.Lines, cancellationToken).ConfigureAwait(false);
        return new SalesforcePreflightReport(mapping.Source.ObjectType, [.. findings, .. CheckKey(description, write), .. lines]);
    }

    // Orgs with one currency have no field for it, and orgs with several have one on every record: the worst is an amount that is taken for another currency's.
    private static IEnumerable<MappingFinding> Check(MappingDocument mapping, VendorShape shape)
    {
        foreach (MappingFinding finding in MappingCheck.Run(mapping, shape).Findings)
        {
            yield return finding is { Code: MappingCodes.SourceUnknown, SourcePath: CurrencyField }
                ? finding with { Code = SalesforceErrorCodes.CurrencyUnfit, Message = $"{shape.ObjectType} has no {CurrencyField}: the org has one currency, or the integration user may not see the field.", Remedy = "For an org with one currency use the mapping for one (singleCurrency: true), and give OrgCurrency; GetOrgCurrencyAsync tells it." }
                : finding;
        }

        if (mapping.Parameters.Any(static p => p.Name == "orgCurrency") && shape.Find(CurrencyField) is not null)
        {
            yield return new MappingFinding
            {
                Code = SalesforceErrorCodes.CurrencyUnfit,
                Severity = MappingFindingSeverity.Error,
                Path = "",
                SourcePath = CurrencyField,
                Message = $"The mapping takes all amounts for the org's one currency, and {shape.ObjectType} has {CurrencyField}: each record names its own.",
                Remedy = "Use the mapping for an org with several currencies (singleCurrency: false), and leave OrgCurrency out.",
            };
        }
    }

    private static IEnumerable<MappingFinding> CheckKey<T>(SalesforceObjectDescription description, SalesforceWriteOptions<T> write)
        where T : class, ICanonicalObject<T>
    {
        string name = write.ExternalIdField;
        if (!description.TryGetField(name, out SalesforceFieldDescription? field))
        {
            yield return Find(MappingCodes.SourceUnknown, MappingFindingSeverity.Error, $"{description.Name} has no field '{name}' that the integration user may see.", "Make the field, or give the user the right to see it.");
            yield break;
        }

        bool isId = field.Name == "Id";
        if (!field.IsExternalId && !field.IsIdLookup)
            yield return Find(SalesforceErrorCodes.KeyUnfit, MappingFindingSeverity.Error, $"'{name}' is not an external id.", "Tick External ID in its definition.");
        if (!field.IsUnique && !isId)
            yield return Find(SalesforceErrorCodes.KeyUnfit, MappingFindingSeverity.Warning, $"'{name}' is not unique: several records could have one value, and would all be refused.", "Tick Unique in its definition.");
        if (!isId && (!field.IsCreateable || !field.IsUpdateable))
            yield return Find(MappingCodes.SourceReadOnly, MappingFindingSeverity.Error, $"The integration user may not write '{name}'.", "Give the user the right to edit the field.");
        if (write.ExternalId is null && field.Length is > 0 and < 36)
            yield return Find(MappingCodes.LengthLoss, MappingFindingSeverity.Error, FormattableString.Invariant($"'{name}' takes {field.Length} characters; a canonical id has 36."), "Lengthen the field, or give a shorter external id.");

        MappingFinding Find(string code, MappingFindingSeverity severity, string message, string remedy) => new() { Code = code, Severity = severity, Path = "", SourcePath = name, Message = message, Remedy = remedy };
    }
}
