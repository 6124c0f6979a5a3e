namespace Connectors.Abstractions;

/// <summary>What a connector can do with one canonical type.</summary>
[Flags]
public enum ConnectorRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reads a set: <see cref="ISource{T}"/>.</summary>
    ReadAll = 1,

    /// <summary>Reads one record by its id: <see cref="IRecordReader{T}"/>.</summary>
    ReadOne = 2,

    /// <summary>Reads what has changed since a cursor: <see cref="IChangeSource{T}"/>.</summary>
    ReadChanges = 4,

    /// <summary>Listens to changes: <see cref="IChangeFeed{T}"/>.</summary>
    Listen = 8,

    /// <summary>Creates or changes a record and reads it back: <see cref="ISink{T}"/>.</summary>
    Upsert = 16,

    /// <summary>Changes single members: <see cref="IPatchSink{T}"/>.</summary>
    Patch = 32,

    /// <summary>Deletes a record: <see cref="IDeleteSink{T}"/>.</summary>
    Delete = 64,

    /// <summary>Writes many records by the system's own ways for many: <see cref="IBulkSink{T}"/>.</summary>
    WriteBulk = 128,
}
