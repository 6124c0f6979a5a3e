using System.Text.Json;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads records with their lines as the org has them, and compares them with what shall be. Thread-safe.</summary>
internal sealed class SalesforceHeaderReader<T>(SalesforceTarget<T> target)
    where T : class, ICanonicalObject<T>
{
    // An address holds some hundred ids beside the fields.
    private const int MaxIds = 200;

    /// <summary>One state a header, in their order.</summary>
    /// <exception cref="ConnectorException">The org cannot be read.</exception>
    public async Task<SalesforceHeaderState[]> ReadAsync(IReadOnlyList<SalesforceHeader> headers, CancellationToken cancellationToken)
    {
        Dictionary<string, List<SalesforceRecord>> found = await target.FindAsync([.. headers.Select(static h => (h.Key, h.Fields))], cancellationToken).ConfigureAwait(false);
        string[] ids = [.. found.Values.Where(static records => records is [{ Id: not null }]).Select(static records => records[0].Id!)];
        var lines = new List<ILookup<string, SalesforceLineState>>();
        for (int i = 0; i < target.Options.Lines!.Count; i++)
            lines.Add(await ReadLinesAsync(target.Options.Lines[i], [.. headers.SelectMany(h => h.Sets[i].Lines ?? [])], ids, cancellationToken).ConfigureAwait(false));
        return [.. headers.Select(header => new SalesforceHeaderState(
            found.GetValueOrDefault(header.Key, []),
            [.. lines.Select(l => found.TryGetValue(header.Key, out List<SalesforceRecord>? records) && records is [{ Id: { } id }] ? (IReadOnlyList<SalesforceLineState>)[.. l[id]] : [])]))];
    }

    /// <summary>Whether the org has what shall be.</summary>
    public ReadBack Compare(SalesforceHeader header, SalesforceHeaderState state)
    {
        if (state.Header is not { } record)
            return new ReadBack { Found = false };
        var differences = new List<string>();
        foreach (string path in DifferingFields(header, state))
            differences.Add(target.Pointer(path) ?? "/");
        for (int i = 0; i < header.Sets.Count; i++)
        {
            if (header.Sets[i].Lines is not { } lines)
                continue;
            SalesforceLineOptions options = header.Sets[i].Options;
            foreach (SalesforceLine line in lines)
            {
                if (Find(state, i, line.Key) is not { } there)
                    differences.Add(target.LinePointer(options, line.Index, null));
                else
                    differences.AddRange(SalesforceValues.Differing(line.Fields, there.Fields).Select(path => target.LinePointer(options, line.Index, path)));
            }

            if (Surplus(header, state, i).Any())
                differences.Add(target.LinePointer(options, lines.Count, null));
        }

        return new ReadBack { Found = true, NativeId = record.Id, Differences = [.. differences.Distinct(StringComparer.Ordinal)] };
    }

    /// <summary>The fields of the header that are not as they shall be.</summary>
    public static IEnumerable<string> DifferingFields(SalesforceHeader header, SalesforceHeaderState state)
    {
        HashSet<string> totals = Totals(header, state);
        return SalesforceValues.Differing(header.Fields, state.Header?.Json ?? default).Where(path => !totals.Contains(path));
    }

    /// <summary>The fields of the header that follow from lines that there are or will be.</summary>
    public static HashSet<string> Totals(SalesforceHeader header, SalesforceHeaderState state)
    {
        var totals = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.Sets.Count; i++)
        {
            if (header.Sets[i].Lines is { Count: > 0 } || state.Lines[i].Count > Surplus(header, state, i).Count())
                totals.UnionWith(header.Sets[i].Options.HeaderTotals);
        }

        return totals;
    }

    /// <summary>The lines of the org that shall not be.</summary>
    public static IEnumerable<SalesforceLineState> Surplus(SalesforceHeader header, SalesforceHeaderState state, int set)
    {
        SalesforceLineSet wanted = header.Sets[set];
        if (wanted.Lines is null || wanted.Options.Missing == SalesforceMissingLines.Keep)
            return [];
        var keys = new HashSet<string>(wanted.Lines.Select(static l => l.Key), StringComparer.OrdinalIgnoreCase);
        return state.Lines[set].Where(line => line.Key is null ? wanted.Options.Missing == SalesforceMissingLines.DeleteAll : !keys.Contains(line.Key));
    }

    /// <summary>The line of the org that has this key.</summary>
    public static SalesforceLineState? Find(SalesforceHeaderState state, int set, string key) =>
        state.Lines[set].FirstOrDefault(line => string.Equals(line.Key, key, StringComparison.OrdinalIgnoreCase));

    private async Task<ILookup<string, SalesforceLineState>> ReadLinesAsync(SalesforceLineOptions options, List<SalesforceLine> wanted, string[] ids, CancellationToken cancellationToken)
    {
        string[] paths = [.. wanted.SelectMany(static line => SalesforceValues.Paths(line.Fields)).Concat(["Id", options.ParentField, options.ExternalIdField]).Distinct(StringComparer.OrdinalIgnoreCase)];
        var lines = new List<(string Parent, SalesforceLineState Line)>();
        foreach (string[] part in ids.Chunk(MaxIds))
        {
            Soql query = SoqlBuilder.From(options.ObjectName, paths).Where(SoqlCondition.In(options.ParentField, part.Select(static id => SoqlValue.From(id)))).OrderBy("Id").Build();
            await foreach (Page<SalesforceRecord> page in target.Client.QueryAsync(query, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                foreach (SalesforceRecord record in page.Items)
                {
                    string parent = SalesforceValues.At(record.Json, options.ParentField).ToString();
                    JsonElement key = SalesforceValues.At(record.Json, options.ExternalIdField);
                    lines.Add((parent, new SalesforceLineState(record.Id ?? throw SalesforceAnswers.Unexpected("query", "a record has no Id"), key.ValueKind is JsonValueKind.String or JsonValueKind.Number ? key.ToString() : null, record.Json)));
                }
            }
        }

        return lines.ToLookup(static l => SalesforceRecordId.Complete(l.Parent), static l => l.Line, StringComparer.Ordinal);
    }
}
