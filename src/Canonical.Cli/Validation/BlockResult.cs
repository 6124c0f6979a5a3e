namespace Canonical.Cli;

// What checking one block gave. Lines are counted from its start.
internal sealed class BlockResult
{
    public long Documents { get; set; }

    public long Invalid { get; set; }

    public long Undecided { get; set; }

    public List<Finding>? Findings { get; private set; }

    // How far the block goes on in its file.
    public TextPosition End { get; set; } = TextPosition.Start;

    // Set when the file could not be read.
    public string? Unreadable { get; set; }

    // Another block of the same file, after this one.
    public void Append(BlockResult next)
    {
        foreach (var finding in next.Findings ?? [])
        {
            var place = End.Add(new(finding.Line, finding.Column));
            Add(finding with { Line = place.Line, Column = place.Column });
        }
        Documents += next.Documents;
        Invalid += next.Invalid;
        Undecided += next.Undecided;
        End = End.Add(next.End);
    }

    public void Add(Finding finding) => (Findings ??= []).Add(finding);
}
