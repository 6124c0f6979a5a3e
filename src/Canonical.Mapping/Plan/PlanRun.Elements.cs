namespace Canonical.Mapping;

internal sealed partial class PlanRun
{
    /// <summary>Runs steps over every element of an array that was read, and writes the array.</summary>
    public unsafe Value Each(EachStep step, in Value array)
    {
        var outer = (_readFrame, _readEnd, _writeFrame, _writeEnd);
        var start = _writtenLength;
        var index = 0;
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

            _frames.Add((step, index));
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
