using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Canonical.Schema;

public sealed partial class JsonSchema
{
    private const int FirstRead = 16 * 1024;

    /// <summary>Reads a stream to its end and says whether the document in it keeps every rule of the schema.</summary>
    /// <param name="utf8Json">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>False when the document breaks a rule, is no JSON or is larger than <see cref="JsonSchemaOptions.MaxDocumentBytes"/>.</returns>
    public async ValueTask<bool> IsValidAsync(Stream utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        var (buffer, length) = await ReadAllAsync(utf8Json, cancellationToken).ConfigureAwait(false);
        try
        {
            return length >= 0 && IsValid(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a stream to its end, validates the document in it and reports every error.</summary>
    /// <param name="utf8Json">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The report.</returns>
    public async ValueTask<ValidationReport> ValidateAsync(Stream utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        var (buffer, length) = await ReadAllAsync(utf8Json, cancellationToken).ConfigureAwait(false);
        try
        {
            return length < 0 ? TooLarge(null) : Validate(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a pipe to its end, validates the document in it and reports every error. What was read is consumed.</summary>
    /// <param name="utf8Json">The pipe. It is not completed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The report.</returns>
    public async ValueTask<ValidationReport> ValidateAsync(PipeReader utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        while (true)
        {
            var read = await utf8Json.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCanceled) throw new OperationCanceledException();
            if (read.Buffer.Length > _maxDocumentBytes)
            {
                utf8Json.AdvanceTo(read.Buffer.End);
                return TooLarge(null);
            }
            if (read.IsCompleted)
            {
                var report = Validate(read.Buffer);
                utf8Json.AdvanceTo(read.Buffer.End);
                return report;
            }
            utf8Json.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Validates a stream of documents, one a line (NDJSON), as it arrives. Keeps one line at a time. Lines of white space are passed over.</summary>
    /// <param name="utf8Lines">The stream. It is not closed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A report for each line, in order.</returns>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="JsonSchemaOptions.MaxDocumentBytes"/>.</exception>
    public IAsyncEnumerable<LineReport> ValidateLinesAsync(Stream utf8Lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Lines);
        return ReadLinesAsync(PipeReader.Create(utf8Lines, new StreamPipeReaderOptions(bufferSize: FirstRead * 4, leaveOpen: true)), completes: true, cancellationToken);
    }

    /// <summary>Validates documents from a pipe, one a line (NDJSON), as they arrive. Keeps one line at a time. Lines of white space are passed over.</summary>
    /// <param name="utf8Lines">The pipe. It is not completed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A report for each line, in order.</returns>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="JsonSchemaOptions.MaxDocumentBytes"/>.</exception>
    public IAsyncEnumerable<LineReport> ValidateLinesAsync(PipeReader utf8Lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Lines);
        return ReadLinesAsync(utf8Lines, completes: false, cancellationToken);
    }

    private async IAsyncEnumerable<LineReport> ReadLinesAsync(PipeReader reader, bool completes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long line = 0;
        long offset = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (read.IsCanceled) throw new OperationCanceledException();
                var buffer = read.Buffer;
                while (TryTakeLine(ref buffer, read.IsCompleted, out var text, out var taken))
                {
                    line++;
                    if (!IsBlank(text)) yield return new LineReport(line, offset, Validate(text));
                    offset += taken;
                }
                if (buffer.Length > _maxDocumentBytes) throw new InvalidDataException($"Line {line + 1} is longer than {_maxDocumentBytes} bytes.");
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) yield break;
            }
        }
        finally
        {
            if (completes) await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

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

    // The whole stream in a rented array, or a length of -1 when it is too large.
    private async ValueTask<(byte[] Buffer, int Length)> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
        var length = 0;
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0) return (buffer, length);
                length += read;
                if (length > _maxDocumentBytes) return (buffer, -1);
                if (length < buffer.Length) continue;
                var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, buffer.Length * 2L));
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }
}
