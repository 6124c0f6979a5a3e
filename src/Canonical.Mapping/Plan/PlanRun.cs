using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>
/// One record on its way through the steps of a plan: the only thing that changes during a run. Used by one thread, and used again for the next record.
/// </summary>
/// <remarks>
/// One working buffer holds the constants of the plan, then the record and its padding, then what converters make; a value is a place in it. Arrays are written to a second
/// buffer element by element, and at last the whole result.
/// </remarks>
internal sealed partial class PlanRun(MappingPlan plan)
{
    // What a run may keep between records; a larger one gives its memory back.
    private const int MaxKept = 1 << 20;

    private ArrayBufferWriter<byte>? _object;
    private byte[] _buffer = [];
    private byte[] _written = [];
    private int _length;
    private int _writtenLength;
    private Value[] _read = new Value[64];
    private Value[] _write = new Value[64];
    private int _readFrame;
    private int _readEnd;
    private int _writeFrame;
    private int _writeEnd;
    private bool _wroteRoot;
    private HostText _system;
    private HostText _instance;
    private DateTimeOffset _observedAt;
    private byte[] _observedText = [];

    public MappingPlan Plan { get; } = plan;

    public MappingContext Context { get; private set; } = null!;

    public string System => Context.System ?? Plan.Document.Source.System;

    /// <summary>Why the record is no record at all; null while nothing speaks against it.</summary>
    public string? Refusal { get; private set; }

    public bool IsSmall => _buffer.Length <= MaxKept && _written.Length <= MaxKept && (_object is null || _object.Capacity <= MaxKept);

    /// <summary>An object as the record that is to be mapped.</summary>
    public ReadOnlySpan<byte> Write<T>(T value)
        where T : class, ICanonicalObject<T>
    {
        _object ??= new ArrayBufferWriter<byte>(1024);
        _object.ResetWrittenCount();
        value.WriteTo(_object);
        return _object.WrittenSpan;
    }

    /// <summary>Maps one record; false when it is no record at all. The JSON is good until the run is given back.</summary>
    public bool TryMap(ReadOnlySpan<byte> record, MappingContext context, out ReadOnlySpan<byte> json, out IReadOnlyList<MappingIssue> issues)
    {
        json = default;
        if (Start(record, context))
        {
            foreach (var step in Plan.Steps)
                step.Execute(this);
        }

        if (Refusal is { } message)
        {
            issues =
            [
                new MappingIssue
                {
                    Code = MappingCodes.InputNotJson,
                    Severity = MappingSeverity.Error,
                    Kind = MappingIssueKind.Input,
                    Message = message,
                    Remedy = "Look at the answer that the record came from.",
                },
            ];
            return false;
        }

        json = Emit(Plan.Target);
        issues = Issues;
        return true;
    }

    private unsafe bool Start(ReadOnlySpan<byte> record, MappingContext context)
    {
        Context = context;
        Refusal = null;
        _issues = null;
        _frames.Clear();
        _writtenLength = 0;
        _wroteRoot = false;
        var constants = Plan.Constants;
        var needed = checked(constants.Length + record.Length + JsonScan.Padding);
        if (_buffer.Length < needed)
        {
            _buffer = new byte[needed + Math.Max(1024, record.Length / 2)];
            constants.CopyTo(_buffer, 0);
        }

        record.CopyTo(_buffer.AsSpan(constants.Length));
        _buffer.AsSpan(constants.Length + record.Length, JsonScan.Padding).Clear();
        _length = needed;
        (_readFrame, _readEnd, _writeFrame, _writeEnd) = (0, 0, 0, 0);
        OpenRead(Plan.ReadSlots);
        OpenWrite(Plan.WriteSlots);
        // The object itself: no lens may put another value in its place.
        _write[0] = new Value(ValueKind.OpenObject, ValueTraits.None, 0, 0);
        fixed (byte* origin = _buffer)
        {
            var reader = new RecordReader(origin, _read.AsSpan(0, Plan.ReadSlots));
            var end = reader.Read(JsonScan.SkipWhite(origin + constants.Length), Plan.Source);
            if (end == null)
                Refusal = reader.IsTooDeep ? Refusals.TooDeep : reader.HasTwice ? Refusals.Twice : Refusals.NoJson;
            else if (JsonScan.SkipWhite(end) != origin + constants.Length + record.Length)
                Refusal = Refusals.NoJson;
            else if (_read[Plan.Source.Slot].Kind != ValueKind.Object)
                Refusal = Refusals.NoObject;
        }

        return Refusal is null;
    }

