using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>What the events need of the client.</content>
public sealed partial class SalesforceClient
{
    internal string ClientName => _options.ClientName;

    /// <summary>
    /// Gives the token that the REST API takes at this moment, with the org's address and clock. It is taken from a real call, so that the handlers renew a session that has ended, whoever made them.
    /// </summary>
    internal async Task<PubSubSession> OpenSessionAsync(string? organizationId, CancellationToken cancellationToken)
    {
        string tenant = organizationId ?? _options.OrganizationId ?? await ReadOrganizationAsync(cancellationToken).ConfigureAwait(false);
        using HttpRequestMessage request = NewRequest(HttpMethod.Get, _root + "/limits");
        using HttpResponseMessage response = await SendAsync(request, "limits", cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw (await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false)).ToException("limits");
        HttpRequestMessage sent = response.RequestMessage ?? request;
        string token = sent.Headers.Authorization?.Parameter
            ?? throw new AuthenticationFailedException("The client's handlers put no bearer token on its requests, and events cannot be subscribed to without one.");
        DateTimeOffset time = response.Headers.Date ?? throw SalesforceAnswers.Unexpected("limits", "it has no Date");
        return new PubSubSession(token, sent.RequestUri!.GetLeftPart(UriPartial.Authority), SalesforceRecordId.Complete(tenant), time, _time.GetTimestamp());
    }

    /// <summary>The id of the user as which this client works, from the address of its identity, which the list of resources has; null when it has none.</summary>
    internal async Task<string?> ReadUserIdAsync(CancellationToken cancellationToken)
    {
        using JsonDocument? resources = await ReadAsync(_root, "resources", false, cancellationToken).ConfigureAwait(false);
        // Such as https://login.salesforce.com/id/00D…/005….
        return resources is not null && SalesforceAnswers.Text(resources.RootElement, "identity")?.TrimEnd('/').Split('/') is [.., var user] && SalesforceRecordId.IsValid(user) ? user : null;
    }

    private async Task<string> ReadOrganizationAsync(CancellationToken cancellationToken)
    {
        await foreach (Page<SalesforceRecord> page in QueryAsync(SoqlBuilder.From("Organization", "Id").Limit(1).Build(), cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (page.Items is [{ Id: { } id }, ..])
                return id;
        }

        throw SalesforceAnswers.Unexpected("query", "it names no organization");
    }
}
