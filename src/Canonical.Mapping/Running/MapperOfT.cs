using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>A mapper that gives canonical objects: it maps, validates against the contract and reads. Immutable, and safe to use from many threads at once.</summary>
/// <typeparam name="T">The canonical object.</typeparam>
public sealed class Mapper<T> : IObjectMapper<T>
    where T : class, ICanonicalObject<T>
{
    private readonly ContractIssues _contractIssues;

    /// <summary>Makes a typed mapper.</summary>
    /// <param name="mapper">A mapper whose document targets the contract of <typeparamref name="T"/>.</param>
    /// <exception cref="ArgumentException">The document targets another contract, or another major version of it.</exception>
    public Mapper(Mapper mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        var (has, wants) = (mapper.Document.Target, T.Contract.Id);
        if (has.Name != wants.Name || has.Version.Major != wants.Version.Major)
            throw new ArgumentException($"The mapping '{mapper.Document.Id}' is for {has}, not for {wants}.", nameof(mapper));
        Untyped = mapper;
        _contractIssues = new ContractIssues(mapper.Document, T.Contract.Utf8Json);
    }

    /// <summary>The mapper beneath, for bytes.</summary>
    public Mapper Untyped { get; }

    /// <inheritdoc/>
    public MappingIdentity Identity => Untyped.Document.Identity;

    /// <inheritdoc/>
    public IReadOnlyList<LensDescription> Lenses => Untyped.Document.Lenses;

    /// <summary>Maps a vendor's record to a canonical object that keeps its contract.</summary>
    /// <param name="vendorUtf8">The record, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public MappingResult<T> ToCanonical(ReadOnlySpan<byte> vendorUtf8, MappingContext context) => Read(vendorUtf8, context);

    /// <summary>Maps a vendor's record, where it is part of a document that was parsed, to a canonical object that keeps its contract.</summary>
    /// <param name="vendor">The record.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public MappingResult<T> ToCanonical(JsonElement vendor, MappingContext context) => Read(JsonMarshal.GetRawUtf8Value(vendor), context);

    /// <summary>Maps a canonical object to the vendor's record.</summary>
    /// <param name="value">The object.</param>
    /// <param name="context">Whose record it will be.</param>
    public MappingResult ToVendor(T value, MappingContext context)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Untyped.ToVendor(value, context);
    }

    /// <summary>Maps a vendor's record to a canonical object that keeps its contract, without a result and without the JSON in between: for streams and pages.</summary>
    /// <param name="vendorUtf8">The record, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <param name="value">The object; null when the method returns false.</param>
    /// <param name="issues">All problems of the record: those of the lenses, then those of the contract.</param>
    /// <returns>False when an issue is an error, or the record is held.</returns>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public bool TryToCanonical(ReadOnlySpan<byte> vendorUtf8, MappingContext context, [NotNullWhen(true)] out T? value, out IReadOnlyList<MappingIssue> issues)
    {
        if (Untyped.TryRead(vendorUtf8, context, out value, out issues, out var report, out var json))
            return true;
        if (report is not null)
            issues = [.. issues, .. _contractIssues.Of(report, json, issues)];
        return false;
    }

    private MappingResult<T> Read(ReadOnlySpan<byte> vendorUtf8, MappingContext context)
    {
        var (json, issues) = Untyped.Map(vendorUtf8, context, MappingDirection.ToCanonical);
        // Not even an object came out: the contract would only repeat that.
        if (json.Length == 0)
            return new MappingResult<T>(null, default, issues);
        var kept = T.TryRead(json, out var value, out var report);
        if (kept && MappingResult.Worst(issues) == MappingSeverity.Warning)
            return new MappingResult<T>(value, json, issues);
        return new MappingResult<T>(null, default, kept ? issues : [.. issues, .. _contractIssues.Of(report, json, issues)]);
    }
}
