using System.Text.Json;

namespace Canonical.Mapping;

internal enum WriteStatus
{
    Written,

    /// <summary>Another lens wrote a different value there.</summary>
    Conflict,

    /// <summary>An element before the indexed one is missing.</summary>
    Gap,
}

internal sealed partial class PlanRun
{
    /// <summary>Whether anything was written there.</summary>
    public bool IsWritten(WriteNode node)
    {
        if (_write[_writeFrame + node.Slot].Kind != ValueKind.Missing)
            return true;
        return node.Preset.Kind != ValueKind.Missing && IsWritten(node.Parent!);
    }

    /// <summary>Writes a value; false when that was an issue.</summary>
    public bool Write(Step step, WriteNode node, in Value value)
    {
        var status = TryWrite(node, value, _writeFrame);
        if (status == WriteStatus.Written)
            return true;
        var path = node.PathText();
        if (status == WriteStatus.Conflict)
        {
            Report(
                step, MappingCodes.WriteConflict, MappingSeverity.Error, MappingIssueKind.Configuration, step.SourcePath, step.TargetPath, default,
                $"Another lens wrote a different value to '{path}'.", "Let one lens write it, or separate them by 'when' or 'only'.");
        }
        else
        {
            Report(
                step, MappingCodes.ElementGap, MappingSeverity.Error, MappingIssueKind.Value, step.SourcePath, step.TargetPath, default,
                $"'{path}' cannot be written, since an element before it is missing.", "Pick the element by a member ([kind=main]) instead of its place.");
        }

        return false;
    }

    /// <summary>Writes to the record's own frame, also from inside of an element.</summary>
    public bool TryWriteRoot(WriteNode node, in Value value)
    {
        _wroteRoot = true;
        return TryWrite(node, value, 0) == WriteStatus.Written;
    }

    public bool TryWrite(WriteNode node, in Value value) => TryWrite(node, value, _writeFrame) == WriteStatus.Written;

    /// <summary>The result as JSON, until the next run.</summary>
    public ReadOnlySpan<byte> Emit(WriteNode root)
    {
        var start = _writtenLength;
        Emit(root, 0);
        return _written.AsSpan(start, _writtenLength - start);
    }

    /// <summary>The bytes that a value is, wherever they stand.</summary>
    private ReadOnlySpan<byte> Json(in Value value) =>
        (value.Traits & ValueTraits.Written) == ValueTraits.None ? _buffer.AsSpan(value.Offset, value.Length) : _written.AsSpan(value.Offset, value.Length);

    private WriteStatus TryWrite(WriteNode node, in Value given, int frame)
    {
        var value = given.Kind == ValueKind.String ? Escaped(given) : given;
        ref var slot = ref _write[frame + node.Slot];
        if (slot.Kind != ValueKind.Missing)
            return Same(slot, value) ? WriteStatus.Written : WriteStatus.Conflict;
        if (node.Preset.Kind != ValueKind.Missing && !Same(node.Preset, value))
            return WriteStatus.Conflict;
        var status = TryOpen(node, frame);
        if (status == WriteStatus.Written)
            slot = value;
        return status;
    }

    // The objects and arrays on the way, from the inside out.
    private WriteStatus TryOpen(WriteNode node, int frame)
    {
        if (node.Parent is not { } parent)
            return WriteStatus.Written;
        var kind = node.IsElement ? ValueKind.OpenArray : ValueKind.OpenObject;
        ref var slot = ref _write[frame + parent.Slot];
        if (slot.Kind == ValueKind.Missing)
        {
            var status = TryOpen(parent, frame);
            if (status != WriteStatus.Written)
                return status;
            slot = new Value(kind, ValueTraits.None, 0, 0);
        }
        else if (slot.Kind != kind)
        {
            return WriteStatus.Conflict;
        }

        if (node.Step.Kind != PathStepKind.Index || _write[frame + node.Slot].Kind != ValueKind.Missing)
            return WriteStatus.Written;
        var before = 0;
        foreach (var sibling in parent.Children)
            before += _write[frame + sibling.Slot].Kind != ValueKind.Missing ? 1 : 0;
        return before >= node.Step.Index ? WriteStatus.Written : WriteStatus.Gap;
    }

    /// <summary>Whether two values in their written form mean the same.</summary>
    public bool Same(in Value first, in Value second)
    {
        if (first.Kind != second.Kind || first.Kind is ValueKind.OpenObject or ValueKind.OpenArray)
            return false;
        if (Json(first).SequenceEqual(Json(second)))
            return true;
        return first.Kind switch
        {
            ValueKind.Number => TryNumber(first, 0, ValueKind.Number, out var a) && TryNumber(second, 0, ValueKind.Number, out var b) && Text(a).SequenceEqual(Text(b)),
            // Two lenses gave one member: rare enough to look at it as a document.
            ValueKind.Object or ValueKind.Array => SameDocument(Json(first), Json(second)),
            ValueKind.True or ValueKind.False or ValueKind.Null => true,
            _ => false,
        };
    }

    private static bool SameDocument(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var readFirst = new Utf8JsonReader(first);
        var readSecond = new Utf8JsonReader(second);
        using var a = JsonDocument.ParseValue(ref readFirst);
        using var b = JsonDocument.ParseValue(ref readSecond);
        return JsonElement.DeepEquals(a.RootElement, b.RootElement);
    }

    private void Emit(WriteNode node, int frame)
    {
        var value = _write[frame + node.Slot];
        switch (value.Kind)
        {
            case ValueKind.OpenObject or ValueKind.OpenArray:
                var start = _writtenLength;
                foreach (var child in node.Children)
                {
                    var inner = _write[frame + child.Slot];
                    if (inner.Kind is ValueKind.OpenObject or ValueKind.OpenArray)
                    {
                        Put(child.Prefix);
                        Emit(child, frame);
                    }
                    else if (inner.Kind != ValueKind.Missing)
                    {
                        Put(child.Prefix, inner);
                    }
                    else if (child.Preset.Kind != ValueKind.Missing)
                    {
                        Put(child.Prefix, child.Preset);
                    }
                }

                // The first comma becomes the bracket.
                var isObject = value.Kind == ValueKind.OpenObject;
                Room(2);
                if (_writtenLength == start)
                    _writtenLength++;
                _written[start] = (byte)(isObject ? '{' : '[');
                _written[_writtenLength++] = (byte)(isObject ? '}' : ']');
                break;
            default:
                Put([], value);
                break;
        }
    }

    private void Put(byte[] prefix, in Value value)
    {
        Room(prefix.Length + value.Length + 2);
        var target = _written.AsSpan(_writtenLength);
        prefix.CopyTo(target);
        target = target[prefix.Length..];
        _writtenLength += prefix.Length + value.Length;
        if (value.Kind == ValueKind.String)
        {
            target[0] = (byte)'"';
            Json(value).CopyTo(target[1..]);
            target[value.Length + 1] = (byte)'"';
            _writtenLength += 2;
        }
        else
        {
            Json(value).CopyTo(target);
        }
    }

    private void Put(byte[] text)
    {
        Room(text.Length);
        text.CopyTo(_written.AsSpan(_writtenLength));
        _writtenLength += text.Length;
    }

    private void Room(int count)
    {
        if (_written.Length - _writtenLength < count)
            Array.Resize(ref _written, Math.Max(checked(_writtenLength + count), (int)Math.Min(Array.MaxLength, Math.Max(1024, 2L * _written.Length))));
    }
}
