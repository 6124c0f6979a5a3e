using System.Buffers;
using System.Text.Json;

namespace Canonical.Cli;

// Cuts a stream into blocks at the ends of documents, so that a file of any size is read in constant memory.
internal sealed class BlockReader(Stream stream, InputForm form, int blockSize = BlockReader.DefaultBlockSize, int maxDocument = BlockReader.MaxDocumentBytes) : IDisposable
{
    // A megabyte is some thousand small documents: enough work to hand to another thread, and little enough to lie in its cache.
    public const int DefaultBlockSize = 1024 * 1024;

    // What Canonical.Schema reads at most.
    public const int MaxDocumentBytes = Schema.JsonSchemaOptions.DefaultMaxDocumentBytes;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(blockSize);
    private InputForm _form = form;
    private ArrayScanner? _scanner;
    private int _length;
    private int _searched;
    private bool _isStarted;
    private bool _isEnded;
    private bool _isSkipping;
    private bool _isTaken;

    // The next block; null at the end. A file without any document gives none.
    // Not asynchronous: the thread that reads has nothing else to do, and the first await of a process costs more than a small file.
    public Block? Read(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_isEnded && _length < _buffer.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = stream.Read(_buffer, _length, _buffer.Length - _length);
                _isEnded = read == 0;
                _length += read;
                // A pipe gives little at a time; a block is filled first.
                if (!_isEnded && _length < _buffer.Length) continue;
            }
            if (!_isStarted) Start();
            if (TryTake() is { } block) return block;
            if (_isEnded) return null;
            if (_length == _buffer.Length) Grow();
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Start()
    {
        _isStarted = true;
        var bytes = _buffer.AsSpan(0, _length);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) throw CliException.Unreadable("The text is UTF-16; JSON is UTF-8 (RFC 8259): save it as UTF-8.");
        // RFC 8259 lets a reader pass over it.
        if (bytes.StartsWith(InputFile.ByteOrderMark)) Drop(InputFile.ByteOrderMark.Length);
        if (_form == InputForm.Auto) _form = Detect(_buffer.AsSpan(0, _length));
        if (_form == InputForm.Array) _scanner = new ArrayScanner();
    }

    private static InputForm Detect(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart(" \t\r\n"u8);
        if (text.Length > 0 && text[0] == '[') return InputForm.Array;
        // A line that is a whole object with more after it: nobody writes one document so.
        var end = text.IndexOf((byte)'\n');
        return end > 0 && text[0] == '{' && text[..end].TrimEnd(" \t\r"u8)[^1] == '}' && text[end..].ContainsAnyExcept(" \t\r\n"u8) && IsJson(text[..end]) ? InputForm.Lines : InputForm.Json;
    }

    private static bool IsJson(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Schema.JsonSchemaOptions.DefaultMaxDepth });
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Block? TryTake() => _form switch
    {
        InputForm.Lines => TakeLines(),
        InputForm.Array => TakeDocuments(),
        _ => TakeWhole(),
    };

    private Block? TakeLines()
    {
        if (_isSkipping)
        {
            var end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n');
            if (end < 0)
            {
                Drop(_length);
                return null;
            }
            Drop(end + 1);
            _isSkipping = false;
            // Its line feed was not in the block that told of it.
            return new Block(CopyOf("\n"u8), 1, InputForm.Lines);
        }
        var last = _buffer.AsSpan(_searched, _length - _searched).LastIndexOf((byte)'\n');
        if (last >= 0) return Cut(_searched + last + 1);
        _searched = _length;
        if (_isEnded) return _length == 0 ? null : Cut(_length);
        if (_length < maxDocument) return null;
        _isSkipping = true;
        return TooLong();
    }

    private Block? TakeDocuments()
    {
        var scanner = _scanner!;
        if (scanner.Problem is not null)
        {
            Drop(_length);
            _isEnded = true;
            return null;
        }
        var documents = new List<Range>();
        scanner.Scan(_buffer.AsSpan(0, _length), _isEnded, documents);
        if (scanner.Problem is { } problem) return Cut(Math.Min(scanner.Position, _length), documents, problem);
        var cut = scanner.KeepFrom;
        if (documents.Count > 0 || (cut > 0 && (_isEnded || cut == _length)))
        {
            scanner.Shift(cut);
            return Cut(cut, documents);
        }
        return _length >= maxDocument ? TooLong() : null;
    }

    private Block? TakeWhole()
    {
        if (_isTaken) return null;
        if (_length > maxDocument) return TooLong();
        // An empty file is a document that is no JSON, not the lack of one.
        _isTaken = _isEnded;
        return _isEnded ? Cut(_length) : null;
    }

    // The bytes before the cut become a block; those after it start the next buffer.
    private Block Cut(int cut, IReadOnlyList<Range>? documents = null, string? problem = null)
    {
        var full = _buffer;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(blockSize, _length - cut));
        full.AsSpan(cut, _length - cut).CopyTo(_buffer);
        _length -= cut;
        _searched = 0;
        return new Block(full, cut, _form) { Documents = documents ?? [], Problem = problem };
    }

    private Block TooLong()
    {
        // Only lines have an end to look for.
        if (_form != InputForm.Lines) (_form, _isEnded, _isTaken) = (InputForm.Json, true, true);
        var block = new Block(CopyOf([]), 0, _form) { IsTooLong = true };
        _length = 0;
        _searched = 0;
        return block;
    }

    private static byte[] CopyOf(ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16);
        bytes.CopyTo(buffer);
        return buffer;
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
        _searched = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Min(maxDocument + 1L, _buffer.Length * 2L)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
