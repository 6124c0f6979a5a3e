namespace Canonical.Sync;

/// <summary>What became of an attempt to link a record.</summary>
public enum CrosswalkLinkOutcome
{
    /// <summary>The link is new.</summary>
    Linked,

    /// <summary>The record was linked to this canonical object already.</summary>
    AlreadyLinked,

    /// <summary>The record is another canonical object. Nothing was changed.</summary>
    Conflict,
}
