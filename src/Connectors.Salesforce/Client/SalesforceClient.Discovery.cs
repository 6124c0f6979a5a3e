using System.Runtime.InteropServices;
using System.Text.Json;

using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>What an org has (REST API Developer Guide, Describe Global and sObject Describe).</content>
public sealed partial class SalesforceClient
{
    /// <summary>Asks which objects the org has for this user, and what may be done with them.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The objects, in the org's order.</returns>
    /// <exception cref="ConnectorException">The org cannot be reached.</exception>
    public async Task<IReadOnlyList<SalesforceObjectSummary>> ListObjectsAsync(CancellationToken cancellationToken = default)
    {
        using JsonDocument document = await ReadAsync(_root + "/sobjects", "describe.global", false, cancellationToken).ConfigureAwait(false) ?? throw SalesforceAnswers.Unexpected("describe.global", "it was not found");
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("sobjects", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw SalesforceAnswers.Unexpected("describe.global", "sobjects is missing");
        return [.. list.EnumerateArray().Where(static o => o.ValueKind == JsonValueKind.Object && SalesforceAnswers.Text(o, "name") is not null).Select(static o => new SalesforceObjectSummary(
            SalesforceAnswers.Text(o, "name")!,
            SalesforceAnswers.Text(o, "label"),
            SalesforceAnswers.Text(o, "keyPrefix"),
            SalesforceAnswers.IsTrue(o, "queryable"),
            SalesforceAnswers.IsTrue(o, "createable"),
            SalesforceAnswers.IsTrue(o, "updateable"),
            SalesforceAnswers.IsTrue(o, "deletable"),
            SalesforceAnswers.IsTrue(o, "replicateable")))];
    }

    /// <summary>Asks what an object looks like for this user, in the neutral form against which mappings are checked. Ask once per run: fields come and go.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The shape, with fields, lengths, lists and what may be written.</returns>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    /// <exception cref="ConnectorException">The object does not exist or is not visible, or the org cannot be reached.</exception>
    public async Task<VendorShape> DiscoverAsync(string objectName, CancellationToken cancellationToken = default)
    {
        (VendorShape shape, _) = await DescribeBothAsync(objectName, cancellationToken).ConfigureAwait(false);
        return shape;
    }

    /// <summary>Asks for the currency of an org that has one, as <see cref="SalesforceReadOptions.OrgCurrency"/> needs it. Whether it has one is seen by Account, which has <c>CurrencyIsoCode</c> in an org with several.</summary>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The currency (ISO 4217); null for an org with several.</returns>
    /// <exception cref="ConnectorException">Account is not visible to the integration user, or the org cannot be reached.</exception>
    public async Task<string?> GetOrgCurrencyAsync(CancellationToken cancellationToken = default)
    {
        SalesforceObjectDescription account = await DescribeAsync("Account", cancellationToken).ConfigureAwait(false);
        if (account.TryGetField(SalesforcePreflight.CurrencyField, out _))
            return null;
        await foreach (Page<SalesforceRecord> page in QueryAsync(SoqlBuilder.From("Organization", "DefaultCurrencyIsoCode").Limit(1).Build(), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (page.Items.Count > 0 && SalesforceAnswers.Text(page.Items[0].Json, "DefaultCurrencyIsoCode") is { } currency)
                return currency;
        }

        throw SalesforceAnswers.Unexpected("query", "the org names no currency");
    }

    internal async Task<(VendorShape Shape, SalesforceObjectDescription Description)> DescribeBothAsync(string objectName, CancellationToken cancellationToken)
    {
        string target = $"{_root}/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/describe";
        using JsonDocument document = await ReadAsync(target, "describe", false, cancellationToken).ConfigureAwait(false)
            ?? throw new ConnectorException(SalesforceErrorCodes.Misconfigured, IssueKind.Configuration, $"The object '{objectName}' does not exist or is not visible to the integration user.") { StatusCode = System.Net.HttpStatusCode.NotFound };
        SalesforceObjectDescription description = SalesforceAnswers.ReadDescription(document.RootElement);
        try
        {
            return (VendorShape.FromSalesforceDescribe(JsonMarshal.GetRawUtf8Value(document.RootElement), FormattableString.Invariant($"v{_options.ApiVersion}.0")), description);
        }
        catch (VendorShapeException e)
        {
            throw SalesforceAnswers.Unexpected("describe", "its fields cannot be read", e);
        }
    }
}
