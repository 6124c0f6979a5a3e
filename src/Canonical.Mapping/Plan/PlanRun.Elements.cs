namespace Canonical.Mapping;

internal sealed partial class PlanRun
{
    /// <summary>Runs steps over every element of an array that was read, and writes the array.</summary>
    public unsafe Value Each(EachStep step, in Value array)
    {
        var outer = (_readFrame, _readEnd, _writeFrame, _writeEnd);
        var start = _writtenLength;
        var index = 0;
        var count = 0;
        var wroteRoot = _wroteRoot;
        _wroteRoot = false;
        var at = array.Offset + 1;
        while (true)
        {
            var mark = _length;
            var begun = _writtenLength;
            (_readFrame, _readEnd, _writeFrame, _writeEnd) = outer;
            OpenRead(step.ReadSlots);
            OpenWrite(step.WriteSlots);
            int elementAt, elementLength;
            fixed (byte* origin = _buffer)
            {
                var p = JsonScan.SkipWhite(origin + at);
                if (*p == ',')
                    p = JsonScan.SkipWhite(p + 1);
                if (*p == ']')
                    break;
                var reader = new RecordReader(origin, _read.AsSpan(_readFrame, step.ReadSlots));
                var end = reader.Read(p, step.Element);
                if (end == null)
                {
                    // It is JSON, as the way past the array found.
                    Refuse(Refusals.Twice);
                    break;
                }

                (elementAt, elementLength) = ((int)(p - origin), (int)(end - p));
                at = (int)(end - origin);
            }

            if (step.Where is { } where && !where.Holds(this))
            {
                _length = mark;
                index++;
                continue;
            }

            _frames.Add((step, index, count));
            var before = IssueCount;
            foreach (var inner in step.Steps)
                inner.Execute(this);
            if (_write[_writeFrame].Kind != ValueKind.Missing)
            {
                var text = _writtenLength;
                Put(s_comma);
                Emit(step.Written, _writeFrame);
                // The arrays inside of it stand in it now.
                _written.AsSpan(text, _writtenLength - text).CopyTo(_written.AsSpan(begun));
                _writtenLength -= text - begun;
                count++;
            }
            else if (IssueCount == before)
            {
                step.Dropped(this, index, Element(elementAt, elementLength));
            }

            _frames.RemoveAt(_frames.Count - 1);
            // What converters made for the element stands in the text now, but for what went to the root.
            if (!_wroteRoot)
                _length = mark;
            wroteRoot |= _wroteRoot;
            _wroteRoot = false;
            index++;
        }

        _wroteRoot = wroteRoot;
        (_readFrame, _readEnd, _writeFrame, _writeEnd) = outer;
        Room(2);
        if (_writtenLength == start)
            _writtenLength++;
        _written[start] = (byte)'[';
        _written[_writtenLength++] = (byte)']';
        return new Value(ValueKind.Array, ValueTraits.Written, start, _writtenLength - start);
    }

    /// <summary>An object in its written form without some members; missing when none is left.</summary>
    public unsafe Value Without(in Value whole, Utf8Lookup names, bool withoutNull, bool inBraces)
    {
        var start = _length;
        // Strings are read by whole vectors, also the last one.
        Reserve(whole.Length + 1 + JsonScan.Padding);
        var depth = JsonScan.MaxDepth;
        var count = 0;
        fixed (byte* origin = _buffer)
        {
            var to = origin + start;
            var end = origin + whole.Offset + whole.Length - 1;
            for (var p = origin + whole.Offset + 1; p < end; p++)
            {
                var colon = JsonScan.StringEnd(p + 1, out var traits) + 1;
                var next = JsonScan.Skip(colon + 1, ref depth);
                var name = new ReadOnlySpan<byte>(p + 1, (int)(colon - p) - 2);
                if (!(withoutNull && JsonScan.IsNull(colon + 1)) && RecordReader.Find(names, name, traits) < 0)
                {
                    *to++ = (byte)(count++ == 0 && inBraces ? '{' : ',');
                    var member = new ReadOnlySpan<byte>(p, (int)(next - p));
                    member.CopyTo(new Span<byte>(to, member.Length));
                    to += member.Length;
                }

                p = next;
            }

            if (count == 0)
                return default;
            if (inBraces)
                *to++ = (byte)'}';
            _length = (int)(to - origin);
        }

        // Without braces the first comma is not theirs.
        return new Value(ValueKind.Object, ValueTraits.None, inBraces ? start : start + 1, _length - (inBraces ? start : start + 1));
    }

    public unsafe int CountElements(in Value array)
    {
        var count = 0;
        var depth = JsonScan.MaxDepth;
        fixed (byte* origin = _buffer)
        {
            for (var p = JsonScan.SkipWhite(origin + array.Offset + 1); *p != ']'; count++)
            {
                p = JsonScan.SkipWhite(JsonScan.Skip(p, ref depth));
                if (*p == ',')
                    p = JsonScan.SkipWhite(p + 1);
            }
        }

        return count;
    }

    // Of an element that gave nothing only the kind is told.
    private Value Element(int at, int length) => new(
        _buffer[at] switch
        {
            (byte)'{' => ValueKind.Object,
            (byte)'[' => ValueKind.Array,
            (byte)'"' => ValueKind.String,
            (byte)'t' => ValueKind.True,
            (byte)'f' => ValueKind.False,
            (byte)'n' => ValueKind.Null,
            _ => ValueKind.Number,
        },
        ValueTraits.Escaped,
        _buffer[at] == '"' ? at + 1 : at,
        _buffer[at] == '"' ? length - 2 : length);

    private static readonly byte[] s_comma = ","u8.ToArray();
}
