namespace Canonical.Sync;

/// <summary>How a link of the crosswalk came to be.</summary>
public enum CrosswalkOrigin
{
    /// <summary>The record was read from the system that leads.</summary>
    Source,

    /// <summary>We wrote the record and the system told its id.</summary>
    Write,

    /// <summary>A rule found that two records mean the same.</summary>
    Match,

    /// <summary>The link was brought in from elsewhere.</summary>
    Import,

    /// <summary>A person decided it, for example by a merge.</summary>
    Manual,
}
