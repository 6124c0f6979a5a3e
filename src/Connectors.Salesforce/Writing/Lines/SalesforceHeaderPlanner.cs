using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Works out the calls that bring a record and its lines from what the org has to what shall be: nothing that is so already. Thread-safe.</summary>
internal sealed class SalesforceHeaderPlanner<T>(SalesforceTarget<T> target)
    where T : class, ICanonicalObject<T>
{
    private const string HeaderReference = "header";

    private volatile IReadOnlyDictionary<string, SalesforceObjectDescription>? _descriptions;

    /// <summary>Asks once which fields can be written only when a record is created.</summary>
    /// <exception cref="ConnectorException">The org cannot be read.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_descriptions is not null)
            return;
        var descriptions = new Dictionary<string, SalesforceObjectDescription>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in target.Options.Lines!.Select(static l => l.ObjectName).Append(target.ObjectName).Distinct(StringComparer.OrdinalIgnoreCase))
            descriptions.Add(name, await target.Client.DescribeAsync(name, cancellationToken).ConfigureAwait(false));
        _descriptions = descriptions;
    }

    /// <summary>Forgets what the org's objects look like, after it refused a field.</summary>
    public void Forget() => _descriptions = null;

    /// <summary>The calls; or why there can be none.</summary>
    public bool TryPlan(SalesforceHeader header, SalesforceHeaderState state, out SalesforceHeaderPlan plan, [NotNullWhen(false)] out WriteOutcome? rejected)
    {
        string? id = state.Header?.Id;
        var nodes = new List<SalesforceHeaderNode>();
        plan = new SalesforceHeaderPlan(id, nodes);
        if (state.Headers.Count > 1)
        {
            rejected = SalesforceOutcomes.NotUnique(target.ObjectName, target.ExternalIdField);
            return false;
        }

        HashSet<string> totals = SalesforceHeaderReader<T>.Totals(header, state);
        if (id is null)
        {
            nodes.Add(new SalesforceHeaderNode(Create(HeaderReference, target.ObjectName, target.ExternalIdField, header.Key, Body(header.Fields, name => !totals.Contains(name))), null, 0));
        }
        else if (SalesforceHeaderReader<T>.DifferingFields(header, state).ToList() is { Count: > 0 } differing)
        {
            if (FrozenAmong(target.ObjectName, differing) is { } frozen)
                return Refuse(SalesforceErrorCodes.LineUnfit, $"{frozen} is set when the record is created and cannot be changed.", target.Pointer(frozen), frozen, "Give the changed object another external id, or leave the field as it is.", out rejected);
            nodes.Add(new SalesforceHeaderNode(SalesforceSubrequest.Update(HeaderReference, target.ObjectName, id, Body(header.Fields, name => !totals.Contains(name) && !IsFrozen(target.ObjectName, name))), null, 0));
        }

        for (int i = 0; i < header.Sets.Count; i++)
        {
            if (header.Sets[i].Lines is not { } lines)
                continue;
            SalesforceLineOptions options = header.Sets[i].Options;
            foreach (SalesforceLineState surplus in SalesforceHeaderReader<T>.Surplus(header, state, i))
                nodes.Add(new SalesforceHeaderNode(SalesforceSubrequest.Delete(Name(nodes), options.ObjectName, surplus.Id), options, lines.Count));
            foreach (SalesforceLine line in lines)
            {
                if (SalesforceHeaderReader<T>.Find(state, i, line.Key) is not { } there)
                {
                    nodes.Add(new SalesforceHeaderNode(Create(Name(nodes), options.ObjectName, options.ExternalIdField, line.Key, Body(line.Fields, static _ => true, (options.ParentField, id ?? $"@{{{HeaderReference}.id}}"))), options, line.Index));
                    continue;
                }

                List<string> changed = [.. SalesforceValues.Differing(line.Fields, there.Fields)];
                if (changed.Count == 0)
                    continue;
                if (FrozenAmong(options.ObjectName, changed) is { } frozen)
                {
                    return Refuse(
                        SalesforceErrorCodes.LineUnfit, $"{frozen} is set when the line is created and cannot be changed.", target.LinePointer(options, line.Index, frozen),
                        VendorPath(options, line.Index, frozen), "Give the changed line another id: the old one is then deleted and a new one made.", out rejected);
                }

                nodes.Add(new SalesforceHeaderNode(SalesforceSubrequest.Update(Name(nodes), options.ObjectName, there.Id, Body(line.Fields, name => !IsFrozen(options.ObjectName, name))), options, line.Index));
            }
        }

        if (nodes.Count > SalesforceClient.MaxGraphNodes)
            return Refuse(SalesforceErrorCodes.TooManyLines, FormattableString.Invariant($"{nodes.Count} records of this object differ; one call writes {SalesforceClient.MaxGraphNodes}, all or none."), null, null, "Split the object, or write it first with a part of its lines.", out rejected);
        rejected = null;
        return true;
    }

    public static string VendorPath(SalesforceLineOptions options, int index, string? field) =>
        FormattableString.Invariant($"{options.Relation}[{index}]{(field is null ? "" : "." + field)}");

    private static string Name(List<SalesforceHeaderNode> nodes) => FormattableString.Invariant($"line{nodes.Count}");

    // By the external id, which is safe even when somebody else made the record in between. A value that an address could fold goes into the body; the field's uniqueness then stands guard.
    private static SalesforceSubrequest Create(string reference, string objectName, string keyField, string key, ReadOnlyMemory<byte> fields) =>
        SalesforceSink<T>.IsPlain(key)
            ? SalesforceSubrequest.Upsert(reference, objectName, keyField, key, fields)
            : SalesforceSubrequest.Create(reference, objectName, Body(JsonDocument.Parse(fields).RootElement, static _ => true, (keyField, key)));

    private static ReadOnlyMemory<byte> Body(JsonElement fields, Func<string, bool> takes, (string Name, string Value)? first = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (first is { } given)
                writer.WriteString(given.Name, given.Value);
            foreach (JsonProperty member in fields.EnumerateObject())
            {
                if (!takes(member.Name))
                    continue;
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private string? FrozenAmong(string objectName, List<string> paths) => paths.Find(path => IsFrozen(objectName, path.Split('.', 2)[0]));

    // A parent that is named by a key of its own stands under its relation.
    private bool IsFrozen(string objectName, string member) =>
        _descriptions is { } known && known[objectName].Fields.FirstOrDefault(f => string.Equals(f.Name, member, StringComparison.OrdinalIgnoreCase) || string.Equals(f.RelationshipName, member, StringComparison.OrdinalIgnoreCase))
            is { IsCreateable: true, IsUpdateable: false };

    private static bool Refuse(string code, string message, string? path, string? vendorPath, string remedy, out WriteOutcome rejected)
    {
        rejected = WriteOutcome.Rejected(new RecordIssue { Code = code, Kind = IssueKind.Validation, Message = message, Path = path, VendorPath = vendorPath, Remedy = remedy });
        return false;
    }
}
