namespace Canonical.Contracts;

/// <summary>How documents of the major before are brought to a major version, and back: a mapping that is run, or code. Thread-safe: as its functions are.</summary>
/// <param name="Up">A document of the version before, UTF-8 JSON, as a document of the new one. It may throw <see cref="FormatException"/> for a document that it refuses.</param>
/// <param name="Down">The reverse.</param>
public sealed record ContractMigration(Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Up, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Down);
