namespace Canonical.Cli;

// One thing that is wrong, at one place of one file. A line or column of 0 is not known.
internal sealed record Finding(string File, long Line, long Column, string Code, string Message)
{
    public Severity Severity { get; init; }

    // For findings of which one kind fails a run and another does not: the text output says which it is, as the other formats do anyway.
    public bool TellsSeverity { get; init; }

    // True when the rule could be neither proved nor refuted: exit code 2, unless something else is wrong.
    public bool IsUndecided { get; init; }

    // The place in the document, a JSON Pointer; empty for the whole.
    public string InstancePath { get; init; } = "";

    public string Keyword { get; init; } = "";

    public string SchemaLocation { get; init; } = "";

    public string Contract { get; init; } = "";

    // The text at the place; only when the user asked for values.
    public string? Value { get; init; }
}
