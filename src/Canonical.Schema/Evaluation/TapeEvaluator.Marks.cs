using System.Buffers;

namespace Canonical.Schema;

// The frames of bits: one bit for each property or item of the value that a frame belongs to, set when a keyword has evaluated it.
internal ref partial struct TapeEvaluator
{
    private int PushMarks(int at)
    {
        var words = (Entry(at).Count + 63) / 64;
        var frame = _bitsUsed;
        if (frame + words > _bits.Length)
        {
            var larger = ArrayPool<ulong>.Shared.Rent(Math.Max(64, (frame + words) * 2));
            _bits.AsSpan(0, frame).CopyTo(larger);
            if (_bits.Length > 0) ArrayPool<ulong>.Shared.Return(_bits);
            _bits = larger;
        }
        _bits.AsSpan(frame, words).Clear();
        _bitsUsed = frame + words;
        return frame;
    }

    private readonly void MergeMarks(int into, int from, int at)
    {
        for (var i = (Entry(at).Count + 63) / 64 - 1; i >= 0; i--) _bits[into + i] |= _bits[from + i];
    }

    private readonly void Mark(int frame, int index)
    {
        if (frame != NoMarks) _bits[frame + index / 64] |= 1UL << index;
    }

    private readonly bool IsMarked(int frame, int index) => (_bits[frame + index / 64] & (1UL << index)) != 0;

    private readonly void MarkAll(int frame, int at)
    {
        if (frame != NoMarks) _bits.AsSpan(frame, (Entry(at).Count + 63) / 64).Fill(ulong.MaxValue);
    }

    /// <summary>The text of a string entry without escapes. Valid until <see cref="_textUsed"/> is set back.</summary>
    private ReadOnlySpan<byte> Text(int at)
    {
        var raw = _tape.Raw(at);
        if (!Entry(at).Escaped) return raw;
        if (_textUsed + raw.Length > _text.Length)
        {
            // Texts that are still in use stay alive in the old array, which is left to the collector for that reason.
            _text = ArrayPool<byte>.Shared.Rent(Math.Max(256, (_textUsed + raw.Length) * 2));
        }
        var target = _text.AsSpan(_textUsed, raw.Length);
        var length = JsonScan.Unescape(raw, target);
        _textUsed += length;
        return target[..length];
    }
}
