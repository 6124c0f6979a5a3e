namespace Canonical.Mapping;

/// <summary>An issue of one half of a chain. Immutable and safe to share between threads.</summary>
/// <param name="Leg">Which half.</param>
/// <param name="Mapping">Which mapping.</param>
/// <param name="Issue">The issue; its vendor path is of the vendor of that half.</param>
public sealed record MappingChainIssue(MappingLeg Leg, MappingIdentity Mapping, MappingIssue Issue)
{
    /// <summary>The issue on one line, with its mapping.</summary>
    public override string ToString() => $"{Mapping}: {Issue}";
}