    /// <summary>Lets go of what belongs to the caller.</summary>
    public void Stop()
    {
        Context = null!;
        _issues = null;
    }

    public void Refuse(string message) => Refusal ??= message;

    public Value SystemText() => KeepText(System, ref _system);

    public Value InstanceText() => KeepText(Context.Instance, ref _instance);

    /// <summary>When the record was read; the records of a page were read at one moment.</summary>
    public Value ObservedText()
    {
        if (_observedText.Length > 0 && _observedAt == Context.ObservedAt)
            return Keep(ValueKind.String, _observedText);
        var text = InstantText.Keep(this, Context.ObservedAt.UtcDateTime, "Z"u8, -1);
        (_observedAt, _observedText) = (Context.ObservedAt, Text(text).ToArray());
        return text;
    }

    // ---- what was read

    public ref readonly Value Read(ReadNode node) => ref _read[_readFrame + node.Slot];

    public ref readonly Value ReadRoot(ReadNode node) => ref _read[node.Slot];

    public ReadOnlySpan<byte> Text(scoped in Value value) => _buffer.AsSpan(value.Offset, value.Length);

    /// <summary>A scalar with its text unescaped and found to be text; false for all else.</summary>
    public bool TryPlain(in Value value, out Value plain)
    {
        plain = value;
        if (value.Kind != ValueKind.String)
            return value.IsScalar;
        if ((value.Traits & (ValueTraits.Escaped | ValueTraits.Wide)) == ValueTraits.None)
            return true;
        if ((value.Traits & ValueTraits.Escaped) == ValueTraits.None)
        {
            plain = value.With(ValueTraits.None);
            return Utf8.IsValid(Text(value));
        }

        var target = Reserve(value.Length);
        if (!Utf8Text.TryUnescape(Text(value), target, out var length))
            return false;
        plain = new Value(ValueKind.String, ValueTraits.Plain, Advance(length), length);
        return true;
    }

    /// <summary>Any value in the form in which it is written: strings escaped as they must be, objects and arrays without white space. False when a text in it is none, or a name stands twice; the record is then refused, unless nothing of the value is carried over.</summary>
    public bool TryNormal(in Value value, out Value normal, bool refuse = true)
    {
        normal = value;
        if (value.Kind == ValueKind.String)
        {
            if (!TryPlain(value, out normal))
                return refuse && No(Refusals.NoText);
            normal = Escaped(normal);
            return true;
        }

        if (value.Kind is not (ValueKind.Object or ValueKind.Array))
            return true;
        var target = Reserve(value.Length);
        if (!RawJson.TryNormalize(Text(value), target, out var length, out var mayRepeat))
            return refuse && No(Refusals.NoText);
        if (mayRepeat && !RawJson.NamesDiffer(target[..length]))
            return refuse && No(Refusals.Twice);
        normal = new Value(value.Kind, ValueTraits.None, Advance(length), length);
        return true;
    }

    // ---- what is made

