namespace Canonical.Mapping;

/// <summary>Every member of the current record that no lens reads, copied as it stands into an object under <c>extensions</c>, and spread again on the way back.</summary>
/// <remarks>
/// Null members are left out: a canonical object has none. When nothing is left the target is unset. Back, a member whose name is in <see cref="Left"/> is not
/// written: other lenses answer for it. A record has at most one such lens in each array of lenses, and it stands outside of <c>when</c>.
/// </remarks>
internal sealed class RestLens(LensHead head, MemberPath target, IReadOnlySet<string> left) : Lens(head)
{
    // The record itself, for lineage.
    private static readonly MemberPath s_self = new(".", false, []);

    public MemberPath Target { get; } = target;

    /// <summary>Names of members that it leaves alone: those that lenses or the header read, and those of <c>except</c>.</summary>
    public IReadOnlySet<string> Left { get; } = left;

    public override IEnumerable<MemberPath> SourcePaths => [s_self];

    public override IEnumerable<MemberPath> SourceWrites => [];

    public override IEnumerable<MemberPath> TargetPaths => [Target];
}
