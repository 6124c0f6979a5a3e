using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Canonical.Schema;

/// <summary>A <c>pattern</c>, ready to be matched against UTF-8 text.</summary>
internal sealed class TextPattern
{
    // With more, such as \p{L}, building a linear-time engine takes longer than a schema may; the time limit guards the other.
    private const int MaxRanges = 400;

    private readonly ByteDfa? _dfa;
    private readonly Regex? _regex;

    private TextPattern(string source, RegexSyntax syntax, ByteDfa? dfa, Regex? regex)
    {
        Source = source;
        Syntax = syntax;
        _dfa = dfa;
        _regex = regex;
    }

    public string Source { get; }

    public RegexSyntax Syntax { get; }

    public static TextPattern Compile(string source, TimeSpan timeout, string location)
    {
        if (!RegexParser.TryParse(source, strict: false, out var syntax))
        {
            throw new JsonSchemaException(SchemaCodes.InvalidPattern, "The pattern is no regular expression of ECMA-262, or uses a Unicode property that is not supported.", location);
        }
        var isSmall = RegexTranslator.CountRanges(syntax) <= MaxRanges;
        if (isSmall && ByteDfa.TryBuild(syntax) is { } dfa) return new TextPattern(source, syntax, dfa, null);
        var translated = RegexTranslator.Translate(syntax);
        try
        {
            if (isSmall && RegexTranslator.IsRegular(syntax))
            {
                try
                {
                    return new TextPattern(source, syntax, null, new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, timeout));
                }
                catch (NotSupportedException)
                {
                    // Too large for the linear-time engine; the backtracking one has a time limit.
                }
            }
            return new TextPattern(source, syntax, null, new Regex(translated, RegexOptions.CultureInvariant, timeout));
        }
        catch (ArgumentException e)
        {
            throw new JsonSchemaException(SchemaCodes.InvalidPattern, "The pattern cannot be run.", location, e);
        }
    }

    /// <summary>Whether the text has a match. <paramref name="timedOut"/> tells that it was given up; the answer is no then.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8, out bool timedOut)
    {
        timedOut = false;
        if (_dfa is not null) return _dfa.IsMatch(utf8);
        char[]? rented = null;
        Span<char> chars = utf8.Length <= 512 ? stackalloc char[512] : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return _regex!.IsMatch(chars[..Encoding.UTF8.GetChars(utf8, chars)]);
        }
        catch (RegexMatchTimeoutException)
        {
            timedOut = true;
            return false;
        }
        finally
        {
            if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        }
    }
}
