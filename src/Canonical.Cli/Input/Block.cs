using System.Buffers;

namespace Canonical.Cli;

// A piece of a file that one worker checks: whole lines, whole documents of an array, or one document.
internal sealed class Block(byte[] buffer, int length, InputForm form) : IDisposable
{
    private byte[]? _buffer = buffer;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, length);

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, length);

    public InputForm Form { get; } = form;

    // The documents of an array.
    public IReadOnlyList<Range> Documents { get; init; } = [];

    // What is wrong with the array after the last of its documents, and where.
    public string? Problem { get; init; }

    // True when the bytes are the start of a document that is longer than a document may be.
    public bool IsTooLong { get; init; }

    public void Dispose()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
