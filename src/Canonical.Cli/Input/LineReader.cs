namespace Canonical.Cli;

// Reads lines of bytes with one buffer that grows to the longest line, so that a file of any size is read in constant memory.
internal sealed class LineReader(Stream stream)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    // The number of the line that was read last, from 1.
    public int LineNumber { get; private set; }

    // The line without its end; null at the end of the input. Valid until the next call.
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var length = searched + found;
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                return Take(line);
            }
            searched = _end - _start;
            if (_atEnd)
            {
                if (searched == 0) return null;
                var line = _buffer.AsMemory(_start, searched);
                _start = _end;
                return Take(line);
            }
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> line)
    {
        LineNumber++;
        return line.Span.EndsWith((byte)'\r') ? line[..^1] : line;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _atEnd = read == 0;
        _end += read;
    }
}
