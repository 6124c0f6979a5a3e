namespace Canonical.Mapping;

internal enum ReferenceForm
{
    String,
    Number,
    Id,
    ExternalId,
}

internal sealed record ReferencePart(string To, ReferenceForm Form, string? Object, string? System, bool OmitMissing);

/// <summary>A vendor's reference becomes <c>{"id": …}</c>.</summary>
internal sealed class ReferenceLens(LensHead head, ValuePart part, ReferencePart reference) : ValueLens(head, part)
{
    public ReferencePart Reference { get; } = reference;
}
