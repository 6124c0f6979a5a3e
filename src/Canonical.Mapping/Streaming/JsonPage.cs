using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Canonical.Mapping;

/// <summary>
/// A page of records as most REST APIs give it, an object with an array in it, taken apart without a document: one pass finds where each record begins and ends and that all of it is JSON (RFC 8259).
/// Immutable and thread-safe.
/// </summary>
public sealed class JsonPage
{
    private JsonPage(IReadOnlyList<ReadOnlyMemory<byte>> records, ReadOnlyMemory<byte> envelope)
    {
        Records = records;
        Envelope = envelope;
    }

    /// <summary>The elements of the array, each as it stands in the page and without white space around it. They keep the page's bytes alive.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Records { get; }

    /// <summary>The page with an empty array in place of the records: JSON in UTF-8, small enough to be parsed.</summary>
    public ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>Takes a page apart.</summary>
    /// <param name="utf8Page">The page, one JSON object in UTF-8, at most 64 levels deep.</param>
    /// <param name="member">The member of the object that is the array of records.</param>
    /// <param name="page">The parts; null when the method returns false.</param>
    /// <returns>False when the page is no well-formed JSON object, is nested too deeply, or has no such array, or more than one.</returns>
    public static unsafe bool TrySplit(ReadOnlyMemory<byte> utf8Page, string member, [NotNullWhen(true)] out JsonPage? page)
    {
        ArgumentException.ThrowIfNullOrEmpty(member);
        page = null;
        var name = Encoding.UTF8.GetBytes(member);
        var length = utf8Page.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(checked(length + JsonScan.Padding));
        try
        {
            utf8Page.Span.CopyTo(buffer);
            buffer.AsSpan(length, JsonScan.Padding).Clear();
            fixed (byte* origin = buffer)
            {
                List<ReadOnlyMemory<byte>>? records = null;
                var array = default(Range);
                var depth = JsonScan.MaxDepth - 1;
                var p = JsonScan.SkipWhite(origin);
                if (*p != '{')
                    return false;
                for (p = JsonScan.SkipWhite(p + 1); *p != '}';)
                {
                    var end = *p == '"' ? JsonScan.StringEnd(p + 1, out _) : null;
                    if (end == null)
                        return false;
                    var isArray = new ReadOnlySpan<byte>(p + 1, (int)(end - p) - 1).SequenceEqual(name);
                    p = JsonScan.SkipWhite(end + 1);
                    if (*p != ':')
                        return false;
                    p = JsonScan.SkipWhite(p + 1);
                    if (isArray)
                    {
                        if (records is not null || *p != '[')
                            return false;
                        records = [];
                        var start = p;
                        p = Elements(origin, p, utf8Page, records, depth);
                        if (p == null)
                            return false;
                        array = (int)(start - origin)..(int)(p - origin);
                    }
                    else
                    {
                        p = JsonScan.Skip(p, ref depth);
                    }

                    if (p == null)
                        return false;
                    p = JsonScan.SkipWhite(p);
                    if (*p == '}')
                        break;
                    if (*p != ',')
                        return false;
                    p = JsonScan.SkipWhite(p + 1);
                    // A comma with nothing behind it.
                    if (*p == '}')
                        return false;
                }

                if (records is null || JsonScan.SkipWhite(p + 1) != origin + length)
                    return false;
                page = new JsonPage(records, Without(utf8Page.Span, array));
                return true;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Past the array, or null.
    private static unsafe byte* Elements(byte* origin, byte* p, ReadOnlyMemory<byte> page, List<ReadOnlyMemory<byte>> records, int depth)
    {
        depth--;
        p = JsonScan.SkipWhite(p + 1);
        if (*p == ']')
            return p + 1;
        while (true)
        {
            var start = p;
            p = JsonScan.Skip(p, ref depth);
            if (p == null)
                return null;
            records.Add(page[(int)(start - origin)..(int)(p - origin)]);
            p = JsonScan.SkipWhite(p);
            if (*p == ']')
                return p + 1;
            if (*p != ',')
                return null;
            p = JsonScan.SkipWhite(p + 1);
        }
    }

    private static byte[] Without(ReadOnlySpan<byte> page, Range array) => [.. page[..array.Start], (byte)'[', (byte)']', .. page[array.End..]];
}
