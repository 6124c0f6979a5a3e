using System.Buffers;
using System.Text.Unicode;
using Canonical.Schema;

namespace Canonical.Mapping;

/// <summary>Objects and arrays that go through as they stand: without white space, strings in their normal form, numbers digit by digit.</summary>
internal static class RawJson
{
    private static readonly JsonSchema s_anything = JsonSchema.Parse("true"u8);

    /// <summary>Whether no object in well-formed JSON names a member twice.</summary>
    public static bool NamesDiffer(ReadOnlySpan<byte> json) => s_anything.IsValid(json);

    /// <summary>Writes well-formed JSON in its normal form, which is never longer; false when a string in it is no text.</summary>
    public static bool TryNormalize(ReadOnlySpan<byte> json, Span<byte> target, out int written, out bool mayRepeat)
    {
        written = 0;
        mayRepeat = false;
        for (var at = 0; at < json.Length;)
        {
            var c = json[at];
            if (c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                at++;
                continue;
            }

            if (c != '"')
            {
                // A comma between elements is taken for one between names: the question is only asked more often.
                mayRepeat |= c == ',';
                target[written++] = c;
                at++;
                continue;
            }

            var length = StringLength(json[(at + 1)..]);
            if (!TryString(json.Slice(at + 1, length), target[written..], out var count))
                return false;
            written += count;
            at += length + 2;
        }

        return true;
    }

    private static int StringLength(ReadOnlySpan<byte> text)
    {
        for (var at = 0; ; at += 2)
        {
            at += text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (text[at] == '"')
                return at;
        }
    }

    private static bool TryString(ReadOnlySpan<byte> raw, Span<byte> target, out int written)
    {
        written = raw.Length;
        target[0] = (byte)'"';
        if (!raw.Contains((byte)'\\'))
        {
            raw.CopyTo(target[1..]);
        }
        else
        {
            var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
            var isText = Utf8Text.TryUnescape(raw, rented, out var length);
            if (isText)
                written = Utf8Text.Escape(rented.AsSpan(0, length), target[1..]);
            ArrayPool<byte>.Shared.Return(rented);
            if (!isText)
                return false;
        }

        target[written + 1] = (byte)'"';
        written += 2;
        return Utf8.IsValid(raw);
    }
}
