using System.Runtime.InteropServices;
using System.Text.Json;

namespace Canonical.Model;

// Keeps the properties of the open objects while the canonical text is written, and puts those of an object in order when it ends.
// Most documents of one writer come in one order, so an object that is sorted already costs one comparison a property.
internal struct PropertySorter() : IDisposable
{
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Property(int NameStart, int NameLength, int Start, int End);

    // An open array has First = -1.
    private readonly record struct Scope(int First, bool HasItems);

    private readonly List<Property> _properties = [];
    private readonly Stack<Scope> _scopes = new();
    private Utf8Builder _names = new(256);
    private bool _afterName;

    public readonly void BeginObject() => _scopes.Push(new(_properties.Count, HasItems: false));

    public readonly void BeginArray() => _scopes.Push(new(-1, HasItems: false));

    public readonly void EndArray() => _scopes.Pop();

    public void BeginProperty(ref Utf8JsonReader reader, ref Utf8Builder output)
    {
        var scope = _scopes.Peek();
        if (_properties.Count > scope.First) output.Append((byte)',');

        var nameStart = _names.Length;
        if (reader.ValueIsEscaped) _names.Advance(reader.CopyString(_names.Reserve(reader.ValueSpan.Length)));
        else _names.Append(reader.ValueSpan);

        _properties.Add(new(nameStart, _names.Length - nameStart, output.Length, 0));
        CanonicalJson.AppendString(ref reader, ref output);
        output.Append((byte)':');
        _afterName = true;
    }

    public void BeginValue(ref Utf8Builder output)
    {
        if (_afterName)
        {
            _afterName = false;
            return;
        }
        if (_scopes.Count == 0 || _scopes.Peek().First >= 0) return;
        if (_scopes.Pop().HasItems) output.Append((byte)',');
        _scopes.Push(new(-1, HasItems: true));
    }

    public void EndObject(ref Utf8Builder output, long byteOffset)
    {
        var first = _scopes.Pop().First;
        var count = _properties.Count - first;
        if (count == 0) return;
        if (count > 1) Sort(first, count, ref output, byteOffset);
        _names.Truncate(_properties[first].NameStart);
        _properties.RemoveRange(first, count);
    }

    public void Dispose() => _names.Dispose();

    private readonly void Sort(int first, int count, ref Utf8Builder output, long byteOffset)
    {
        var sorted = true;
        for (var i = first + 1; i < first + count && sorted; i++) sorted = Compare(_properties[i - 1], _properties[i]) < 0;
        if (sorted) return;

        // Each part ends where the comma before the next one stands, the last one where the text ends.
        for (var i = first; i < first + count; i++)
        {
            _properties[i] = _properties[i] with { End = i + 1 < first + count ? _properties[i + 1].Start - 1 : output.Length };
        }
        var start = _properties[first].Start;
        var names = _names;
        _properties.Sort(first, count, Comparer<Property>.Create((x, y) => CompareNames(names.Slice(x.NameStart, x.NameLength), names.Slice(y.NameStart, y.NameLength))));

        var parts = new Utf8Builder(output.Length - start);
        try
        {
            for (var i = first; i < first + count; i++)
            {
                if (i > first)
                {
                    if (Compare(_properties[i - 1], _properties[i]) == 0)
                    {
                        throw new CanonicalJsonException(ModelCodes.DuplicateProperty, $"The object that ends at byte {byteOffset} names a property twice.", byteOffset);
                    }
                    parts.Append((byte)',');
                }
                var property = _properties[i];
                parts.Append(output.Slice(property.Start, property.End - property.Start));
            }
            parts.Written.CopyTo(output.Slice(start, parts.Length));
        }
        finally
        {
            parts.Dispose();
        }
    }

    private readonly int Compare(Property x, Property y) =>
        CompareNames(_names.Slice(x.NameStart, x.NameLength), _names.Slice(y.NameStart, y.NameLength));

    // The order of UTF-16 code units, decided on UTF-8. It is the order of the bytes, but for one thing: a character beyond U+FFFF (lead byte F0 to F4) is a
    // surrogate pair (D800 to DFFF) in UTF-16, and so comes before U+E000 to U+FFFF (lead bytes EE and EF). RFC 8785, section 3.2.3.
    internal static int CompareNames(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var common = x.CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length - y.Length;
        var (a, b) = (x[common], y[common]);
        if (a >= 0xEE && b >= 0xEE && (a >= 0xF0) != (b >= 0xF0)) return b - a;
        return a - b;
    }
}
