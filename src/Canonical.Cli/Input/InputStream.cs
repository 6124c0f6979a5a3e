using System.IO.Compression;

namespace Canonical.Cli;

// A file, or standard input, as it is or decompressed: what begins with the magic number of gzip (RFC 1952) is gzip, whatever its name. JSON never begins so.
internal sealed class InputStream : Stream
{
    // Without it the framework takes a stream that was cut short for one that ends there. Its own classes read the switch once, before they first decompress.
    private const string StrictSwitch = "System.IO.Compression.UseStrictValidation";

    private readonly Stream _raw;
    private readonly string _name;
    private readonly bool _mustBeCompressed;
    private GZipStream? _decompressed;
    private bool _isStarted;

    public InputStream(Stream raw, string name)
    {
        _raw = raw;
        _name = name;
        _mustBeCompressed = IsCompressedName(name);
    }

    // The bytes that were taken from the file, for the progress bar.
    public long RawBytes { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static bool IsCompressedName(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    // The name that says what is inside.
    public static string InnerName(string name) => IsCompressedName(name) ? name[..^".gz".Length] : name;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_decompressed is not null) return Decompress(buffer);
        var read = ReadRaw(buffer);
        if (_isStarted || buffer.Length < 2) return read;
        _isStarted = true;
        while (read == 1 && ReadRaw(buffer[1..]) is > 0 and var more) read += more;
        if (read < 2 || buffer[0] != 0x1F || buffer[1] != 0x8B)
        {
            return _mustBeCompressed ? throw CliException.Unreadable($"{_name} is not compressed with gzip, as its name says.") : read;
        }
        AppContext.SetSwitch(StrictSwitch, isEnabled: true);
        _decompressed = new GZipStream(new Begun(buffer[..read].ToArray(), this), CompressionMode.Decompress);
        return Decompress(buffer);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decompressed?.Dispose();
            _raw.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Decompress(Span<byte> buffer)
    {
        try
        {
            return _decompressed!.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw CliException.Unreadable($"{_name} is damaged or cut short: it is not whole gzip data. Fetch or compress it again.");
        }
    }

    private int ReadRaw(Span<byte> buffer)
    {
        var read = _raw.Read(buffer);
        RawBytes += read;
        return read;
    }

    // What was read to look at the beginning, and then the rest.
    private sealed class Begun(byte[] start, InputStream input) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_given == start.Length) return input.ReadRaw(buffer);
            var count = Math.Min(buffer.Length, start.Length - _given);
            start.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
