using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Mapping;

/// <summary>A compiled mapping: vendor's JSON to canonical JSON and back. Immutable, and safe to use from many threads at once: keep one per document.</summary>
public sealed class Mapper
{
    private readonly MappingPlan _toCanonical;
    private readonly MappingPlan _toVendor;

    private Mapper(MappingDocument document)
    {
        Document = document;
        _toCanonical = new PlanCompiler(document, MappingDirection.ToCanonical).Compile();
        _toVendor = new PlanCompiler(document, MappingDirection.ToVendor).Compile();
    }

    /// <summary>The document.</summary>
    public MappingDocument Document { get; }

    /// <summary>Makes a mapper of a document.</summary>
    /// <param name="document">The document.</param>
    public static Mapper Compile(MappingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new Mapper(document);
    }

    /// <summary>Maps a vendor's record to a canonical object. A record that cannot be mapped is a result with issues, never an exception.</summary>
    /// <param name="vendorUtf8">The record, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public MappingResult ToCanonical(ReadOnlySpan<byte> vendorUtf8, MappingContext context) => Run(vendorUtf8, context, MappingDirection.ToCanonical);

    /// <summary>Maps a vendor's record to a canonical object, where the record is part of a document that was parsed, such as a page of records.</summary>
    /// <param name="vendor">The record.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public MappingResult ToCanonical(JsonElement vendor, MappingContext context) => Run(JsonMarshal.GetRawUtf8Value(vendor), context, MappingDirection.ToCanonical);

    /// <summary>Maps a canonical object to the vendor's record. An absent member is not sent, a null member clears the vendor's member.</summary>
    /// <param name="canonicalUtf8">The canonical object, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it will be.</param>
    public MappingResult ToVendor(ReadOnlySpan<byte> canonicalUtf8, MappingContext context) => Run(canonicalUtf8, context, MappingDirection.ToVendor);

    /// <summary>Maps a canonical object to the vendor's record, where the object is part of a document that was parsed.</summary>
    /// <param name="canonical">The canonical object.</param>
    /// <param name="context">Whose record it will be.</param>
    public MappingResult ToVendor(JsonElement canonical, MappingContext context) => Run(JsonMarshal.GetRawUtf8Value(canonical), context, MappingDirection.ToVendor);

    /// <summary>Maps a vendor's record and writes the canonical object, without a result of its own: for streams and pages.</summary>
    /// <param name="vendorUtf8">The record, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <param name="output">Where the object goes, UTF-8 without white space; untouched when the method returns false.</param>
    /// <param name="issues">All problems of the record, in the order of the lenses.</param>
    /// <returns>False when an issue is an error, or the record is held.</returns>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public bool TryToCanonical(ReadOnlySpan<byte> vendorUtf8, MappingContext context, IBufferWriter<byte> output, out IReadOnlyList<MappingIssue> issues) =>
        TryMap(vendorUtf8, context, MappingDirection.ToCanonical, output, out issues);

    /// <summary>Maps a canonical object and writes the vendor's record, without a result of its own: for streams and pages.</summary>
    /// <param name="canonicalUtf8">The canonical object, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it will be.</param>
    /// <param name="output">Where the record goes, UTF-8 without white space; untouched when the method returns false.</param>
    /// <param name="issues">All problems of the object, in the order of the lenses.</param>
    /// <returns>False when an issue is an error, or the record is held.</returns>
    public bool TryToVendor(ReadOnlySpan<byte> canonicalUtf8, MappingContext context, IBufferWriter<byte> output, out IReadOnlyList<MappingIssue> issues) =>
        TryMap(canonicalUtf8, context, MappingDirection.ToVendor, output, out issues);

    // The bytes are there also when an issue is an error: what could be mapped, for a report that tells everything at once.
    internal (byte[] Json, IReadOnlyList<MappingIssue> Issues) Map(ReadOnlySpan<byte> record, MappingContext context, MappingDirection direction)
    {
        var plan = Plan(context, direction);
        var run = plan.Rent();
        try
        {
            return run.TryMap(record, context, out var json, out var issues) ? (json.ToArray(), issues) : ([], issues);
        }
        finally
        {
            plan.Return(run);
        }
    }

    // Read where it was written; bytes of their own only where the contract is broken, and the report needs them.
    internal bool TryRead<T>(
        ReadOnlySpan<byte> record, MappingContext context, [NotNullWhen(true)] out T? value, out IReadOnlyList<MappingIssue> issues, out ValidationReport? report, out byte[] json)
        where T : class, ICanonicalObject<T>
    {
        var plan = Plan(context, MappingDirection.ToCanonical);
        var run = plan.Rent();
        (value, report, json) = (null, null, []);
        try
        {
            if (!run.TryMap(record, context, out var mapped, out issues))
                return false;
            if (!T.TryRead(mapped, out value, out var found))
                (report, json) = (found, mapped.ToArray());
            else if (!run.IsMapped)
                value = null;
            return value is not null;
        }
        finally
        {
            plan.Return(run);
        }
    }

    internal MappingResult ToVendor<T>(T value, MappingContext context)
        where T : class, ICanonicalObject<T>
    {
        var plan = Plan(context, MappingDirection.ToVendor);
        var run = plan.Rent();
        try
        {
            return run.TryMap(run.Write(value), context, out var json, out var issues) ? new MappingResult(json.ToArray(), issues) : new MappingResult([], issues);
        }
        finally
        {
            plan.Return(run);
        }
    }

    private bool TryMap(ReadOnlySpan<byte> record, MappingContext context, MappingDirection direction, IBufferWriter<byte> output, out IReadOnlyList<MappingIssue> issues)
    {
        ArgumentNullException.ThrowIfNull(output);
        var plan = Plan(context, direction);
        var run = plan.Rent();
        try
        {
            if (!run.TryMap(record, context, out var json, out issues) || !run.IsMapped)
                return false;
            output.Write(json);
            return true;
        }
        finally
        {
            plan.Return(run);
        }
    }

    private MappingResult Run(ReadOnlySpan<byte> record, MappingContext context, MappingDirection direction)
    {
        var (json, issues) = Map(record, context, direction);
        return new MappingResult(json, issues);
    }

    private MappingPlan Plan(MappingContext context, MappingDirection direction)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (direction == MappingDirection.ToVendor)
            return _toVendor;
        return context.ObservedAt == default
            ? throw new ArgumentException("MappingContext.ObservedAt must be set to map to a canonical object.", nameof(context))
            : _toCanonical;
    }
}
