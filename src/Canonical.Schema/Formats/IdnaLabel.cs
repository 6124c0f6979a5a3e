using System.Globalization;
using System.Text;

namespace Canonical.Schema;

/// <summary>Labels of international names: which code points, in which company (RFC 5892), in which direction (RFC 5893), and their ASCII form (RFC 5890, 3492).</summary>
internal static class IdnaLabel
{
    private const int MaxLabel = 63;
    private const int MaxName = 253;

    /// <summary>Whether a whole name is right; its labels may be separated by the other full stops of RFC 3490, section 3.1.</summary>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxName * 4) return false;
        var labels = new List<int[]>();
        var label = new List<int>();
        foreach (var rune in Encoding.UTF8.GetString(name).EnumerateRunes())
        {
            if (rune.Value is not ('.' or 0x3002 or 0xFF0E or 0xFF61))
            {
                label.Add(rune.Value);
                continue;
            }
            labels.Add([.. label]);
            label.Clear();
        }
        labels.Add([.. label]);

        var total = labels.Count - 1;
        for (var i = 0; i < labels.Count; i++)
        {
            if (!TryReadLabel(labels[i], out var decoded, out var asciiLength)) return false;
            labels[i] = decoded;
            total += asciiLength;
        }
        return total <= MaxName && (!labels.Exists(static l => Array.Exists(l, IsRightToLeft)) || labels.TrueForAll(IsDirectionRight));
    }

    /// <summary>Whether an ASCII label that begins with "xn--" is the ASCII form of a right international one.</summary>
    public static bool IsAceLabel(ReadOnlySpan<byte> label)
    {
        var points = new int[label.Length];
        for (var i = 0; i < label.Length; i++) points[i] = label[i];
        return TryReadLabel(points, out var decoded, out _) && (!Array.Exists(decoded, IsRightToLeft) || IsDirectionRight(decoded));
    }

    // The code points of a label, those of an ASCII form decoded, and the length of the ASCII form.
    private static bool TryReadLabel(int[] label, out int[] decoded, out int asciiLength)
    {
        decoded = label;
        asciiLength = label.Length;
        if (label.Length == 0 || label[0] == '-' || label[^1] == '-') return false;
        var isAscii = Array.TrueForAll(label, static c => c < 0x80);
        var isReserved = label.Length >= 4 && label[2] == '-' && label[3] == '-';
        if (isAscii && !isReserved) return asciiLength <= MaxLabel && Array.TrueForAll(label, static c => char.IsAsciiLetterOrDigit((char)c) || c == '-');
        if (isAscii)
        {
            // The only reserved labels that mean something begin with "xn", and must be what encoding their meaning gives.
            if ((label[0] | 0x20) != 'x' || (label[1] | 0x20) != 'n' || asciiLength > MaxLabel) return false;
            var lower = Array.ConvertAll(label[4..], static c => (int)char.ToLowerInvariant((char)c));
            if (!Punycode.TryDecode(lower, out decoded) || Array.TrueForAll(decoded, static c => c < 0x80)) return false;
            return IsInternational(decoded) && Punycode.TryEncode(decoded, out var again) && again.AsSpan().SequenceEqual(lower);
        }
        if (!IsInternational(label) || !Punycode.TryEncode(label, out var encoded)) return false;
        asciiLength = encoded.Length + 4;
        return asciiLength <= MaxLabel;
    }

    private static bool IsInternational(int[] label)
    {
        if (label[0] == '-' || label[^1] == '-' || (label.Length >= 4 && label[2] == '-' && label[3] == '-')) return false;
        if (CharUnicodeInfo.GetUnicodeCategory(label[0]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) return false;
        for (var i = 0; i < label.Length; i++)
        {
            if (IdnaTables.Find(IdnaTables.Allowed, false, label[i]) == 0 || !IsRightInContext(label, i)) return false;
        }
        return true;
    }

    // RFC 5892, appendix A.
    private static bool IsRightInContext(int[] label, int at)
    {
        var before = at > 0 ? label[at - 1] : -1;
        var after = at + 1 < label.Length ? label[at + 1] : -1;
        switch (label[at])
        {
            case 0x200C:
                return IsVirama(before) || JoinsBothSides(label, at);
            case 0x200D:
                return IsVirama(before);
            case 0xB7:
                return before == 'l' && after == 'l';
            case 0x375:
                return after is (>= 0x370 and <= 0x373) or (>= 0x375 and <= 0x377) or (>= 0x37A and <= 0x37D) or 0x37F or 0x384 or 0x386 or (>= 0x388 and <= 0x3E1) or (>= 0x3F0 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFE);
            case 0x5F3 or 0x5F4:
                return before is (>= 0x591 and <= 0x5C7) or (>= 0x5D0 and <= 0x5EA) or (>= 0x5EF and <= 0x5F4) or (>= 0xFB1D and <= 0xFB4F);
            case 0x30FB:
                return Array.Exists(label, static c => c is (>= 0x3041 and <= 0x3096) or (>= 0x309D and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FD and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
                    or 0x3005 or 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x3134F));
            case >= 0x660 and <= 0x669:
                return !Array.Exists(label, static c => c is >= 0x6F0 and <= 0x6F9);
            case >= 0x6F0 and <= 0x6F9:
                return !Array.Exists(label, static c => c is >= 0x660 and <= 0x669);
            default:
                return true;
        }
    }

    private static bool IsVirama(int codePoint) => codePoint >= 0 && IdnaTables.Find(IdnaTables.Viramas, false, codePoint) != 0;

    // (L or D) T* 200C T* (R or D)
    private static bool JoinsBothSides(int[] label, int at)
    {
        var left = at - 1;
        while (left >= 0 && Joining(label[left]) == 4) left--;
        var right = at + 1;
        while (right < label.Length && Joining(label[right]) == 4) right++;
        return left >= 0 && right < label.Length && Joining(label[left]) is 1 or 2 && Joining(label[right]) is 1 or 3;
    }

    private static int Joining(int codePoint) => IdnaTables.Find(IdnaTables.Joining, true, codePoint);

    private static BidiClass Bidi(int codePoint) => (BidiClass)IdnaTables.Find(IdnaTables.Bidi, true, codePoint);

    private static bool IsRightToLeft(int codePoint) => codePoint >= 0x590 && Bidi(codePoint) is BidiClass.R or BidiClass.AL or BidiClass.AN;

    // RFC 5893, section 2.
    private static bool IsDirectionRight(int[] label)
    {
        var first = Bidi(label[0]);
        if (first is not (BidiClass.L or BidiClass.R or BidiClass.AL)) return false;
        var rightToLeft = first != BidiClass.L;
        var (european, arabic) = (false, false);
        foreach (var codePoint in label)
        {
            var c = Bidi(codePoint);
            european |= c == BidiClass.EN;
            arabic |= c == BidiClass.AN;
            if (rightToLeft ? c == BidiClass.L : c is BidiClass.R or BidiClass.AL or BidiClass.AN) return false;
        }
        var last = label.Length - 1;
        while (last > 0 && Bidi(label[last]) == BidiClass.NSM) last--;
        var end = Bidi(label[last]);
        return rightToLeft
            ? end is BidiClass.R or BidiClass.AL or BidiClass.EN or BidiClass.AN && !(european && arabic)
            : end is BidiClass.L or BidiClass.EN;
    }
}
