namespace Canonical.Contracts;

/// <summary>Something that is wrong with a folder of contracts. Thread-safe: immutable.</summary>
/// <param name="Code">The permanent code, one of <see cref="ContractCodes"/>.</param>
/// <param name="File">The file, relative to the folder of the contracts, with forward slashes.</param>
/// <param name="Location">The place in the file, a JSON Pointer (RFC 6901); empty for the whole file.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record ContractFinding(string Code, string File, string Location, string Message)
{
    /// <summary>The finding on one line: file, place, message and code.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{File}{(Location.Length == 0 ? "" : "#" + Location)}: {Message} [{Code}]";
}
