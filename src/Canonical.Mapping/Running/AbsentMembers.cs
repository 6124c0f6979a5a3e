namespace Canonical.Mapping;

/// <summary>What a canonical member that is absent means on the way to the vendor.</summary>
public enum AbsentMembers
{
    /// <summary>Nothing: the vendor's member is not sent and keeps its value. The default.</summary>
    NotSent,

    /// <summary>The object is the whole truth: the vendor's member is cleared, as if the canonical member were null. Arrays are left alone: they are cleared by an empty array.</summary>
    Cleared,
}
