using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>The token cache of one registered org, apart from those of other connectors under the same key.</summary>
internal sealed class SalesforceTokens(AccessTokenCache cache) : IDisposable
{
    public AccessTokenCache Cache { get; } = cache;

    public void Dispose() => Cache.Dispose();
}
