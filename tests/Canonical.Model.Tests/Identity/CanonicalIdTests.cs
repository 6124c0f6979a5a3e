using System.Text;

namespace Canonical.Model.Tests;

public sealed class CanonicalIdTests
{
    private static readonly EntityKey Key = new("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB");

    [Fact]
    public void NameBasedUuid_VectorOfRfc9562_GivesItsUuid() =>
        Assert.Equal("5c146b14-3c52-8afd-938a-375d0df1fbf6", NameBasedUuid.Create(NameBasedUuid.Dns, "www.example.com"u8).ToString());

    [Fact]
    public void NameBasedUuid_WrittenAsBytes_KeepsNetworkOrder()
    {
        var id = NameBasedUuid.Create(NameBasedUuid.Dns, "www.example.com"u8);
        var bytes = new byte[16];

        Assert.True(id.TryWriteBytes(bytes, bigEndian: true, out _));
        Assert.Equal("5c146b143c528afd938a375d0df1fbf6", Convert.ToHexStringLower(bytes));
        Assert.Equal(id, new Guid(bytes, bigEndian: true));
    }

    // Computed independently (Python's hashlib and uuid): other languages can check themselves against it.
    [Fact]
    public void Derive_WorkedExample_GivesTheDocumentedId()
    {
        Assert.Equal("""{"id":"0015g00000XyZ12AAB","instance":"00D000000000062EAA","system":"salesforce","tenant":"acme","type":"customer","v":1}""", Encoding.UTF8.GetString(Key.ToCanonicalJson()));
        Assert.Equal("fa6e2f05-48e6-820e-beec-6771181c92b3", CanonicalId.Namespace.ToString());
        Assert.Equal("f2135b3e-c0c1-85bf-9ec5-0edde33136ae", CanonicalId.Derive(Key).ToString());
        Assert.Equal(CanonicalId.Derive(Key), CanonicalId.Derive("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB"));
    }

