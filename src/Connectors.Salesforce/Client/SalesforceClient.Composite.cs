using System.Buffers;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>Several calls in one (REST API Developer Guide, Composite and Composite Graph).</content>
public sealed partial class SalesforceClient
{
    /// <summary>The most calls within a Composite call: 25.</summary>
    public const int MaxCompositeRequests = 25;

    /// <summary>The most calls within all graphs of one call: 500.</summary>
    public const int MaxGraphNodes = 500;

    /// <summary>The most graphs of one call: 75.</summary>
    public const int MaxGraphs = 75;

    /// <summary>Makes up to 25 calls in one, which may refer to each other. It is repeated after a fault when all of them bear it: creates do not.</summary>
    /// <param name="requests">The calls in their order; each name once.</param>
    /// <param name="allOrNone">True to undo all when one fails.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>One answer a call, in the order of the calls; unknown for each when the whole answer was lost.</returns>
    /// <exception cref="ArgumentException">There are too many calls, or a name comes twice.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or the call as a whole.</exception>
    public async Task<IReadOnlyList<SalesforceSubresponse>> CompositeAsync(IReadOnlyList<SalesforceSubrequest> requests, bool allOrNone = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        if (requests.Count is 0 or > MaxCompositeRequests)
            throw new ArgumentException($"A composite call has 1 to {MaxCompositeRequests} calls.", nameof(requests));
        RequireNames(requests, nameof(requests));
        using HttpRequestMessage request = NewRequest(HttpMethod.Post, _root + "/composite");
        request.Content = JsonContent(Write(writer =>
        {
            writer.WriteBoolean("allOrNone", allOrNone);
            WriteRequests(writer, requests);
        }));
        if (requests.All(IsRepeatable))
            request.MarkIdempotent();
        (JsonDocument? answer, WriteOutcome? lost) = await SendWholeAsync(request, "composite", cancellationToken).ConfigureAwait(false);
        return answer is null ? Lost(requests, lost!) : Read(requests, answer.RootElement, request);
    }

    /// <summary>Makes up to 75 graphs of calls in one, each all or none: the way to write a header with its lines. It is repeated after a fault when all calls bear it: creates do not.</summary>
    /// <param name="graphs">The graphs, at most <see cref="MaxGraphNodes"/> calls in all, of at most 15 different kinds.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>One result a graph, in the order of the graphs.</returns>
    /// <exception cref="ArgumentException">There are too many graphs or calls, or a name comes twice.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or the call as a whole.</exception>
    public Task<IReadOnlyList<SalesforceGraphResult>> GraphAsync(IReadOnlyList<SalesforceGraph> graphs, CancellationToken cancellationToken = default) => GraphAsync(graphs, mayRepeat: true, cancellationToken);

