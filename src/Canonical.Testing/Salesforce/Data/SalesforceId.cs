using System.Diagnostics.CodeAnalysis;

namespace Canonical.Testing;

/// <summary>Record ids: 15 case-sensitive characters, and 3 more that carry the case of the first 15 so that they survive systems that fold case.</summary>
internal static class SalesforceId
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private static readonly System.Buffers.SearchValues<char> DigitValues = System.Buffers.SearchValues.Create(Digits);

    /// <summary>Makes the 18 character id of the n-th record of an object. The middle part stands for the instance.</summary>
    public static string Create(string keyPrefix, long number)
    {
        Span<char> id = stackalloc char[15];
        keyPrefix.CopyTo(id);
        "dM0000".CopyTo(id[3..]);
        for (int i = 14; i >= 9; i--)
        {
            id[i] = Digits[(int)(number % 62)];
            number /= 62;
        }

        return Complete(id);
    }

    /// <summary>The number from which <see cref="Create"/> made an id; null when it did not.</summary>
    public static long? NumberOf(string id, string keyPrefix)
    {
        if (id.Length != 18 || !id.StartsWith(keyPrefix, StringComparison.Ordinal) || !id.AsSpan(3, 6).SequenceEqual("dM0000"))
            return null;
        long number = 0;
        for (int i = 9; i < 15; i++)
            number = number * 62 + Digits.IndexOf(id[i], StringComparison.Ordinal);
        return number;
    }

    public static bool HasPrefix(string id, string keyPrefix) => id.StartsWith(keyPrefix, StringComparison.Ordinal);

    /// <summary>Brings an id of 15 or 18 characters to its 18 character form; false when it is none. The case of an 18 character id is set right from its check characters.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? id)
    {
        id = null;
        if (text.Length is not (15 or 18) || text.AsSpan().ContainsAnyExcept(DigitValues))
            return false;
        if (text.Length == 15)
        {
            id = Complete(text);
            return true;
        }

        Span<char> core = stackalloc char[15];
        for (int group = 0; group < 3; group++)
        {
            int bits = Checks.IndexOf(char.ToUpperInvariant(text[15 + group]), StringComparison.Ordinal);
            if (bits < 0)
                return false;
            for (int i = 0; i < 5; i++)
            {
                char c = text[group * 5 + i];
                core[group * 5 + i] = (bits & (1 << i)) != 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c);
            }
        }

        id = Complete(core);
        return string.Equals(id, text, StringComparison.OrdinalIgnoreCase);
    }

    private static string Complete(ReadOnlySpan<char> core)
    {
        Span<char> id = stackalloc char[18];
        core.CopyTo(id);
        for (int group = 0; group < 3; group++)
        {
            int bits = 0;
            for (int i = 0; i < 5; i++)
            {
                if (core[group * 5 + i] is >= 'A' and <= 'Z')
                    bits |= 1 << i;
            }

            id[15 + group] = Checks[bits];
        }

        return id.ToString();
    }
}
