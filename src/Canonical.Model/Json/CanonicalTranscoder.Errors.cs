using System.Text;

namespace Canonical.Model;

// Errors: the place and the rule, never a value.
internal ref partial struct CanonicalTranscoder
{
    private readonly CanonicalJsonException Malformed(int at, string expected)
    {
        var before = _json[..Math.Min(at, _json.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - before.LastIndexOf((byte)'\n');
        var what = at >= _json.Length ? "The text ends too early" : "The text is not well-formed JSON";
        return new(ModelCodes.MalformedJson, $"{what} at byte {at} (line {line}, byte {column} of the line): expected {expected}.", at);
    }

    private readonly CanonicalJsonException InvalidUtf8()
    {
        var at = 0;
        while (at < _json.Length && Rune.DecodeFromUtf8(_json[at..], out _, out var used) == System.Buffers.OperationStatus.Done) at += used;
        return new(ModelCodes.MalformedJson, $"The text is not valid UTF-8 at byte {at}.", at);
    }

    private static CanonicalJsonException Duplicate(int at) =>
        new(ModelCodes.DuplicateProperty, $"The property at byte {at} has the name of another one of its object.", at);

    private static CanonicalJsonException TooDeep(int at) =>
        new(ModelCodes.BeyondLimits, $"The value at byte {at} is nested deeper than {CanonicalJson.MaxDepth} levels.", at);

    private static CanonicalJsonException TooLong(int length) =>
        new(ModelCodes.BeyondLimits, $"The text has {length} bytes; the limit is {CanonicalJson.MaxLength}.", CanonicalJson.MaxLength);
}
