using System.Collections.Frozen;

namespace Canonical.Mapping;

internal enum UnknownCode
{
    Reject,
    Pass,
    Default,

    /// <summary>The record is held back for people to decide: no output, and no error.</summary>
    Hold,
}

/// <summary>A code table, each direction with its own dictionary. Keys are compared by meaning (1 and 1.0 are one number).</summary>
internal sealed class CodeTable(FrozenDictionary<JsonScalar, JsonScalar> toCanonical, FrozenDictionary<JsonScalar, JsonScalar> toVendor)
{
    public FrozenDictionary<JsonScalar, JsonScalar> Of(MappingDirection direction) => direction == MappingDirection.ToCanonical ? toCanonical : toVendor;
}

/// <summary>A code becomes a code.</summary>
internal sealed class TableLens(LensHead head, ValuePart part, CodeTable table, UnknownCode unknown, JsonScalar? defaultToCanonical, JsonScalar? defaultToVendor) : ValueLens(head, part)
{
    public CodeTable Table { get; } = table;

    public UnknownCode Unknown { get; } = unknown;

    /// <summary>What an unknown vendor code becomes, where <see cref="Unknown"/> is the default.</summary>
    public JsonScalar? DefaultToCanonical { get; } = defaultToCanonical;

    public JsonScalar? DefaultToVendor { get; } = defaultToVendor;

    /// <summary>For a look-up by date: then <see cref="Table"/> is empty.</summary>
    public AsOfPart? AsOf { get; init; }

    public override IEnumerable<MemberPath> SourcePaths => AsOf is null ? [Part.Source] : [Part.Source, AsOf.Source];

    public override IEnumerable<MemberPath> TargetPaths => AsOf is null ? [Part.Target] : [Part.Target, AsOf.Target];

    public override IEnumerable<MemberPath> SourceWrites => [Part.Source];

    public override IEnumerable<MemberPath> TargetWrites => [Part.Target];

    public override IEnumerable<MemberPath> LookUps => AsOf is null ? [] : [AsOf.Source, AsOf.Target];
}
