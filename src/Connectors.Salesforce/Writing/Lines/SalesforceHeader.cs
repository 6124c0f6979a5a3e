using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>A record with its lines, as it shall be.</summary>
internal sealed record SalesforceHeader(string Key, JsonElement Fields, IReadOnlyList<SalesforceLineSet> Sets);

/// <summary>The lines of one relation; null when the object says nothing of them.</summary>
internal sealed record SalesforceLineSet(SalesforceLineOptions Options, IReadOnlyList<SalesforceLine>? Lines);

/// <summary>A line as it shall be. The index is its place among the lines that are written.</summary>
internal sealed record SalesforceLine(string Key, int Index, JsonElement Fields);

/// <summary>A record with its lines, as the org has it; the lines in the order of the header's sets.</summary>
internal sealed record SalesforceHeaderState(IReadOnlyList<SalesforceRecord> Headers, IReadOnlyList<IReadOnlyList<SalesforceLineState>> Lines)
{
    public SalesforceRecord? Header => Headers.Count > 0 ? Headers[0] : null;
}

/// <summary>A line as the org has it; the key is null when no sink wrote it.</summary>
internal sealed record SalesforceLineState(string Id, string? Key, JsonElement Fields);

/// <summary>One call of a graph, with the place of what it writes in the object and in the vendor's words; the line is null for the header.</summary>
internal sealed record SalesforceHeaderNode(SalesforceSubrequest Request, SalesforceLineOptions? Options, int Index);

/// <summary>What brings the org to the object.</summary>
internal sealed record SalesforceHeaderPlan(string? HeaderId, IReadOnlyList<SalesforceHeaderNode> Nodes);
