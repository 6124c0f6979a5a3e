using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Canonical.Model;

/// <summary>
/// Writes objects of a contract as UTF-8 without white space, members in the order of the contract: the same object always gives the same bytes. For generated code. Lives on
/// one thread's stack.
/// </summary>
/// <remarks>
/// Every member and item is written with a comma before it; the first comma of an object or list becomes its bracket at the end, so that nobody keeps count. Strings have the
/// escapes that JSON asks for and no others (RFC 8259, section 7).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Auto)]
public ref partial struct ContractWriter
{
    // Most objects fit the stack.
    private const int StackBytes = 2048;

    // After a name or a comma so many bytes are free: what any value but texts needs, or a bracket.
    private const int Reserve = 96;

    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;

    private ContractWriter(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Writes one value, such as an object, a part of it or an item of a list.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The value.</param>
    /// <param name="posting">True when the text is for a fingerprint: only what matters to a target, decimals in their shortest form.</param>
    public delegate void WriteValue<in T>(ref ContractWriter writer, T value, bool posting);

    /// <summary>The text of an object.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    /// <param name="write">Writes it.</param>
    /// <returns>UTF-8 without white space.</returns>
    [SkipLocalsInit]
    public static byte[] ToUtf8Bytes<T>(T value, bool posting, WriteValue<T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var writer = new ContractWriter(stackalloc byte[StackBytes]);
        try
        {
            write(ref writer, value, posting);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Writes an object.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="output">Where it goes; untouched when the call throws.</param>
    /// <param name="write">Writes it.</param>
    [SkipLocalsInit]
    public static void WriteTo<T>(T value, IBufferWriter<byte> output, WriteValue<T> write)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(write);
        var writer = new ContractWriter(stackalloc byte[StackBytes]);
        try
        {
            write(ref writer, value, false);
            output.Write(writer.Written);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Writes an object as one value of a larger text. It has no white space, also where the other writer indents.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="write">Writes it.</param>
    [SkipLocalsInit]
    public static void WriteTo<T>(T value, Utf8JsonWriter output, WriteValue<T> write)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(write);
        var writer = new ContractWriter(stackalloc byte[StackBytes]);
        try
        {
            write(ref writer, value, false);
            output.WriteRawValue(writer.Written, skipInputValidation: true);
        }
        finally
        {
            writer.Release();
        }
    }

    private readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Begins an object or a list.</summary>
    /// <returns>What the method that ends it asks for.</returns>
    public readonly int Start() => _length;

    /// <summary>Writes the name of a member.</summary>
    /// <param name="name">A comma, the name in quotes and a colon.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Name(ReadOnlySpan<byte> name)
    {
        if (_buffer.Length - _length < name.Length + Reserve) Grow(name.Length + Reserve);
        name.CopyTo(_buffer[_length..]);
        _length += name.Length;
    }

    /// <summary>Begins an item of a list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Item() => Name(","u8);

    /// <summary>Ends an object.</summary>
    /// <param name="start">What <see cref="Start"/> gave.</param>
    public void EndObject(int start) => EndContainer(start, (byte)'{', (byte)'}');

    /// <summary>Ends a list.</summary>
    /// <param name="start">What <see cref="Start"/> gave.</param>
    public void EndList(int start) => EndContainer(start, (byte)'[', (byte)']');

    /// <summary>Writes a list.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="items">The list.</param>
    /// <param name="posting">True when the text is for a fingerprint.</param>
    /// <param name="write">Writes one item.</param>
    public void WriteList<T>(IReadOnlyList<T>? items, bool posting, WriteValue<T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (items is null)
        {
            WriteNull();
            return;
        }
        var start = Start();
        if (items is T[] array)
        {
            foreach (var item in array)
            {
                Item();
                write(ref this, item, posting);
            }
        }
        else
        {
            for (var i = 0; i < items.Count; i++)
            {
                Item();
                write(ref this, items[i], posting);
            }
        }
        EndList(start);
    }

    /// <summary>Writes the members that followed a known member, or none, when they were read.</summary>
    /// <param name="members">The unknown members.</param>
    /// <param name="place">The index of the known member, or -1 for those before all.</param>
    public void WriteUnknown(JsonMembers members, int place)
    {
        ArgumentNullException.ThrowIfNull(members);
        for (var i = 0; i < members.Count; i++)
        {
            if (members.PlaceOf(i) == place) WriteMember(members[i]);
        }
    }

    /// <summary>Writes the unknown members that stand behind all known ones.</summary>
    /// <param name="members">The unknown members.</param>
    /// <param name="count">How many known members there are.</param>
    public void WriteLastUnknown(JsonMembers members, int count)
    {
        ArgumentNullException.ThrowIfNull(members);
        for (var i = 0; i < members.Count; i++)
        {
            if (members.PlaceOf(i) >= count) WriteMember(members[i]);
        }
    }

    private void WriteMember(JsonMember member)
    {
        Item();
        WriteString(member.Name);
        Raw(":"u8);
        // Members that a reader took are on one line already; those made in code may not be.
        var value = member.Utf8Value.Span;
        Raw(JsonWhiteSpace.HasLineBreak(value) ? JsonWhiteSpace.OneLine(value) : value);
    }

    private void EndContainer(int start, byte open, byte close)
    {
        if (_buffer.Length - _length < 2) Grow(Reserve);
        if (_length == start) _length++;
        _buffer[start] = open;
        _buffer[_length++] = close;
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        if (_buffer.Length - _length < text.Length + Reserve) Grow(text.Length + Reserve);
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_length + more)));
        Written.CopyTo(larger);
        Release();
        _rented = larger;
        _buffer = larger;
    }

    private readonly void Release()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
    }
}
