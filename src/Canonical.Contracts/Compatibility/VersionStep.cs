namespace Canonical.Contracts;

/// <summary>How far a version moves. Thread-safe: a value.</summary>
public enum VersionStep
{
    /// <summary>Nothing changed.</summary>
    None,

    /// <summary>Nothing that decides validity changed.</summary>
    Patch,

    /// <summary>What old readers may ignore was added, or what old writers may leave out was removed.</summary>
    Minor,

    /// <summary>Somebody breaks, or a number or a key means something else.</summary>
    Major,
}