    /// <summary>Free bytes behind all that was made; they are kept by <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            var larger = new byte[Math.Max(checked(_length + count), (int)Math.Min(Array.MaxLength, 2L * _buffer.Length))];
            _buffer.AsSpan(0, _length).CopyTo(larger);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length, count);
    }

    public int Advance(int count)
    {
        var at = _length;
        _length += count;
        return at;
    }

    /// <summary>Keeps JSON text, or the text of a string that needs no escape.</summary>
    public Value Keep(ValueKind kind, ReadOnlySpan<byte> text, ValueTraits traits = ValueTraits.None)
    {
        text.CopyTo(Reserve(text.Length));
        return new Value(kind, traits, Advance(text.Length), text.Length);
    }

    /// <summary>A scalar that the host or a parameter gave; false when it is no text.</summary>
    public bool TryKeep(JsonScalar scalar, out Value value)
    {
        var target = Reserve(Encoding.UTF8.GetMaxByteCount(scalar.Text.Length));
        value = default;
        if (Utf8.FromUtf16(scalar.Text, target, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
            return No(Refusals.NoText);
        var kind = Literal.KindOf(scalar);
        value = new Value(kind, kind == ValueKind.String ? ValueTraits.Plain : ValueTraits.None, Advance(length), length);
        return true;
    }

    /// <summary>A text of the host's that is the same from record to record; no text refuses the record.</summary>
    private Value KeepText(string text, ref HostText known)
    {
        if (!ReferenceEquals(known.Text, text))
            known = new HostText(text, Utf8Text.Encode(text));
        if (known.Written is not null)
            return Keep(ValueKind.String, known.Written);
        Refuse(Refusals.NoText);
        return default;
    }

    public JsonScalar ToScalar(in Value plain) => plain.Kind switch
    {
        ValueKind.String => JsonScalar.Of(Encoding.UTF8.GetString(Text(plain))),
        ValueKind.Number => JsonScalar.Number(Encoding.UTF8.GetString(Text(plain))),
        _ => JsonScalar.Of(plain.Kind == ValueKind.True),
    };

    public Value Trim(in Value plain)
    {
        var (start, length) = Utf8Text.Trim(Text(plain));
        return length == plain.Length ? plain : plain.Slice(start, length);
    }

    /// <summary>The plain text of a number times a power of ten; false where it is none, or has too many digits.</summary>
    public bool TryNumber(in Value text, int shift, ValueKind kind, out Value number)
    {
        number = text.As(kind);
        var target = Reserve(DecimalText.MaxLength);
        if (!DecimalText.TryNormalize(Text(text), shift, target, out var length))
            return false;
        // Most numbers are in their normal form already.
        number = target[..length].SequenceEqual(Text(text)) ? new Value(kind, ValueTraits.None, text.Offset, text.Length) : new Value(kind, ValueTraits.None, Advance(length), length);
        return true;
    }

    public Value Id(CanonicalId id)
    {
        _ = id.Value.TryFormat(Reserve(36), out var length);
        return new Value(ValueKind.String, ValueTraits.None, Advance(length), length);
    }

    /// <summary>A string in its written form.</summary>
    public Value Escaped(in Value value)
    {
        if ((value.Traits & ValueTraits.Plain) == ValueTraits.None)
            return value;
        if (!Utf8Text.MustEscape(Text(value)))
            return value.With(ValueTraits.None);
        var target = Reserve(checked(value.Length * Utf8Text.MaxEscape));
        var length = Utf8Text.Escape(Text(value), target);
        return new Value(value.Kind, ValueTraits.None, Advance(length), length);
    }

    private bool No(string refusal)
    {
        Refuse(refusal);
        return false;
    }

    private void OpenRead(int slots)
    {
        _readFrame = _readEnd;
        _readEnd += slots;
        if (_read.Length < _readEnd)
            Array.Resize(ref _read, Math.Max(_readEnd, 2 * _read.Length));
        _read.AsSpan(_readFrame, slots).Clear();
    }

    private void OpenWrite(int slots)
    {
        _writeFrame = _writeEnd;
        _writeEnd += slots;
        if (_write.Length < _writeEnd)
            Array.Resize(ref _write, Math.Max(_writeEnd, 2 * _write.Length));
        _write.AsSpan(_writeFrame, slots).Clear();
    }
}

/// <summary>A text of the host's as it was written last.</summary>
internal readonly record struct HostText(string Text, byte[]? Written);

/// <summary>Why a record is refused as a whole.</summary>
internal static class Refusals
{
    public const string NoJson = "The record is not one well-formed JSON value.";
    public const string NoObject = "The record is no JSON object.";
    public const string Twice = "The record names a member twice that the mapping reads.";
    public const string TooDeep = "The record is nested deeper than 64 levels.";
    public const string NoText = "The record holds text that is no Unicode text (half of a surrogate pair, or bytes that are not UTF-8).";
}
