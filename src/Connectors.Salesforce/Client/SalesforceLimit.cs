using System.Runtime.InteropServices;

namespace Connectors.Salesforce;

/// <summary>One limit of the org, such as <c>DailyApiRequests</c>.</summary>
/// <param name="Max">How much there is.</param>
/// <param name="Remaining">How much is left.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SalesforceLimit(long Max, long Remaining);
