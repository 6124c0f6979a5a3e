using System.Globalization;
using System.Text;

namespace Canonical.Model.Tests;

// Same fact, same key, in any order, thread and culture; different facts, different keys.
public sealed class KeyPropertyTests
{
    // Two million neighbours: ids that differ by one, over systems and lines, and their postings.
    [Fact]
    public void Derive_TwoMillionNeighbours_NoTwoAreEqual()
    {
        const int records = 200_000;
        var ids = new UInt128[10 * records];
        Parallel.For(0, records, i =>
        {
            var record = i.ToString(CultureInfo.InvariantCulture);
            EntityKey[] keys =
            [
                new("acme", "time-entry", "kantata", "551203", record),
                new("acme", "time-entry", "kantata", "551204", record),
                new("acme", "time-entry", "kantata", "55120", "3" + record),
                new("acme", "time-entry", "kantata", "551203", "0" + record),
                new("acme", "expense-report", "kantata", "551203", record, "1"),
                new("acme", "expense-report", "kantata", "551203", record, "2"),
                new("acme", "expense-report", "kantata", "551203", record, "01"),
            ];
            for (var k = 0; k < keys.Length; k++) ids[10 * i + k] = Number(CanonicalId.Derive(keys[k]).Value);
            ids[10 * i + 7] = Number(IdempotencyKey.Derive(new(keys[0], 1, PostingOperation.Post, "netsuite/1", "erp.time.actual")).Value);
            ids[10 * i + 8] = Number(IdempotencyKey.Derive(new(keys[0], 2, PostingOperation.Post, "netsuite/1", "erp.time.actual")).Value);
            ids[10 * i + 9] = Number(IdempotencyKey.Derive(new(keys[0], 2, PostingOperation.Reverse, "netsuite/1", "erp.time.actual")).Value);
        });

        Array.Sort(ids);
        var equal = 0;
        for (var i = 1; i < ids.Length; i++)
        {
            if (ids[i] == ids[i - 1]) equal++;
        }
        Assert.Equal(0, equal);
    }

    // Every way to move a border between two parts, and every part that differs by one character.
    [Fact]
    public void Derive_NearlyIdenticalTuples_AllDiffer()
    {
        const string text = "abcdefgh";
        var keys = new HashSet<EntityKey>();
        for (var a = 1; a < text.Length - 3; a++)
        {
            for (var b = a + 1; b < text.Length - 2; b++)
            {
                for (var c = b + 1; c < text.Length - 1; c++)
                {
                    for (var d = c + 1; d < text.Length; d++)
                    {
                        keys.Add(new(text[..a], text[a..b], text[b..c], text[c..d], text[d..]));
                        for (var e = d + 1; e < text.Length; e++) keys.Add(new(text[..a], text[a..b], text[b..c], text[c..d], text[d..e], text[e..]));
                    }
                }
            }
        }
        foreach (var c in "AaÁáàâäɑа\u0430\u0041\uff41 \t\u00a0\u200b\u0000") keys.Add(new("t", "o", "s", "i", "x" + c));
        foreach (var s in (string[])["\u00e9", "e\u0301", "\u212b", "\u00c5", "A\u030a", "\ufb01", "fi", "ß", "ss", "İ", "i̇", "ı", "i", "I", "1", "01", "1.0", "１", "-0", "0", "null"]) keys.Add(new("t", "o", "s", "i", s));

        Assert.Equal(keys.Count, keys.Select(CanonicalId.Derive).Distinct().Count());
        Assert.Equal(keys.Count, keys.Select(k => IdempotencyKey.Derive(new(k, 1, PostingOperation.Post, "t", "p"))).Distinct().Count());
    }

    // Culture reaches neither numbers nor texts: digits, signs, separators, case and calendars of another country change nothing.
    [Theory]
    [InlineData("tr-TR", ",", "-")]
    [InlineData("ar-SA", "٫", "\u061c-")]
    [InlineData("sv-SE", ",", "\u2212")]
    public void Derive_UnderAnotherCulture_GivesTheSame(string name, string separator, string negative)
    {
        var before = Everything();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        try
        {
            // The machine's own data when it has them; the signs that matter, always.
            culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
        }
        catch (CultureNotFoundException)
        {
        }
        culture.NumberFormat.NumberDecimalSeparator = separator;
        culture.NumberFormat.NegativeSign = negative;
        culture.NumberFormat.PositiveSign = "plus";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ".";
        var (was, wasUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
            Assert.Equal(before, Everything());
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (was, wasUi);
        }
    }

    [Fact]
    public void Derive_OnManyThreads_GivesTheSame()
    {
        var expected = Everything();

        Assert.All(ParallelEnumerable.Range(0, 64).Select(_ => Everything()).ToArray(), text => Assert.Equal(expected, text));
    }

    // The offset of an instant is not a part of it: the same instant said in another zone is the same fact; another instant is not.
    [Fact]
    public void ComputeFingerprint_SameInstantInAnotherZone_IsTheSame()
    {
        Assert.True(Customer.TryRead(Examples.Read("customer", "valid", "full.json"), out var customer, out var report), report.ToString());
        var utc = new DateTimeOffset(2026, 3, 29, 0, 30, 0, 500, TimeSpan.Zero);

        byte[] Instant(DateTimeOffset at) => (customer with { ObservedAt = at }).ToUtf8Bytes();

        Assert.Equal(Instant(utc), Instant(utc.ToOffset(TimeSpan.FromHours(5.5))));
        Assert.Equal(Instant(utc), Instant(utc.ToOffset(TimeSpan.FromHours(-9))));
        Assert.Contains("\"observedAt\":\"2026-03-29T00:30:00.5Z\"", Encoding.UTF8.GetString(Instant(utc.ToOffset(TimeSpan.FromHours(2)))), StringComparison.Ordinal);
        Assert.NotEqual(Instant(utc), Instant(utc.AddTicks(1)));
    }

    private static string Everything()
    {
        var key = new EntityKey("İstanbul", "time-entry", "KANTATA", "i", "12,5");
        var posting = new PostingIdentity(key, 1_234_567, PostingOperation.Credit, "netsuite/1234567", "erp.time.actual", 12);
        Assert.True(TimeEntry.TryRead(Examples.Read("time-entry", "valid", "full.json"), out var entry, out var report), report.ToString());
        return string.Join('\n',
            CanonicalId.Derive(key), IdempotencyKey.Derive(posting), Encoding.UTF8.GetString(posting.ToCanonicalJson()),
            Encoding.UTF8.GetString(CanonicalJson.Canonicalize("[-1.50,1e21,-2E-9,1234567.5,-0.0]"u8)), CanonicalJson.FormatNumber(-1234.5e-20),
            entry.ComputeFingerprint(), PostingMembers.Of(CanonicalContracts.Set, TimeEntry.Contract.Id).ComputeFingerprint(entry.ToUtf8Bytes()),
            NameBasedUuid.CreateVersion5(NameBasedUuid.Dns, "i"u8));
    }

    private static UInt128 Number(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
