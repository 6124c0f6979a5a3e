using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The members that every canonical object has and that a mapping by hand takes over as they are. Immutable and safe to share between threads.</summary>
/// <param name="Id">The canonical id, derived from the record's key.</param>
/// <param name="SourceRefs">The record that the object stands for.</param>
/// <param name="ObservedAt">When the record was read.</param>
public sealed record HandMappingHeader(CanonicalId Id, IReadOnlyList<SourceRef> SourceRefs, DateTimeOffset ObservedAt);
