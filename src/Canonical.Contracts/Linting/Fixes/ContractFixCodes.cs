namespace Canonical.Contracts;

/// <summary>The permanent codes of what <see cref="ContractFixer"/> finds and mends: matters of form, none of which changes what a contract means. Thread-safe: constants.</summary>
public static class ContractFixCodes
{
    /// <summary>A byte order mark, line ends other than a line feed, blanks at the end of a line, tabs at its beginning, or no line feed (or several) at the end of the file.</summary>
    public const string TextForm = "CTR3001";

    /// <summary>The members <c>$schema</c>, <c>$id</c>, <c>title</c> and <c>description</c> do not come first in a contract, in this order.</summary>
    public const string HeadOrder = "CTR3002";

    /// <summary>A keyword that says nothing, such as <c>"deprecated": false</c> or <c>"uniqueItems": false</c>.</summary>
    public const string EmptyKeyword = "CTR3003";

    /// <summary>A contract that does not say its dialect: the member <c>$schema</c> is missing, and 2020-12 is meant.</summary>
    public const string MissingDialect = "CTR3004";

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> All { get; } = [TextForm, HeadOrder, EmptyKeyword, MissingDialect];
}
