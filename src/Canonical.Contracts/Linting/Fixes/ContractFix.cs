namespace Canonical.Contracts;

/// <summary>A file of a folder of contracts that can be mended without changing what it means. Thread-safe: immutable.</summary>
/// <param name="Path">The file, relative to the folder, with forward slashes.</param>
/// <param name="Findings">What is mended, with codes of <see cref="ContractFixCodes"/>.</param>
/// <param name="Utf8Json">The whole file as it should be.</param>
public sealed record ContractFix(string Path, IReadOnlyList<ContractFinding> Findings, ReadOnlyMemory<byte> Utf8Json);
