using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Canonical.Model;

namespace Canonical.Benchmarks;

/// <summary>
/// The number file of the authors of RFC 8785, generated and hashed: <c>-- numbers 100000000</c>. The tests do the first million; this does the hundred million in about a minute.
/// </summary>
internal static class Numbers
{
    private static readonly Dictionary<long, string> Published = new()
    {
        [1_000] = "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
        [10_000] = "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
        [100_000] = "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
        [1_000_000] = "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16",
        [10_000_000] = "b9f8a44a91d46813b21b9602e72f112613c91408db0b8341fb94603d9db135e0",
        [100_000_000] = "0f7dda6b0837dde083c5d6b896f7d62340c8a2415b0c7121d83145e08a755272",
    };

    public static int Run(long lines)
    {
        var start = Stopwatch.GetTimestamp();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var (used, line) = (0, 0L);
        var failed = false;
        foreach (var bits in Doubles())
        {
            if (buffer.Length - used < 64)
            {
                hash.AppendData(buffer, 0, used);
                used = 0;
            }
            bits.TryFormat(buffer.AsSpan(used), out var written, "x", CultureInfo.InvariantCulture);
            used += written;
            buffer[used++] = (byte)',';
            used += CanonicalJson.FormatNumber(BitConverter.UInt64BitsToDouble(bits), buffer.AsSpan(used));
            buffer[used++] = (byte)'\n';
            line++;
            if (Published.TryGetValue(line, out var expected))
            {
                hash.AppendData(buffer, 0, used);
                used = 0;
                var actual = Convert.ToHexStringLower(hash.GetCurrentHash());
                failed |= actual != expected;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line} lines: {actual} {(actual == expected ? "as published" : "NOT " + expected)}, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
            }
            if (line >= lines) break;
        }
        return failed ? 1 : 0;
    }

    private static IEnumerable<ulong> Doubles()
    {
        var folder = Path.Combine(Cases.Folder() ?? throw new InvalidOperationException("The test data was not found beside the repository."), "..", "jcs-testdata");
        foreach (var line in File.ReadLines(Path.Combine(folder, "static-doubles.hex.txt")))
        {
            if (line.Length > 0) yield return Convert.ToUInt64(line, 16);
        }
        for (var i = 0UL; i < 2000; i++) yield return 0x0010000000000000 + i;
        var block = new byte[32];
        while (true)
        {
            SHA256.HashData((ReadOnlySpan<byte>)block, block);
            for (var i = 0; i < 32; i += 8)
            {
                var bits = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(i));
                var value = BitConverter.UInt64BitsToDouble(bits);
                if (value != 0 && double.IsFinite(value)) yield return bits;
            }
        }
    }
}
