using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Canonical.Model;

// One walk over a JSON text that checks it and gives its canonical form (RFC 8785). What is canonical already is not copied piece by piece: the walk remembers from
// where on the input still agrees with the output, and copies that run when they part. A text that is canonical as a whole is never copied at all.
[StructLayout(LayoutKind.Auto)]
internal ref partial struct CanonicalTranscoder
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8Builder _output;
    private Utf8Builder _names;
    private Span<CanonicalProperty> _properties;
    private CanonicalProperty[]? _rentedProperties;
    private int _propertyCount;

    // From here on the input agrees with the output and has not been copied.
    private int _run;
    private int _end;
    private int _depth;

    // Enough for the open objects of most documents.
    public const int InitialProperties = 24;

    public CanonicalTranscoder(ReadOnlySpan<byte> utf8Json, Span<CanonicalProperty> properties)
    {
        _json = utf8Json;
        _properties = properties;
        _output = new(default);
        _names = new(default);
    }

    // The canonical text: a part of the input when that is canonical. Valid until Dispose.
    public readonly ReadOnlySpan<byte> Result => _output.Length == 0 ? _json[_run.._end] : _output.Written;

    public readonly bool IsVerbatim => _output.Length == 0 && _run == 0 && _end == _json.Length;

    public void Run()
    {
        if (_json.Length > CanonicalJson.MaxLength) throw TooLong(_json.Length);
        // Strings are copied as they are, so their bytes are checked before.
        if (!System.Text.Unicode.Utf8.IsValid(_json)) throw InvalidUtf8();
        var at = Value(SkipSpace(0));
        _end = at;
        while (at < _json.Length && IsSpace(_json[at])) at++;
        if (at < _json.Length) throw Malformed(at, "nothing more");
        if (_output.Length > 0) _output.Append(_json[_run.._end]);
    }

    public void Dispose()
    {
        _output.Dispose();
        _names.Dispose();
        if (_rentedProperties is not null) ArrayPool<CanonicalProperty>.Shared.Return(_rentedProperties);
        _rentedProperties = null;
    }

    private int Value(int at)
    {
        if ((uint)at >= (uint)_json.Length) throw Malformed(at, "a value");
        switch (_json[at])
        {
            case (byte)'"': return String(at);
            case (byte)'{': return Object(at);
            case (byte)'[': return Array(at);
            case (byte)'t': return Literal(at, "true"u8);
            case (byte)'f': return Literal(at, "false"u8);
            case (byte)'n': return Literal(at, "null"u8);
            case (byte)'-':
            case >= (byte)'0' and <= (byte)'9': return Number(at);
            default: throw Malformed(at, "a value");
        }
    }

    private readonly int Literal(int at, ReadOnlySpan<byte> literal) =>
        _json[at..].StartsWith(literal) ? at + literal.Length : throw Malformed(at, "true, false or null");

    private int Array(int at)
    {
        Enter(at);
        at = SkipSpace(at + 1);
        if ((uint)at < (uint)_json.Length && _json[at] == ']')
        {
            _depth--;
            return at + 1;
        }
        while (true)
        {
            at = SkipSpace(Value(at));
            var next = (uint)at < (uint)_json.Length ? _json[at] : default;
            if (next == ']') break;
            if (next != ',') throw Malformed(at, "a comma or the end of the array");
            at = SkipSpace(at + 1);
        }
        _depth--;
        return at + 1;
    }

    private int Object(int at)
    {
        Enter(at);
        at = SkipSpace(at + 1);
        if ((uint)at < (uint)_json.Length && _json[at] == '}')
        {
            _depth--;
            return at + 1;
        }
        var first = _propertyCount;
        var firstName = _names.Length;
        var sorted = true;
        var previous = 0UL;
        while (true)
        {
            if ((uint)at >= (uint)_json.Length || _json[at] != '"') throw Malformed(at, "the name of a property");
            if (_propertyCount == _properties.Length) GrowProperties();
            ref var property = ref _properties[_propertyCount];
            property.InputStart = at;
            property.OutputStart = _output.Length + (at - _run);
            at = Name(at, ref property);
            // The order of one writer is one order, so a sorted object costs a comparison of two numbers a property.
            if (property.Prefix <= previous && sorted && _propertyCount > first)
            {
                var order = Sorter().Compare(_properties[_propertyCount - 1], property);
                if (order == 0) throw Duplicate(property.InputStart);
                sorted = order < 0;
            }
            previous = property.Prefix;
            _propertyCount++;

            at = SkipSpace(at);
            if ((uint)at >= (uint)_json.Length || _json[at] != ':') throw Malformed(at, "a colon");
            at = SkipSpace(at + 1);
            at = SkipSpace((uint)at < (uint)_json.Length && _json[at] == '"' ? String(at) : Value(at));
            var next = (uint)at < (uint)_json.Length ? _json[at] : default;
            if (next == '}') break;
            if (next != ',') throw Malformed(at, "a comma or the end of the object");
            at = SkipSpace(at + 1);
        }
        if (!sorted) Arrange(first, at);
        _names.Truncate(firstName);
        _propertyCount = first;
        _depth--;
        return at + 1;
    }

    // Puts the properties of an object that ends here in order, within the output.
    private void Arrange(int first, int end)
    {
        CopyRun(end);
        _run = end;
        var properties = _properties[first.._propertyCount];
        // Each part ends where the comma before the next one stands, the last one where the text ends.
        for (var i = 0; i < properties.Length - 1; i++) properties[i].OutputEnd = properties[i + 1].OutputStart - 1;
        properties[^1].OutputEnd = _output.Length;
        var start = properties[0].OutputStart;
        var sorter = Sorter();
        sorter.Sort(properties);

        var length = _output.Length - start;
        var parts = ArrayPool<byte>.Shared.Rent(length);
        var source = _output.Slice(0, _output.Length);
        var written = 0;
        for (var i = 0; i < properties.Length; i++)
        {
            if (i > 0)
            {
                if (sorter.Compare(properties[i - 1], properties[i]) == 0) throw Duplicate(Math.Max(properties[i - 1].InputStart, properties[i].InputStart));
                parts[written++] = (byte)',';
            }
            var part = source[properties[i].OutputStart..properties[i].OutputEnd];
            part.CopyTo(parts.AsSpan(written));
            written += part.Length;
        }
        parts.AsSpan(0, length).CopyTo(source[start..]);
        ArrayPool<byte>.Shared.Return(parts);
    }

    private readonly PropertySorter Sorter() => new(_json, _names.Written);

    private void Enter(int at)
    {
        if (++_depth > CanonicalJson.MaxDepth) throw TooDeep(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SkipSpace(int at) => (uint)at < (uint)_json.Length && _json[at] <= ' ' ? SkipSpaceSlow(at) : at;

    private int SkipSpaceSlow(int at)
    {
        var start = at;
        while (at < _json.Length && IsSpace(_json[at])) at++;
        if (at > start) Skip(start, at);
        return at;
    }

    // The input from one place to another is not part of the output.
    private void Skip(int from, int to)
    {
        CopyRun(from);
        _run = to;
    }

    private void CopyRun(int end) => _output.Append(_json[_run..end]);

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowProperties()
    {
        var larger = ArrayPool<CanonicalProperty>.Shared.Rent(Math.Max(2 * _properties.Length, InitialProperties));
        _properties.CopyTo(larger);
        if (_rentedProperties is not null) ArrayPool<CanonicalProperty>.Shared.Return(_rentedProperties);
        _rentedProperties = larger;
        _properties = larger;
    }
}
