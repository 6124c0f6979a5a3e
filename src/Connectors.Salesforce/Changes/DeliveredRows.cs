using System.Runtime.InteropServices;
using System.Security.Cryptography;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// What was delivered of the part of a window that the next one reads again. It counts only for a reading that goes on exactly where the last one ended:
/// whoever goes back to an older cursor has not dealt with it, and gets it again.
/// </summary>
internal sealed class DeliveredRows
{
    /// <summary>More rows than these are forgotten, and then come twice: it bounds the memory to some megabytes.</summary>
    private const int Most = 100_000;

    private readonly Dictionary<string, UInt128> _rows = new(StringComparer.Ordinal);
    private ChangeCursor? _after;

    /// <summary>Begins a reading.</summary>
    public void Begin(ChangeCursor? since)
    {
        if (since is null || !since.Equals(_after))
            _rows.Clear();
        // Until the reading has ended, nobody may go on from the middle of it with what was delivered behind that.
        _after = null;
    }

    /// <summary>Ends a reading.</summary>
    public void End(ChangeCursor cursor) => _after = cursor;

    /// <summary>Takes in a row; false when exactly this one was delivered before.</summary>
    public bool Add(string id, SalesforceRecord record)
    {
        UInt128 print = Print(record);
        if (_rows.TryGetValue(id, out UInt128 known) && known == print)
            return false;
        if (_rows.Count >= Most)
            _rows.Clear();
        _rows[id] = print;
        return true;
    }

    private static UInt128 Print(SalesforceRecord record)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record.Utf8, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
