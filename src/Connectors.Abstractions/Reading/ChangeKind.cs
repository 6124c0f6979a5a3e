namespace Connectors.Abstractions;

/// <summary>What happened to a record.</summary>
public enum ChangeKind
{
    /// <summary>The record was made or changed; the item holds it as it is now. Systems do not tell the two apart reliably, and who applies the change does not need it.</summary>
    Upserted,

    /// <summary>The record was deleted. The item holds the record as far as the system still gave it, often its key only.</summary>
    Deleted,
}
