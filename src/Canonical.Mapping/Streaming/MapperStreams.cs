using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Maps streams of records, one a line (NDJSON), and finds the records of a page. Thread-safe: static and without state.</summary>
public static class MapperStreams
{
    /// <summary>The default limit of one line: 16 MiB.</summary>
    public const int DefaultMaxLineBytes = 16 * 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    /// <summary>Maps the vendor's records of a stream, one a line, as they arrive, with one line in memory. A record that cannot be mapped does not end the stream; blank lines are passed over.</summary>
    /// <param name="mapper">The mapper.</param>
    /// <param name="utf8Lines">The stream. It is not closed.</param>
    /// <param name="context">Whose records they are; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <param name="maxLineBytes">How many bytes one line may have; a longer one is reported and passed over. Default: <see cref="DefaultMaxLineBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    public static IAsyncEnumerable<MappedLine> ToCanonicalAsync(
        this Mapper mapper, Stream utf8Lines, MappingContext context, int maxLineBytes = DefaultMaxLineBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return LinesAsync(utf8Lines, line => mapper.ToCanonical(line, context), maxLineBytes, cancellationToken);
    }

    /// <summary>Maps the canonical objects of a stream, one a line, to the vendor's records, as they arrive, with one line in memory. An object that cannot be mapped does not end the stream; blank lines are passed over.</summary>
    /// <param name="mapper">The mapper.</param>
    /// <param name="utf8Lines">The stream. It is not closed.</param>
    /// <param name="context">Whose records they will be.</param>
    /// <param name="maxLineBytes">How many bytes one line may have; a longer one is reported and passed over. Default: <see cref="DefaultMaxLineBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IAsyncEnumerable<MappedLine> ToVendorAsync(
        this Mapper mapper, Stream utf8Lines, MappingContext context, int maxLineBytes = DefaultMaxLineBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return LinesAsync(utf8Lines, line => mapper.ToVendor(line, context), maxLineBytes, cancellationToken);
    }

    /// <summary>The records of a page that a vendor answered with, each a part of the page's bytes, to be mapped one by one.</summary>
    /// <param name="utf8Page">The page, UTF-8: an array, or an object that holds one.</param>
    /// <param name="member">The member that holds the array, such as <c>records</c> or <c>items</c>; null when the page is the array itself.</param>
    /// <exception cref="JsonException">The page is not JSON, or has no such array. What came before the mistake was given already.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Records(ReadOnlyMemory<byte> utf8Page, string? member)
    {
        var (state, at) = Begin(utf8Page.Span, member);
        while (Next(utf8Page.Span, ref state, ref at, out var start, out var end))
            yield return utf8Page[start..end];
    }

    private delegate MappingResult MapLine(ReadOnlySpan<byte> line);

    private static IAsyncEnumerable<MappedLine> LinesAsync(Stream utf8Lines, MapLine map, int maxLineBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(utf8Lines);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1);
        return ReadAsync(utf8Lines, map, maxLineBytes, cancellationToken);
    }

    private static async IAsyncEnumerable<MappedLine> ReadAsync(Stream utf8Lines, MapLine map, int maxLineBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(utf8Lines, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
        long line = 0;
        var passing = false;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = read.Buffer;
                while (TryTakeLine(ref buffer, read.IsCompleted, out var text))
                {
                    if (++line == 1)
                        text = WithoutMark(text);
                    if (passing || text.Length > maxLineBytes)
                        yield return new MappedLine(line, TooLong(maxLineBytes));
                    else if (!IsBlank(text))
                        yield return new MappedLine(line, Map(map, text));
                    passing = false;
                }

                if (buffer.Length > maxLineBytes)
                {
                    // Its end is still to come; until then nothing of it is kept.
                    passing = true;
                    buffer = buffer.Slice(buffer.End);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (!read.IsCompleted)
                    continue;
                if (passing)
                    yield return new MappedLine(line + 1, TooLong(maxLineBytes));
                yield break;
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static MappingResult Map(MapLine map, in ReadOnlySequence<byte> text)
    {
        if (text.IsSingleSegment)
            return map(text.FirstSpan);
        var length = (int)text.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            text.CopyTo(rented);
            return map(rented.AsSpan(0, length));
        }
        finally
        {
            // Records may be personal: the pool is shared with everything.
            rented.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!isLast || buffer.IsEmpty)
            return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    // Some programs begin every text with a byte order mark; it is no part of the first record (RFC 8259 section 8.1).
    private static ReadOnlySequence<byte> WithoutMark(in ReadOnlySequence<byte> line)
    {
        Span<byte> first = stackalloc byte[3];
        if (line.Length < first.Length)
            return line;
        line.Slice(0, first.Length).CopyTo(first);
        return first.SequenceEqual("\uFEFF"u8) ? line.Slice(first.Length) : line;
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
                return false;
        }

        return true;
    }

    private static MappingResult TooLong(int maxLineBytes) => new([],
    [
        new MappingIssue
        {
            Code = MappingCodes.InputNotJson,
            Severity = MappingSeverity.Error,
            Kind = MappingIssueKind.Input,
            Message = string.Create(CultureInfo.InvariantCulture, $"The line has more than {maxLineBytes} bytes, which is the limit."),
            Remedy = "Look at the stream, or raise the limit.",
        },
    ]);

    private static (JsonReaderState State, int At) Begin(ReadOnlySpan<byte> page, string? member)
    {
        var reader = new Utf8JsonReader(page);
        reader.Read();
        if (member is not null)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("The page is no JSON object.");
            while (true)
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.PropertyName)
                    throw new JsonException($"The page has no member '{member}'.");
                var found = reader.ValueTextEquals(member);
                reader.Read();
                if (found)
                    break;
                reader.Skip();
            }
        }

        return reader.TokenType == JsonTokenType.StartArray
            ? (reader.CurrentState, (int)reader.BytesConsumed)
            : throw new JsonException(member is null ? "The page is no JSON array." : $"The member '{member}' of the page is no array.");
    }

    private static bool Next(ReadOnlySpan<byte> page, ref JsonReaderState state, ref int at, out int start, out int end)
    {
        var reader = new Utf8JsonReader(page[at..], isFinalBlock: true, state);
        reader.Read();
        start = at + (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.EndArray)
            reader.Skip();
        end = at + (int)reader.BytesConsumed;
        (state, at) = (reader.CurrentState, end);
        return reader.TokenType != JsonTokenType.EndArray || start != end - 1 || page[start] != (byte)']';
    }
}
