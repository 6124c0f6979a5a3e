using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Canonical.Model.Tests;

// The test data of the authors of RFC 8785 (repository cyberphone/json-canonicalization).
public sealed class CanonicalJsonSharedDataTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void Canonicalize_DocumentOfTheAuthors_GivesTheirBytes(string name)
    {
        var folder = Shared.Folder("jcs-testdata");
        var input = File.ReadAllBytes(Path.Combine(folder, "input", name + ".json"));
        var hex = string.Concat(File.ReadAllText(Path.Combine(folder, "outhex", name + ".txt")).Where(c => !char.IsWhiteSpace(c)));

        Assert.Equal(hex, Convert.ToHexStringLower(CanonicalJson.Canonicalize(input)));
    }

    [Theory]
    [InlineData(1_000, "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687")]
    [InlineData(10_000, "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892")]
    [InlineData(100_000, "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7")]
    [InlineData(1_000_000, "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16")]
    public void FormatNumber_FirstLinesOfTheNumberFile_HaveThePublishedHash(int lines, string expected)
    {
        var folder = Shared.Folder("jcs-testdata");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> line = stackalloc byte[64];
        foreach (var bits in Doubles(folder).Take(lines))
        {
            bits.TryFormat(line, out var length, "x", CultureInfo.InvariantCulture);
            line[length++] = (byte)',';
            length += CanonicalJson.FormatNumber(BitConverter.UInt64BitsToDouble(bits), line[length..]);
            line[length++] = (byte)'\n';
            hash.AppendData(line[..length]);
        }

        Assert.Equal(expected, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static IEnumerable<ulong> Doubles(string folder)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "static-doubles.hex.txt"), Encoding.ASCII))
        {
            if (line.Length > 0) yield return Convert.ToUInt64(line, 16);
        }
        for (var i = 0UL; i < 2000; i++) yield return 0x0010000000000000 + i;
        var block = new byte[32];
        while (true)
        {
            block = SHA256.HashData(block);
            for (var i = 0; i < 32; i += 8)
            {
                var bits = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(i));
                var value = BitConverter.UInt64BitsToDouble(bits);
                if (value != 0 && double.IsFinite(value)) yield return bits;
            }
        }
    }
}
