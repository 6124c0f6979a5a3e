using System.Collections.Frozen;

namespace Canonical.Mapping;

internal enum UnknownCode
{
    Reject,
    Pass,
    Default,
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
}
