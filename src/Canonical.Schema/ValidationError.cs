namespace Canonical.Schema;

/// <summary>One rule that a document breaks. It never carries a value of the document, only names, kinds, lengths and counts. Thread-safe: immutable.</summary>
public sealed record ValidationError
{
    /// <summary>The permanent code of the rule, one of <see cref="SchemaCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>The keyword that failed, such as <c>required</c>; empty when the document itself cannot be read.</summary>
    public required string Keyword { get; init; }

    /// <summary>The place in the document, a JSON Pointer (RFC 6901); empty for the root.</summary>
    public required string InstancePath { get; init; }

    /// <summary>The place of the keyword in the schema: an absolute URI when the schema has one, then <c>#</c> and a JSON Pointer.</summary>
    public required string SchemaLocation { get; init; }

    /// <summary>The way through the schema that led to the keyword, with every <c>$ref</c> passed, as a JSON Pointer; <c>keywordLocation</c> of the specification's outputs.</summary>
    public required string EvaluationPath { get; init; }

    /// <summary>The line of the place, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column of the place, from 1, counted in characters (Unicode code points).</summary>
    public required int Column { get; init; }

    /// <summary>The place counted in bytes from the start of the document, from 0.</summary>
    public required long ByteOffset { get; init; }

    /// <summary>What was expected and what was found, in plain words.</summary>
    public required string Message { get; init; }

    /// <summary>The error on one line: place, message and code.</summary>
    /// <returns>The text, for logs and consoles.</returns>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(InstancePath.Length == 0 ? "/" : InstancePath)} ({Line},{Column}): {Message} [{Code}]");
}
