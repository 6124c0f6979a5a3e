using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>A vendor's record becomes another vendor's record by way of the canonical object, with the issues and the losses of both halves. Immutable, and safe to use from many threads at once.</summary>
public sealed class MappingChain
{
    private readonly Forth _forth;

    private MappingChain(Forth forth, MappingIdentity first, IReadOnlyList<LensDescription> firstLenses, MappingIdentity second, IReadOnlyList<LensDescription> secondLenses)
    {
        _forth = forth;
        First = first;
        Second = second;
        // What a half loses is what its lenses declare, whichever way they run: a chain goes one way through each.
        Losses = [.. Declared(MappingLeg.FromVendor, first, firstLenses, MappingDirection.ToVendor), .. Declared(MappingLeg.ToVendor, second, secondLenses, MappingDirection.ToCanonical)];
    }

    private delegate MappingChainResult Forth(ReadOnlySpan<byte> vendorUtf8, MappingContext from, MappingContext to);

    /// <summary>The mapping of the first vendor.</summary>
    public MappingIdentity First { get; }

    /// <summary>The mapping of the second vendor.</summary>
    public MappingIdentity Second { get; }

    /// <summary>What the lenses that a record passes declare that they lose, those of the first half first.</summary>
    public IReadOnlyList<MappingChainLoss> Losses { get; }

    /// <summary>Joins two mappings of bytes. The canonical object between them is not validated; use mappers of objects for that.</summary>
    /// <param name="from">Maps the first vendor's record to the canonical object.</param>
    /// <param name="to">Maps the canonical object to the second vendor's record.</param>
    /// <exception cref="ArgumentException">The two are not for the same contract and major version.</exception>
    public static MappingChain Create(Mapper from, Mapper to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (has, wants) = (from.Document.Target, to.Document.Target);
        if (has.Name != wants.Name || has.Version.Major != wants.Version.Major)
            throw new ArgumentException($"The mapping '{from.Document.Id}' gives {has}, and '{to.Document.Id}' takes {wants}.", nameof(to));
        var (first, second) = (from.Document.Identity, to.Document.Identity);
        return new MappingChain(
            (vendor, fromContext, toContext) =>
            {
                var canonical = from.ToCanonical(vendor, fromContext);
                var there = canonical.Json.IsEmpty ? null : to.ToVendor(canonical.Json.Span, toContext);
                return Result(first, canonical.Json, canonical.Issues, second, there);
            },
            first, from.Document.Lenses, second, to.Document.Lenses);
    }

    /// <summary>Joins two mappers of objects, by document or by hand: the canonical object between them keeps its contract.</summary>
    /// <typeparam name="T">The canonical object.</typeparam>
    /// <param name="from">Maps the first vendor's record to the canonical object.</param>
    /// <param name="to">Maps the canonical object to the second vendor's record.</param>
    public static MappingChain Create<T>(IObjectMapper<T> from, IObjectMapper<T> to)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (first, second) = (from.Identity, to.Identity);
        return new MappingChain(
            (vendor, fromContext, toContext) =>
            {
                var canonical = from.ToCanonical(vendor, fromContext);
                var there = canonical.Value is { } value ? to.ToVendor(value, toContext) : null;
                return Result(first, canonical.Json, canonical.Issues, second, there);
            },
            first, from.Lenses, second, to.Lenses);
    }

    /// <summary>Takes one record from the first vendor to the second. A record that cannot be mapped is a result with issues, never an exception.</summary>
    /// <param name="vendorUtf8">The first vendor's record, one JSON object in UTF-8.</param>
    /// <param name="from">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <param name="to">Whose record it will be.</param>
    /// <exception cref="ArgumentException">The first context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public MappingChainResult Run(ReadOnlySpan<byte> vendorUtf8, MappingContext from, MappingContext to) => _forth(vendorUtf8, from, to);

    private static MappingChainResult Result(
        MappingIdentity first, ReadOnlyMemory<byte> canonical, IReadOnlyList<MappingIssue> firstIssues, MappingIdentity second, MappingResult? there) =>
        new(
            canonical,
            there?.Json ?? default,
            there is { Json.IsEmpty: false },
            [
                .. firstIssues.Select(issue => new MappingChainIssue(MappingLeg.FromVendor, first, issue)),
                .. (there?.Issues ?? []).Select(issue => new MappingChainIssue(MappingLeg.ToVendor, second, issue)),
            ]);

    private static IEnumerable<MappingChainLoss> Declared(MappingLeg leg, MappingIdentity mapping, IReadOnlyList<LensDescription> lenses, MappingDirection other) =>
        lenses.Where(lens => lens.Loss is not null && lens.Direction != other).Select(lens => new MappingChainLoss(leg, mapping, lens.Id, lens.Loss!));
}
