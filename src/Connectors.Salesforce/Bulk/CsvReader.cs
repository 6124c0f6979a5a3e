using System.Buffers;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Reads CSV (RFC 4180, comma, UTF-8) from a stream row by row, with one row in memory. Line breaks within quotes belong to the value. What is no CSV is refused and not guessed. Not thread-safe.
/// </summary>
internal sealed class CsvReader(Stream stream, int maxRowBytes, string operation) : IDisposable
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"\n"u8);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _isBegun;

    /// <summary>Reads the next row: the values one behind the other, without quotes, and where each ends. Null at the end.</summary>
    public async ValueTask<(byte[] Bytes, int[] Ends)?> ReadAsync(int columns, CancellationToken cancellationToken)
    {
        int scanned = 0;
        bool quoted = false;
        while (true)
        {
            int length = FindRow(ref scanned, ref quoted);
            if (length >= 0)
            {
                (byte[] Bytes, int[] Ends)? row = Take(length, length + 1, columns);
                if (row is not null)
                    return row;
                (scanned, quoted) = (0, false);
                continue;
            }

            if (!_isAtEnd)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (quoted)
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer ended within a quoted value.");
            int rest = _end - _start;
            return rest == 0 ? null : Take(rest, rest, columns);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    // The length of the row up to its line end; -1 when the end is not there yet. A doubled quote ends and begins, which comes to the same.
    private int FindRow(ref int scanned, ref bool quoted)
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
        while (scanned < rest.Length)
        {
            int at = quoted ? rest[scanned..].IndexOf((byte)'"') : rest[scanned..].IndexOfAny(Marks);
            if (at < 0)
            {
                scanned = rest.Length;
                break;
            }

            at += scanned;
            scanned = at + 1;
            if (rest[at] == '\n')
                return at;
            quoted = !quoted;
        }

        return -1;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end > maxRowBytes)
                throw new ConnectorException(ConnectorErrorCodes.ResponseTooLarge, IssueKind.Configuration, FormattableString.Invariant($"A row of {operation} is larger than {maxRowBytes} bytes. Ask for fewer fields or raise the limit."));
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _isAtEnd = read == 0;
        _end += read;
        if (!_isBegun && (_end >= 3 || _isAtEnd))
        {
            _isBegun = true;
            if (_buffer.AsSpan(0, _end).StartsWith(Bom))
                _start = 3;
        }
    }

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    // Null for an empty line, which is no row.
    private (byte[] Bytes, int[] Ends)? Take(int length, int consumed, int columns)
    {
        ReadOnlySpan<byte> row = _buffer.AsSpan(_start, length);
        _start += consumed;
        if (row.Length > 0 && row[^1] == '\r')
            row = row[..^1];
        if (row.IsEmpty)
            return null;
        byte[] bytes = new byte[row.Length];
        int[] ends = new int[columns > 0 ? columns : 1 + row.Count((byte)',')];
        int count = 0;
        int written = 0;
        int at = 0;
        while (true)
        {
            if (at < row.Length && row[at] == '"')
            {
                at++;
                while (true)
                {
                    int close = row[at..].IndexOf((byte)'"');
                    if (close < 0)
                        throw SalesforceAnswers.Unexpected(operation, "a quoted value has no end");
                    row.Slice(at, close).CopyTo(bytes.AsSpan(written));
                    written += close;
                    at += close + 1;
                    if (at == row.Length || row[at] != '"')
                        break;
                    bytes[written++] = (byte)'"';
                    at++;
                }

                if (at < row.Length && row[at] != ',')
                    throw SalesforceAnswers.Unexpected(operation, "something stands behind the end of a quoted value");
            }
            else
            {
                int comma = row[at..].IndexOf((byte)',');
                ReadOnlySpan<byte> value = comma < 0 ? row[at..] : row.Slice(at, comma);
                if (value.Contains((byte)'"'))
                    throw SalesforceAnswers.Unexpected(operation, "a quote stands within a value that is not quoted");
                value.CopyTo(bytes.AsSpan(written));
                written += value.Length;
                at += value.Length;
            }

            if (count == ends.Length)
                throw SalesforceAnswers.Unexpected(operation, "a row has more values than there are columns");
            ends[count++] = written;
            if (at >= row.Length)
                break;
            at++;
        }

        if (columns > 0 && count != columns)
        {
            // The last row of an answer that broke off looks like this.
            throw _isAtEnd && _start >= _end
                ? new HttpRequestException(HttpRequestError.ResponseEnded, "The answer ended within a row.")
                : SalesforceAnswers.Unexpected(operation, "a row has fewer values than there are columns");
        }

        return (bytes, columns > 0 ? ends : ends[..count]);
    }
}
