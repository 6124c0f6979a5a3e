namespace Canonical.Mapping;

/// <summary>One thing that an overlay changed of a mapping: what lineage tells of it. Immutable and safe to share between threads.</summary>
/// <param name="Overlay">The overlay's id and version, such as <c>acme.emea-accounts/1.0.0</c>.</param>
/// <param name="Scope">Whose change it is.</param>
/// <param name="Operation"><c>add</c>, <c>replace</c>, <c>remove</c> or, of a table, <c>merge</c>.</param>
/// <param name="Part"><c>lens</c>, <c>table</c> or <c>parameter</c>.</param>
/// <param name="Id">The lens's id, or the name of the table or parameter.</param>
public sealed record MappingOverlayChange(string Overlay, MappingOverlayScope Scope, string Operation, string Part, string Id);
