using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Canonical.Schema;

namespace Canonical.Model;

/// <summary>
/// Reads objects from a stream, one a line (NDJSON), as they arrive, with one line in memory. A line that breaks the contract is reported and does not end the stream; lines of
/// white space are passed over. Thread-safe: static and without state.
/// </summary>
public static class CanonicalLines
{
    /// <summary>The default limit of one line: 16 MiB.</summary>
    public const int DefaultMaxLineBytes = 16 * 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    /// <summary>Reads objects from a stream.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="utf8Lines">The stream. It is not closed.</param>
    /// <param name="maxLineBytes">How many bytes one line may have; a longer one is reported and passed over. Default: <see cref="DefaultMaxLineBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The objects and the reports, in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public static IAsyncEnumerable<ReadResult<T>> ReadAsync<T>(Stream utf8Lines, int maxLineBytes = DefaultMaxLineBytes, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(utf8Lines);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1);
        return ReadAsync<T>(PipeReader.Create(utf8Lines, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true)), maxLineBytes, completes: true, cancellationToken);
    }

    /// <summary>Reads objects from a pipe.</summary>
    /// <typeparam name="T">The object.</typeparam>
    /// <param name="utf8Lines">The pipe. It is not completed.</param>
    /// <param name="maxLineBytes">How many bytes one line may have; a longer one is reported and passed over. Default: <see cref="DefaultMaxLineBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The objects and the reports, in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public static IAsyncEnumerable<ReadResult<T>> ReadAsync<T>(PipeReader utf8Lines, int maxLineBytes = DefaultMaxLineBytes, CancellationToken cancellationToken = default)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(utf8Lines);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1);
        return ReadAsync<T>(utf8Lines, maxLineBytes, completes: false, cancellationToken);
    }

    private static async IAsyncEnumerable<ReadResult<T>> ReadAsync<T>(PipeReader reader, int maxLineBytes, bool completes, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, ICanonicalObject<T>
    {
        long line = 0;
        long offset = 0;
        // How much of a line that is too long was passed over.
        long passed = 0;
        // Where the owner of the pipe reads on when the reading is left early.
        SequencePosition? unread = null;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = read.Buffer;
                unread = buffer.Start;
                if (read.IsCanceled) throw new OperationCanceledException();
                while (TryTakeLine(ref buffer, read.IsCompleted, out var text, out var taken))
                {
                    line++;
                    unread = buffer.Start;
                    if (passed + text.Length > maxLineBytes) yield return TooLong<T>(line, offset, maxLineBytes);
                    else if (!IsBlank(text)) yield return Read<T>(line, offset, text);
                    offset += passed + taken;
                    passed = 0;
                }
                if (passed + buffer.Length > maxLineBytes)
                {
                    passed += buffer.Length;
                    buffer = buffer.Slice(buffer.End);
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                unread = null;
                if (!read.IsCompleted) continue;
                if (passed > 0) yield return TooLong<T>(line + 1, offset, maxLineBytes);
                yield break;
            }
        }
        finally
        {
            if (completes) await reader.CompleteAsync().ConfigureAwait(false);
            else if (unread is { } position) reader.AdvanceTo(position);
        }
    }

    private static ReadResult<T> Read<T>(long line, long offset, in ReadOnlySequence<byte> text)
        where T : class, ICanonicalObject<T>
    {
        T.TryRead(text, out var value, out var report);
        return new(line, offset, value, report);
    }

    private static ReadResult<T> TooLong<T>(long line, long offset, int maxLineBytes)
        where T : class, ICanonicalObject<T>
    {
        var error = new ValidationError
        {
            Code = SchemaCodes.TooLarge,
            Keyword = "",
            InstancePath = "",
            SchemaLocation = "",
            EvaluationPath = "",
            Line = 1,
            Column = 1,
            ByteOffset = 0,
            Message = $"The line has more than {maxLineBytes} bytes, which is the limit.",
        };
        return new(line, offset, null, ContractReader.Valid.With([error]));
    }

    // The last line needs no end.
    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line, out long taken)
    {
        if (buffer.PositionOf((byte)'\n') is { } newline)
        {
            line = buffer.Slice(0, newline);
            taken = line.Length + 1;
            buffer = buffer.Slice(buffer.GetPosition(1, newline));
            return true;
        }
        line = buffer;
        taken = buffer.Length;
        if (!isLast || buffer.IsEmpty) return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.IndexOfAnyExcept(" \t\r"u8) >= 0) return false;
        }
        return true;
    }
}
