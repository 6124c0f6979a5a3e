using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Canonical.Schema;

/// <summary>A <c>pattern</c>, ready to be matched against UTF-8 text.</summary>
internal sealed class TextPattern
{
    // With more, such as \p{L}, building a linear-time engine takes longer than a schema may; the time limit guards the other.
    private const int MaxRanges = 400;

    private readonly TimeSpan _timeout;
    private RegexSyntax? _syntax;

    // Made when first needed: plans match most patterns themselves. Two threads that meet here make two equal engines.
    private Engine? _engine;
    private ClassRow? _row;
    private bool _rowKnown;

    private abstract class Engine
    {
        public abstract bool IsMatch(ReadOnlySpan<byte> utf8, out bool timedOut);
    }

    private TextPattern(string source, RegexSyntax? syntax, TimeSpan timeout)
    {
        Source = source;
        _syntax = syntax;
        _timeout = timeout;
    }

    public readonly string Source;

    /// <summary>The row of classes that the pattern is, or null.</summary>
    public ClassRow? Row
    {
        get
        {
            if (!Volatile.Read(ref _rowKnown))
            {
                _row = ClassRow.TryParse(Source);
                Volatile.Write(ref _rowKnown, true);
            }
            return _row;
        }
    }

    public static TextPattern Compile(string source, TimeSpan timeout, SchemaValue at) => PlainPattern.Is(source) ? new TextPattern(source, null, timeout) : Parse(source, timeout, at);

    private static TextPattern Parse(string source, TimeSpan timeout, SchemaValue at)
    {
        if (!RegexParser.TryParse(source, strict: false, out var syntax))
        {
            throw new JsonSchemaException(SchemaCodes.InvalidPattern, "The pattern is no regular expression of ECMA-262, or uses a Unicode property that is not supported.", at.Location());
        }
        var pattern = new TextPattern(source, syntax, timeout);
        if (IsSmall(syntax) && RegexTranslator.IsRegular(syntax)) return pattern;
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

    private static bool IsSmall(RegexSyntax syntax) => RegexTranslator.CountRanges(syntax) <= MaxRanges;

    /// <summary>Whether the text has a match. <paramref name="timedOut"/> tells that it was given up; the answer is no then.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8, out bool timedOut)
    {
        timedOut = false;
        return Row is { } row ? row.IsMatch(utf8) : (_engine ??= CreateEngine()).IsMatch(utf8, out timedOut);
    }

    private Engine CreateEngine()
    {
        if (_syntax is null)
        {
            var isRight = RegexParser.TryParse(Source, strict: false, out var syntax);
            Debug.Assert(isRight, "The text was found plain before.");
            _syntax = syntax;
        }
        var isSmall = IsSmall(_syntax);
        if (isSmall && ByteDfa.TryBuild(_syntax) is { } dfa) return new TableEngine(dfa);
        var translated = RegexTranslator.Translate(_syntax);
        if (isSmall && RegexTranslator.IsRegular(_syntax))
        {
            try
            {
                return new RegexEngine(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, _timeout));
            }
            catch (NotSupportedException)
            {
                // Too large for the linear-time engine; the backtracking one has a time limit.
            }
        }
        return new RegexEngine(new Regex(translated, RegexOptions.CultureInvariant, _timeout));
    }

    private sealed class TableEngine(ByteDfa dfa) : Engine
    {
        public override bool IsMatch(ReadOnlySpan<byte> utf8, out bool timedOut)
        {
            timedOut = false;
            return dfa.IsMatch(utf8);
        }
    }

    private sealed class RegexEngine(Regex regex) : Engine
    {
        public override bool IsMatch(ReadOnlySpan<byte> utf8, out bool timedOut)
        {
            timedOut = false;
            char[]? rented = null;
            Span<char> chars = utf8.Length <= 512 ? stackalloc char[512] : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
            try
            {
                return regex.IsMatch(chars[..Encoding.UTF8.GetChars(utf8, chars)]);
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
}
