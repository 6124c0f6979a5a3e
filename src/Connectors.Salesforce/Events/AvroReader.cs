using System.Buffers.Binary;
using System.Text;

namespace Connectors.Salesforce;

/// <summary>Reads Avro's binary encoding (Apache Avro Specification, Binary Encoding). What is cut off or beyond the bounds is <see cref="InvalidDataException"/>.</summary>
internal ref struct AvroReader(ReadOnlySpan<byte> data)
{
    public const int MaxDepth = 32;

    private const int MaxItems = 100_000;

    // A record of records of nulls takes no bytes at all, and thirty of them within each other are a thousand million values.
    private const int MaxEmptyValues = 200_000;

    private ReadOnlySpan<byte> _rest = data;
    private readonly long _mostValues = MaxEmptyValues + (2L * data.Length);
    private long _values;
    private int _items;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Counts a value, whether it has bytes or not.</summary>
    public void Visit()
    {
        if (++_values > _mostValues)
            throw new InvalidDataException("An event has more values than its bytes can hold.");
    }

    public long Long()
    {
        ulong value = 0;
        for (int i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw CutOff();
    }

    public string Text() => Encoding.UTF8.GetString(Take(Long()));

    /// <summary>Bytes with their length before them: bytes, or a text in UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Long());

    public bool Boolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        _ => throw CutOff(),
    };

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>The branch of a union that the value has; the type itself when it is no union.</summary>
    public AvroType Branch(AvroType type)
    {
        for (int depth = 0; type.Kind == AvroKind.Union; depth++)
        {
            long index = Long();
            if (index < 0 || index >= type.Types.Count || depth > MaxDepth)
                throw new InvalidDataException("An event has a branch that its schema does not have.");
            type = type.Types[(int)index];
        }

        return type;
    }

    /// <summary>A text or a word of an enum; null for null.</summary>
    public string? TextOf(AvroType type)
    {
        type = Branch(type);
        switch (type.Kind)
        {
            case AvroKind.Text:
                return Text();
            case AvroKind.Enum:
                return Word(type);
            default:
                Skip(type, 0);
                return null;
        }
    }

    /// <summary>A word of an enum.</summary>
    public string Word(AvroType type)
    {
        long word = Long();
        return word >= 0 && word < type.Symbols.Count ? type.Symbols[(int)word] : throw new InvalidDataException("An event has a word that its schema does not have.");
    }

    /// <summary>A whole number; 0 for null.</summary>
    public long NumberOf(AvroType type)
    {
        type = Branch(type);
        if (type.Kind is AvroKind.Int or AvroKind.Long)
            return Long();
        Skip(type, 0);
        return 0;
    }

    /// <summary>A list of texts; empty for null.</summary>
    public IReadOnlyList<string> TextsOf(AvroType type)
    {
        type = Branch(type);
        if (type.Kind != AvroKind.Array)
        {
            Skip(type, 0);
            return [];
        }

        var texts = new List<string>();
        for (long count; (count = Block()) > 0;)
        {
            for (; count > 0; count--)
                texts.Add(TextOf(type.Types[0]) ?? "");
        }

        return texts;
    }

    public void Skip(AvroType type) => Skip(type, 0);

    private void Skip(AvroType type, int depth)
    {
        Visit();
        if (depth > MaxDepth)
            throw new InvalidDataException("An event is deeper than events are.");
        switch (type.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                Take(1);
                break;
            case AvroKind.Int or AvroKind.Long or AvroKind.Enum:
                Long();
                break;
            case AvroKind.Float:
                Take(sizeof(float));
                break;
            case AvroKind.Double:
                Take(sizeof(double));
                break;
            case AvroKind.Bytes or AvroKind.Text:
                Take(Long());
                break;
            case AvroKind.Fixed:
                Take(type.Size);
                break;
            case AvroKind.Union:
                Skip(Branch(type), depth + 1);
                break;
            case AvroKind.Record:
                foreach (AvroField field in type.Fields)
                    Skip(field.Type, depth + 1);
                break;
            default:
                for (long count; (count = Block()) > 0;)
                {
                    for (; count > 0; count--)
                    {
                        if (type.Kind == AvroKind.Map)
                            Take(Long());
                        Skip(type.Types[0], depth + 1);
                    }
                }

                break;
        }
    }

    /// <summary>How many items of an array or a map follow; 0 at its end. A negative count is followed by the bytes of the block.</summary>
    public long Block()
    {
        long count = Long();
        if (count < 0)
        {
            Long();
            count = count == long.MinValue ? long.MaxValue : -count;
        }

        // Items of no bytes, such as nulls, could be counted for ever.
        if (count > MaxItems || (_items += (int)count) > MaxItems)
            throw new InvalidDataException("An event has more items than events have.");
        return count;
    }

    public ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > _rest.Length)
            throw CutOff();
        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private static InvalidDataException CutOff() => new("An event is cut off, or does not follow its schema.");
}
