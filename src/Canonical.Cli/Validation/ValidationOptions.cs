namespace Canonical.Cli;

internal sealed class ValidationOptions
{
    public InputForm Form { get; init; }

    // 0 for no limit.
    public int MaxFindings { get; init; } = CommonOptions.DefaultMaxErrors;

    public bool ShowsValues { get; init; }

    public int Workers { get; init; } = Environment.ProcessorCount;

    public int BlockSize { get; init; } = BlockReader.DefaultBlockSize;
}
