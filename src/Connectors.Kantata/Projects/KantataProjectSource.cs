using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Reads the workspaces of an account as canonical projects. Thread-safe.</summary>
public sealed class KantataProjectSource : ISource<Project>
{
    /// <summary>The system in every record's origin.</summary>
    public const string System = "kantata";

    /// <summary>The type of record in every record's origin.</summary>
    public const string ObjectType = "workspace";

    private readonly KantataClient _client;
    private readonly WorkspacesQuery _query;
    private readonly RecordMapper<Project> _mapper;

    /// <summary>Creates the source.</summary>
    /// <param name="client">Reads the account.</param>
    /// <param name="options">How workspaces are mapped; the parameter <see cref="KantataSourceOptions.LegalEntityParameter"/> must be there.</param>
    /// <param name="query">Which workspaces; null for all.</param>
    /// <param name="timeProvider">The clock for when a page was read; null for the system's.</param>
    /// <exception cref="ArgumentException">The mapping document is for another contract.</exception>
    public KantataProjectSource(KantataClient client, KantataSourceOptions options, WorkspacesQuery? query = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _query = query ?? new WorkspacesQuery();
        var mapper = new Mapper<Project>(Mapper.Compile(options.Mapping ?? KantataMappings.WorkspaceToProject));
        _mapper = new RecordMapper<Project>(client, options, mapper, ObjectType, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Page<SourceItem<Project>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DriftDetector drift = _mapper.Watch();
        await foreach (Page<KantataRecord> page in _client.ReadWorkspacesAsync(_query, continuation, cancellationToken).ConfigureAwait(false))
            yield return _mapper.Map(page, drift);
    }
}
