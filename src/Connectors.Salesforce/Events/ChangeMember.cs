using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One object to whose changes is listened, without the type that its records are mapped to. Thread-safe.</summary>
internal abstract class ChangeMember(string objectName, IReadOnlyList<string> onlyWhenChanged)
{
    public string ObjectName => objectName;

    /// <summary>The name under which a cursor keeps that it has still to be caught up.</summary>
    public abstract string Key { get; }

    /// <summary>The source that a catch-up reads.</summary>
    public string ReadingSource => $"salesforce/{objectName}";

    /// <summary>Whether an update changed none of the fields that are asked for.</summary>
    public bool IsUnasked(ChangeEvent change) =>
        onlyWhenChanged.Count > 0 && change.ChangeType == "UPDATE"
        && !change.ChangedFields.Concat(change.NulledFields).Any(field => onlyWhenChanged.Any(asked => field == asked || field.StartsWith(asked + ".", StringComparison.Ordinal) || asked.StartsWith(field + ".", StringComparison.Ordinal)));

    public abstract DriftDetector Watch();

    /// <summary>Reads the records of changes: one place for each, which stays empty when there is nothing to tell.</summary>
    public abstract Task<SalesforceChannelChange?[]> ReadAsync(IReadOnlyList<(string Id, ChangeEvent Change)> changes, DriftDetector drift, CancellationToken cancellationToken);

    /// <summary>Reads what has changed since a cursor of <see cref="ReadingSource"/>.</summary>
    public abstract IAsyncEnumerable<SalesforceChannelPage> ReadMissedAsync(ChangeCursor since, SalesforceChangeOptions options, CancellationToken cancellationToken);
}

/// <summary>One object to whose changes is listened.</summary>
internal sealed class ChangeMember<T> : ChangeMember
    where T : class, ICanonicalObject<T>
{
    private readonly SalesforceClient _client;
    private readonly MappingDocument _mapping;
    private readonly SalesforceReadOptions _read;
    private readonly ChangedRecords<T> _records;

    public ChangeMember(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions read, IReadOnlyList<string> onlyWhenChanged)
        : base(mapping.Source.ObjectType, onlyWhenChanged)
    {
        (_client, _mapping, _read) = (client, mapping, read);
        _records = new ChangedRecords<T>(client, mapping, read);
        Key = $"{ObjectName}>{T.Contract.Id.Name}";
    }

    public override string Key { get; }

    public override DriftDetector Watch() => _records.Watch();

    public override async Task<SalesforceChannelChange?[]> ReadAsync(IReadOnlyList<(string Id, ChangeEvent Change)> changes, DriftDetector drift, CancellationToken cancellationToken) =>
        Array.ConvertAll(await _records.ReadAsync(changes, drift, cancellationToken).ConfigureAwait(false), change => change is null ? null : SalesforceChannelChange.Of(ObjectName, change));

    public override async IAsyncEnumerable<SalesforceChannelPage> ReadMissedAsync(ChangeCursor since, SalesforceChangeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = new SalesforceChangeSource<T>(_client, _mapping, _read, options);
        await foreach (ChangePage<T> page in source.ReadChangesAsync(since, cancellationToken).ConfigureAwait(false))
            yield return new SalesforceChannelPage([.. page.Items.Select(change => SalesforceChannelChange.Of(ObjectName, change))], page.Cursor);
    }
}
