using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Canonical.Model;

// Values after a name or a comma: the reserve has room for each of them.
public ref partial struct ContractWriter
{
    /// <summary>Writes a truth value.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => Short(value ? "true"u8 : "false"u8);

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The value.</param>
    public void WriteInteger(long value)
    {
        _ = value.TryFormat(_buffer[_length..], out var length, default, CultureInfo.InvariantCulture);
        _length += length;
    }

    /// <summary>Writes a decimal number as a string.</summary>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint: without trailing zeros.</param>
    public void WriteDecimal(decimal value, bool posting)
    {
        Byte('"');
        _length += DecimalText.Format(posting ? CanonicalDecimal.Normalize(value) : value, _buffer[_length..]);
        Byte('"');
    }

    /// <summary>Writes a date.</summary>
    /// <param name="value">The value.</param>
    public void WriteDate(DateOnly value)
    {
        var text = _buffer.Slice(_length, 12);
        text[0] = (byte)'"';
        Date(value.ToDateTime(TimeOnly.MinValue), text[1..]);
        text[11] = (byte)'"';
        _length += 12;
    }

    /// <summary>Writes an instant in UTC, without trailing zeros in its fraction.</summary>
    /// <param name="value">The value; another offset is converted.</param>
    public void WriteInstant(DateTimeOffset value)
    {
        var utc = value.UtcDateTime;
        var text = _buffer.Slice(_length, 32);
        text[0] = (byte)'"';
        Date(utc, text[1..]);
        var ticks = utc.TimeOfDay.Ticks;
        var seconds = (uint)(ticks / TimeSpan.TicksPerSecond);
        var fraction = (uint)(ticks % TimeSpan.TicksPerSecond);
        text[11] = (byte)'T';
        Two(seconds / 3600, text[12..]);
        text[14] = (byte)':';
        Two(seconds / 60 % 60, text[15..]);
        text[17] = (byte)':';
        Two(seconds % 60, text[18..]);
        var at = 20;
        if (fraction > 0)
        {
            text[at++] = (byte)'.';
            for (var unit = 1_000_000u; fraction > 0; unit /= 10)
            {
                text[at++] = (byte)('0' + fraction / unit);
                fraction %= unit;
            }
        }
        text[at++] = (byte)'Z';
        text[at++] = (byte)'"';
        _length += at;
    }

    /// <summary>Writes a canonical id.</summary>
    /// <param name="value">The value.</param>
    public void WriteId(CanonicalId value)
    {
        Byte('"');
        _ = value.Value.TryFormat(_buffer[_length..], out var length, "D");
        _length += length;
        Byte('"');
    }

    /// <summary>Writes the id of a contract.</summary>
    /// <param name="value">The value.</param>
    public void WriteContractId(ContractId value)
    {
        // A name may be longer than the reserve.
        Byte('"');
        foreach (var c in value.Name)
        {
            if (_buffer.Length - _length < Reserve) Grow(Reserve);
            Byte(c);
        }
        if (value.Name.Length > 0)
        {
            Byte('/');
            WriteInteger(value.Version.Major);
            Byte('.');
            WriteInteger(value.Version.Minor);
            Byte('.');
            WriteInteger(value.Version.Patch);
        }
        Byte('"');
    }

    /// <summary>Writes a currency.</summary>
    /// <param name="value">The value.</param>
    public void WriteCurrency(CurrencyCode value)
    {
        Byte('"');
        value.CopyTo(_buffer[_length..]);
        _length += 3;
        Byte('"');
    }

    /// <summary>Writes a closed code.</summary>
    /// <param name="codes">The texts of the code.</param>
    /// <param name="index">Which of them; one that is none is written as its number, which validation refuses.</param>
    public void WriteCode(ContractNames codes, int index)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Byte('"');
        if ((uint)index < (uint)codes.Count) Raw(codes.Utf8(index));
        else WriteInteger(index);
        Byte('"');
    }

    /// <summary>Writes the status of a record.</summary>
    /// <param name="value">The value; one that is not of the enum is written as its number, which validation refuses.</param>
    public void WriteRecordStatus(RecordStatus value) => WriteCode(ContractReader.RecordStatuses, (int)value);

    /// <summary>Writes an amount of money.</summary>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public void WriteMoney(Money value, bool posting)
    {
        Short("{\"amount\":"u8);
        WriteDecimal(value.Amount, posting);
        Short(",\"currency\":"u8);
        WriteCurrency(value.Currency);
        Byte('}');
    }

    /// <summary>Writes a quantity.</summary>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    public void WriteQuantity(Quantity value, bool posting)
    {
        Short("{\"value\":"u8);
        WriteDecimal(value.Value, posting);
        Short(",\"unit\":"u8);
        WriteCode(ContractReader.Units, (int)value.Unit);
        Byte('}');
    }

    /// <summary>Writes a reference to an object.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The value.</param>
    public void WriteReference<T>(Reference<T> value)
        where T : class, ICanonicalObject<T> => WriteReferenceId(value.Id);

    /// <summary>Writes a reference to an object of one of several types.</summary>
    /// <param name="value">The value.</param>
    public void WriteObjectReference(ObjectReference value)
    {
        Short("{\"id\":"u8);
        WriteId(value.Id);
        Short(",\"objectType\":"u8);
        WriteString(value.ObjectType);
        Raw("}"u8);
    }

    /// <summary>Writes a period of days.</summary>
    /// <param name="value">The value.</param>
    public void WritePeriod(DatePeriod value)
    {
        Short("{\"from\":"u8);
        WriteDate(value.From);
        if (value.To is { } to)
        {
            Short(",\"to\":"u8);
            WriteDate(to);
        }
        Byte('}');
    }

    /// <summary>Writes a reference to a record of another system.</summary>
    /// <param name="value">The value.</param>
    public void WriteSourceRef(SourceRef? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }
        var unknown = value.UnknownMembers.Count == 0 ? null : value.UnknownMembers;
        var start = Start();
        if (unknown is not null) WriteUnknown(unknown, -1);
        WriteMember(",\"system\":"u8, value.System, unknown, 0);
        WriteMember(",\"instance\":"u8, value.Instance, unknown, 1);
        WriteMember(",\"objectType\":"u8, value.ObjectType, unknown, 2);
        WriteMember(",\"recordId\":"u8, value.RecordId, unknown, 3);
        WriteMember(",\"externalId\":"u8, value.ExternalId, unknown, 4, isOptional: true);
        WriteMember(",\"version\":"u8, value.Version, unknown, 5, isOptional: true);
        WriteMember(",\"url\":"u8, value.Url, unknown, 6, isOptional: true);
        if (unknown is not null) WriteLastUnknown(unknown, 7);
        EndObject(start);
    }

    /// <summary>Writes members as the object that holds them.</summary>
    /// <param name="value">The value.</param>
    public void WriteMembers(JsonMembers? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }
        var start = Start();
        for (var i = 0; i < value.Count; i++) WriteMember(value[i]);
        EndObject(start);
    }

    /// <summary>Writes a missing value, which validation refuses: a required member was set to null.</summary>
    public void WriteNull() => Short("null"u8);

    private void WriteMember(ReadOnlySpan<byte> name, string? value, JsonMembers? unknown, int place, bool isOptional = false)
    {
        if (value is not null || !isOptional)
        {
            Name(name);
            WriteString(value);
        }
        if (unknown is not null) WriteUnknown(unknown, place);
    }

    private void WriteReferenceId(CanonicalId id)
    {
        Short("{\"id\":"u8);
        WriteId(id);
        Byte('}');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Byte(char value) => _buffer[_length++] = (byte)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Short(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    private static void Date(DateTime value, Span<byte> text)
    {
        var (year, month, day) = DateOnly.FromDateTime(value);
        Two((uint)year / 100, text);
        Two((uint)year % 100, text[2..]);
        text[4] = (byte)'-';
        Two((uint)month, text[5..]);
        text[7] = (byte)'-';
        Two((uint)day, text[8..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(uint value, Span<byte> text) => BinaryPrimitives.WriteUInt16LittleEndian(text, DecimalText.Pair(value));
}