    /// <summary>As above. Without repetition, for callers who look what became of a lost call before they send again.</summary>
    internal async Task<IReadOnlyList<SalesforceGraphResult>> GraphAsync(IReadOnlyList<SalesforceGraph> graphs, bool mayRepeat, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graphs);
        if (graphs.Count is 0 or > MaxGraphs || graphs.Sum(static g => g.Requests.Count) > MaxGraphNodes || graphs.Any(static g => g.Requests.Count == 0))
            throw new ArgumentException($"A graph call has 1 to {MaxGraphs} graphs, none of them empty, and at most {MaxGraphNodes} calls in all.", nameof(graphs));
        if (graphs.Select(static g => g.GraphId).Distinct(StringComparer.Ordinal).Count() != graphs.Count)
            throw new ArgumentException("Two graphs have one name.", nameof(graphs));
        foreach (SalesforceGraph graph in graphs)
            RequireNames(graph.Requests, nameof(graphs));
        using HttpRequestMessage request = NewRequest(HttpMethod.Post, _root + "/composite/graph");
        request.Content = JsonContent(Write(writer =>
        {
            writer.WriteStartArray("graphs");
            foreach (SalesforceGraph graph in graphs)
            {
                writer.WriteStartObject();
                writer.WriteString("graphId", graph.GraphId);
                WriteRequests(writer, graph.Requests);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));
        if (mayRepeat && graphs.All(static g => g.Requests.All(IsRepeatable)))
            request.MarkIdempotent();
        (JsonDocument? answer, WriteOutcome? lost) = await SendWholeAsync(request, "graph", cancellationToken).ConfigureAwait(false);
        if (answer is null)
            return [.. graphs.Select(g => new SalesforceGraphResult(g.GraphId, lost!.Kind == WriteOutcomeKind.Unknown ? null : false, Lost(g.Requests, lost)))];
        var told = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("graphs", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement graph in list.EnumerateArray())
            {
                if (graph.ValueKind == JsonValueKind.Object && SalesforceAnswers.Text(graph, "graphId") is { } id)
                    told.TryAdd(id, graph);
            }
        }

        return [.. graphs.Select(graph =>
        {
            if (!told.TryGetValue(graph.GraphId, out JsonElement result) || !result.TryGetProperty("graphResponse", out JsonElement response))
                return new SalesforceGraphResult(graph.GraphId, null, Lost(graph.Requests, SalesforceOutcomes.Unknown("Salesforce's answer says nothing about this graph.")));
            return new SalesforceGraphResult(graph.GraphId, SalesforceAnswers.IsTrue(result, "isSuccessful"), Read(graph.Requests, response, request));
        })];
    }

    private static bool IsRepeatable(SalesforceSubrequest request) => request.Method != HttpMethod.Post;

    private static void RequireNames(IReadOnlyList<SalesforceSubrequest> requests, string parameter)
    {
        // Salesforce compares these without regard to case.
        if (requests.Select(static r => r.ReferenceId).Distinct(StringComparer.OrdinalIgnoreCase).Count() != requests.Count)
            throw new ArgumentException("Two calls have one reference id.", parameter);
    }

    private void WriteRequests(Utf8JsonWriter writer, IReadOnlyList<SalesforceSubrequest> requests)
    {
        writer.WriteStartArray("compositeRequest");
        foreach (SalesforceSubrequest request in requests)
            request.Write(writer, _root);
        writer.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private async Task<(JsonDocument? Answer, WriteOutcome? Lost)> SendWholeAsync(HttpRequestMessage request, string operation, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await SendAsync(request, operation, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return (null, SalesforceOutcomes.Doubt(SalesforceOutcomes.OfFault(await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false), operation), request));
            return (SalesforceAnswers.Parse(await ReadBodyAsync(response, operation, cancellationToken).ConfigureAwait(false), operation), null);
        }
        catch (Exception e) when (SalesforceOutcomes.OfFailure(e, request) is { } outcome)
        {
            return (null, outcome);
        }
        catch (ConnectorException e) when (e.Code == ConnectorErrorCodes.UnexpectedResponse)
        {
            return (null, SalesforceOutcomes.Unknown(e.Message));
        }
    }

    private static SalesforceSubresponse[] Lost(IReadOnlyList<SalesforceSubrequest> requests, WriteOutcome outcome) =>
        [.. requests.Select(r => new SalesforceSubresponse { ReferenceId = r.ReferenceId, StatusCode = 0, Outcome = outcome })];

    private static SalesforceSubresponse[] Read(IReadOnlyList<SalesforceSubrequest> requests, JsonElement root, HttpRequestMessage call)
    {
        var told = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("compositeResponse", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement response in list.EnumerateArray())
            {
                if (response.ValueKind == JsonValueKind.Object && SalesforceAnswers.Text(response, "referenceId") is { } id)
                    told.TryAdd(id, response);
            }
        }

        return [.. requests.Select(r => told.TryGetValue(r.ReferenceId, out JsonElement answer)
            ? SalesforceSubresponse.Read(r, answer, call)
            : Lost([r], SalesforceOutcomes.Unknown("Salesforce's answer says nothing about this call."))[0])];
    }
}
