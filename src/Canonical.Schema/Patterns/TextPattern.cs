using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Canonical.Schema;

/// <summary>A <c>pattern</c>, ready to be matched against UTF-8 text.</summary>
internal sealed class TextPattern
{
    // With more, such as \p{L}, building a linear-time engine takes longer than a schema may; the time limit guards the other.
    private const int MaxRanges = 400;

    private readonly bool _isSmall;
    private readonly TimeSpan _timeout;

    // Made when first needed: plans match most patterns themselves. Two threads that meet here make two equal engines.
    private Engine? _engine;

    private sealed record Engine(ByteDfa? Dfa, Regex? Regex);

    private TextPattern(string source, RegexSyntax syntax, TimeSpan timeout)
    {
        Source = source;
        Syntax = syntax;
        _timeout = timeout;
        _isSmall = RegexTranslator.CountRanges(syntax) <= MaxRanges;
    }

    public string Source { get; }

    public RegexSyntax Syntax { get; }

    public static TextPattern Compile(string source, TimeSpan timeout, SchemaValue at)
    {
        if (!RegexParser.TryParse(source, strict: false, out var syntax))
        {
            throw new JsonSchemaException(SchemaCodes.InvalidPattern, "The pattern is no regular expression of ECMA-262, or uses a Unicode property that is not supported.", at.Location());
        }
        var pattern = new TextPattern(source, syntax, timeout);
        if (pattern._isSmall && RegexTranslator.IsRegular(syntax)) return pattern;
        try
        {
            // What only Regex can run is given to it now, so that a pattern that it refuses is found with the schema.
            pattern._engine = pattern.CreateEngine();
        }
        catch (ArgumentException e)
        {
            throw new JsonSchemaException(SchemaCodes.InvalidPattern, "The pattern cannot be run.", at.Location(), e);
        }
        return pattern;
    }

    private Engine CreateEngine()
    {
        if (_isSmall && ByteDfa.TryBuild(Syntax) is { } dfa) return new Engine(dfa, null);
        var translated = RegexTranslator.Translate(Syntax);
        if (_isSmall && RegexTranslator.IsRegular(Syntax))
        {
            try
            {
                return new Engine(null, new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, _timeout));
            }
            catch (NotSupportedException)
            {
                // Too large for the linear-time engine; the backtracking one has a time limit.
            }
        }
        return new Engine(null, new Regex(translated, RegexOptions.CultureInvariant, _timeout));
    }

    /// <summary>Whether the text has a match. <paramref name="timedOut"/> tells that it was given up; the answer is no then.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8, out bool timedOut)
    {
        timedOut = false;
        var engine = _engine ??= CreateEngine();
        if (engine.Dfa is not null) return engine.Dfa.IsMatch(utf8);
        char[]? rented = null;
        Span<char> chars = utf8.Length <= 512 ? stackalloc char[512] : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return engine.Regex!.IsMatch(chars[..Encoding.UTF8.GetChars(utf8, chars)]);
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
