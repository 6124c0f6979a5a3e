namespace Canonical.Mapping;

/// <summary>One entry of a code table. Immutable and safe to share between threads.</summary>
/// <param name="Vendor">The vendor's code, as JSON.</param>
/// <param name="Canonical">The canonical code, as JSON.</param>
/// <param name="Direction">The one direction it holds in, or null for both.</param>
public sealed record LineageCode(string Vendor, string Canonical, MappingDirection? Direction);
