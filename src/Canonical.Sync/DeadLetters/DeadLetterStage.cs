namespace Canonical.Sync;

/// <summary>At which step a record stopped.</summary>
public enum DeadLetterStage
{
    /// <summary>Reading, mapping or validating: there is no canonical object.</summary>
    Map,

    /// <summary>A duplicate rule says that another record means the same.</summary>
    Deduplicate,

    /// <summary>Something that it refers to is not where it must be.</summary>
    Resolve,

    /// <summary>The target refused it.</summary>
    Write,

    /// <summary>It took effect, but the target's record is that of another canonical object. Only a person can settle this.</summary>
    Link,
}
