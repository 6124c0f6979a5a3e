using System.Buffers;

namespace Canonical.Cli;

// Finds the documents of one long JSON array without reading what is in them, block by block. What is wrong inside a document is found when it is validated.
internal sealed class ArrayScanner
{
    private static readonly SearchValues<byte> BetweenDocuments = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> InDocument = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\"u8);

    private enum Phase
    {
        BeforeArray,
        BeforeFirst,
        BeforeValue,
        InValue,
        AfterArray,
    }

    private Phase _phase = Phase.BeforeArray;
    private bool _isInString;
    private bool _isEscaped;
    private int _depth;
    private int _start;

    // Where the next call goes on; the caller moves it when it moves the bytes.
    public int Position { get; private set; }

    // From where on the bytes are still needed.
    public int KeepFrom => _phase == Phase.InValue ? _start : Position;

    // What is wrong with the array itself, at Position; null when nothing is.
    public string? Problem { get; private set; }

    // The caller has dropped the first bytes of the buffer.
    public void Shift(int dropped)
    {
        Position -= dropped;
        _start -= dropped;
    }

    public void Scan(ReadOnlySpan<byte> data, bool isLast, List<Range> documents)
    {
        while (Problem is null && Position < data.Length)
        {
            if (_phase == Phase.InValue)
            {
                ScanValue(data, documents);
                continue;
            }
            var next = data[Position..].IndexOfAnyExcept(" \t\r\n"u8);
            if (next < 0)
            {
                Position = data.Length;
                break;
            }
            Position += next;
            Step(data[Position]);
        }
        if (isLast && Problem is null && _phase != Phase.AfterArray) Problem = "The array of documents does not end; a file cut short is the usual cause.";
    }

    private void Step(byte b)
    {
        switch (_phase)
        {
            case Phase.BeforeArray:
                if (b != '[') Problem = "An array of documents begins with [.";
                else _phase = Phase.BeforeFirst;
                Position++;
                break;
            case Phase.BeforeFirst when b == ']':
                _phase = Phase.AfterArray;
                Position++;
                break;
            case Phase.AfterArray:
                Problem = "Something follows the array of documents.";
                break;
            case Phase.BeforeFirst or Phase.BeforeValue when b is not ((byte)',' or (byte)']'):
                _phase = Phase.InValue;
                _start = Position;
                break;
            default:
                Problem = "A document is missing between the commas of the array.";
                break;
        }
    }

    private void ScanValue(ReadOnlySpan<byte> data, List<Range> documents)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            Position++;
            return;
        }
        var found = data[Position..].IndexOfAny(_isInString ? InString : _depth > 0 ? InDocument : BetweenDocuments);
        if (found < 0)
        {
            Position = data.Length;
            return;
        }
        Position += found;
        var b = data[Position];
        switch (b)
        {
            case (byte)'"':
                _isInString = !_isInString;
                break;
            case (byte)'\\':
                _isEscaped = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)',' or (byte)']' when _depth == 0:
                documents.Add(_start..(_start + data[_start..Position].TrimEnd(" \t\r\n"u8).Length));
                _phase = b == ',' ? Phase.BeforeValue : Phase.AfterArray;
                break;
            case (byte)'}' or (byte)']' when _depth > 0:
                _depth--;
                break;
            case (byte)'}':
                Problem = "A } closes nothing in the array of documents.";
                return;
        }
        Position++;
    }
}