    [Theory]
    [InlineData("0015g00000XyZ12AAB")]
    [InlineData("å\"\\/\n\u0001雪𝄞")]
    [InlineData(" ")]
    public void Derive_KeyAsUtf8_IsTheIdOfTheText(string key)
    {
        foreach (var text in new[] { key, string.Concat(Enumerable.Repeat(key, 300)) })
            Assert.Equal(CanonicalId.Derive("acme", "customer", "sales\"force", "org å", text), new EntityKeySpace("acme", "customer", "sales\"force", "org å").Derive(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Derive_KeyThatIsNoUtf8OrAPartThatIsEmpty_Throws()
    {
        Assert.Throws<ArgumentException>(() => new EntityKeySpace("acme", "customer", "crm", "org").Derive([0xC3]));
        Assert.Throws<ArgumentException>(() => new EntityKeySpace("acme", "customer", "crm", "org").Derive([]));
        Assert.Throws<ArgumentException>(() => new EntityKeySpace("", "customer", "crm", "org"));
        Assert.Throws<ArgumentException>(() => new EntityKeySpace("\ud800", "customer", "crm", "org"));
    }

    [Fact]
    public void Derive_AnyPartChanged_GivesAnotherId()
    {
        EntityKey[] others =
        [
            new("acme2", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB"),
            new("acme", "project", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB"),
            new("acme", "customer", "netsuite", "00D000000000062EAA", "0015g00000XyZ12AAB"),
            new("acme", "customer", "salesforce", "00D000000000063EAA", "0015g00000XyZ12AAB"),
            new("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAb"),
            new("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB", "1"),
        ];

        Assert.Equal(others.Length + 1, others.Append(Key).Select(CanonicalId.Derive).Distinct().Count());
    }

    // Parts are quoted, so no text in one part can be taken for the border to the next.
    [Theory]
    [InlineData("a\",\"instance\":\"b", "c")]
    [InlineData("a", "b\",\"system\":\"c")]
    [InlineData("a|b", "c")]
    public void Derive_PartsWithBorders_DoNotCollide(string id, string instance) =>
        Assert.NotEqual(CanonicalId.Derive("t", "o", "s", "b", "a"), CanonicalId.Derive("t", "o", "s", instance, id));

    [Fact]
    public void Derive_UnicodeIsNotNormalised_GivesDifferentIds() =>
        Assert.NotEqual(CanonicalId.Derive("t", "o", "s", "i", "\u00e9"), CanonicalId.Derive("t", "o", "s", "i", "e\u0301"));

    [Fact]
    public void Derive_CanonicalJsonOfTheKey_IsCanonical()
    {
        var key = new EntityKey("té\"n\n", "o", "s\u0001", "i\U0001F602\ufb33", "\\", "/");

        Assert.Equal(CanonicalJson.Canonicalize(key.ToCanonicalJson()), key.ToCanonicalJson());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20261121)]
    public void Derive_RandomKeys_HaveVersionAndVariantAndDoNotCollide(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var seen = new HashSet<CanonicalId>();
        for (var i = 0; i < 20_000; i++)
        {
            var id = CanonicalId.Derive("t", "o", "s", random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture), i.ToString(System.Globalization.CultureInfo.InvariantCulture));

            Assert.Equal('8', id.ToString()[14]);
            Assert.Contains(id.ToString()[19], "89ab");
            Assert.True(seen.Add(id));
        }
    }

    [Fact]
    public void EntityKey_EmptyPartOrLoneSurrogate_Throws()
    {
        Assert.Throws<ArgumentException>(() => new EntityKey("", "o", "s", "i", "k"));
        Assert.Throws<ArgumentException>(() => new EntityKey("t", "o", "s", "i", "k", ""));
        Assert.Throws<ArgumentException>(() => new EntityKey("t", "o", "s", "i", "\ud800"));
        Assert.Throws<ArgumentException>(() => new EntityKey("t", "o", "s", "i", "a\udc00b"));
    }

    [Theory]
    [InlineData("f2135b3e-c0c1-85bf-9ec5-0edde33136ae", true)]
    [InlineData("F2135B3E-C0C1-85BF-9EC5-0EDDE33136AE", true)]
    [InlineData("{f2135b3e-c0c1-85bf-9ec5-0edde33136ae}", false)]
    [InlineData("f2135b3ec0c185bf9ec50edde33136ae", false)]
    [InlineData(" f2135b3e-c0c1-85bf-9ec5-0edde33136ae", false)]
    [InlineData("f2135b3e-c0c1-85bf-9ec5-0edde33136aé", false)]
    [InlineData("+2135b3e-c0c1-85bf-9ec5-0edde33136ae", false)]
    [InlineData("0x135b3e-c0c1-85bf-9ec5-0edde33136ae", false)]
    [InlineData("f2135b3e-+0c1-85bf-9ec5-0edde33136ae", false)]
    [InlineData("f2135b3e-c0c1-0x1f-9ec5-0edde33136ae", false)]
    [InlineData("", false)]
    public void TryParse_Text_FollowsTheOneForm(string text, bool expected)
    {
        Assert.Equal(expected, CanonicalId.TryParse(text, out var fromText));
        Assert.Equal(expected, CanonicalId.TryParse(Encoding.UTF8.GetBytes(text), out var fromUtf8));
        Assert.Equal(fromText, fromUtf8);
        if (expected) Assert.Equal("f2135b3e-c0c1-85bf-9ec5-0edde33136ae", fromText.ToString());
        else Assert.True(fromText.IsEmpty);
    }

    [Fact]
    public void CompareTo_OrdersLikeTheText()
    {
        var ids = Enumerable.Range(0, 200).Select(i => CanonicalId.Derive("t", "o", "s", "i", i.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToList();

        Assert.Equal(ids.OrderBy(i => i.ToString(), StringComparer.Ordinal), ids.Order());
    }
}
