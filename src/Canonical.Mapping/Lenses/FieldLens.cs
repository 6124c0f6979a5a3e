namespace Canonical.Mapping;

/// <summary>One member becomes one member; without a converter the JSON value is copied as it stands.</summary>
internal sealed class FieldLens(LensHead head, ValuePart part, ValueConverter? converter, string? converterName) : ValueLens(head, part)
{
    public ValueConverter? Converter { get; } = converter;

    public override string? ConverterName { get; } = converterName;
}

/// <summary>The first source that has a value. <see cref="ValuePart.Source"/> is the one that is written on the way back.</summary>
internal sealed class FirstLens(LensHead head, ValuePart part, IReadOnlyList<MemberPath> sources, ValueConverter? converter, string? converterName) : ValueLens(head, part)
{
    public IReadOnlyList<MemberPath> Sources { get; } = sources;

    public ValueConverter? Converter { get; } = converter;

    public override string? ConverterName { get; } = converterName;

    public override IEnumerable<MemberPath> SourcePaths => Sources;

    // The way back goes to one of them only.
    public override IEnumerable<MemberPath> SourceWrites => [Part.Source];
}
