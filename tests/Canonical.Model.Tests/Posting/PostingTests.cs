using System.Text;

namespace Canonical.Model.Tests;

public sealed class PostingTests
{
    private static readonly EntityKey Entity = new("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB");

    // Computed independently (Python's hashlib and uuid): other languages can check themselves against it.
    [Fact]
    public void Derive_WorkedExample_GivesTheDocumentedKey()
    {
        var identity = new PostingIdentity(Entity, 1, PostingOperation.Post, "netsuite/1234567", "erp.customer");

        Assert.Equal("""{"entity":{"id":"0015g00000XyZ12AAB","instance":"00D000000000062EAA","system":"salesforce","tenant":"acme","type":"customer","v":1},"leg":0,"op":"post","purpose":"erp.customer","seq":1,"target":"netsuite/1234567","v":1}""",
            Encoding.UTF8.GetString(identity.ToCanonicalJson()));
        Assert.Equal("20f4a1be-3c68-89f3-b100-b7112697e4b9", IdempotencyKey.Namespace.ToString());
        Assert.Equal("88839c52-d11c-8479-ae29-5c62e8b5a2b5", IdempotencyKey.Derive(identity).ToString());
        Assert.StartsWith("88839c52d11c", Convert.ToHexStringLower(identity.ComputeHash()), StringComparison.Ordinal);
        Assert.Equal(32, identity.ComputeHash().Length);
    }

    [Fact]
    public void Derive_SameFactsAgain_GivesTheSameKey() =>
        Assert.Equal(
            IdempotencyKey.Derive(new(Entity, 3, PostingOperation.Reverse, "t", "p", 2)),
            IdempotencyKey.Derive(new(new("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB"), 3, PostingOperation.Reverse, "t", "p", 2)));

    [Fact]
    public void Derive_AnyFactChanged_GivesAnotherKey()
    {
        PostingIdentity[] identities =
        [
            new(Entity, 1, PostingOperation.Post, "t", "p"),
            new(Entity, 2, PostingOperation.Post, "t", "p"),
            new(Entity, 1, PostingOperation.Post, "t2", "p"),
            new(Entity, 1, PostingOperation.Post, "t", "p2"),
            new(Entity, 1, PostingOperation.Post, "t", "p", 1),
            new(new("acme", "customer", "salesforce", "00D000000000062EAA", "0015g00000XyZ12AAB", "1"), 1, PostingOperation.Post, "t", "p"),
            .. Enum.GetValues<PostingOperation>().Where(o => o != PostingOperation.Post).Select(o => new PostingIdentity(Entity, 1, o, "t", "p")),
        ];

        Assert.Equal(identities.Length, identities.Select(IdempotencyKey.Derive).Distinct().Count());
        Assert.All(identities, i => Assert.Equal(CanonicalJson.Canonicalize(i.ToCanonicalJson()), i.ToCanonicalJson()));
    }

    [Fact]
    public void PostingIdentity_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PostingIdentity(Entity, 0, PostingOperation.Post, "t", "p"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PostingIdentity(Entity, PostingIdentity.MaxSequence + 1, PostingOperation.Post, "t", "p"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PostingIdentity(Entity, 1, PostingOperation.Post, "t", "p", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PostingIdentity(Entity, 1, (PostingOperation)99, "t", "p"));
        Assert.Throws<ArgumentException>(() => new PostingIdentity(Entity, 1, PostingOperation.Post, "", "p"));
    }

    [Fact]
    public void IdempotencyKey_TextForm_RoundTrips()
    {
        var key = IdempotencyKey.Derive(new(Entity, 1, PostingOperation.Upsert, "t", "p"));

        Assert.Equal(key, IdempotencyKey.Parse(key.ToString()));
        Assert.False(IdempotencyKey.TryParse("none", out _));
        Assert.Throws<FormatException>(() => IdempotencyKey.Parse("none"));
    }

    [Fact]
    public void Fingerprint_TextForm_RoundTrips()
    {
        var fingerprint = Fingerprint.Compute(ContractId.Parse("customer/1.0.0"), """{"name":"Acme"}"""u8);

        Assert.StartsWith("1:customer/1.0.0:", fingerprint.ToString(), StringComparison.Ordinal);
        Assert.Equal(fingerprint, Fingerprint.Parse(fingerprint.ToString()));
        Assert.Equal(fingerprint, Fingerprint.Compute(ContractId.Parse("customer/1.0.0"), """ { "name" : "\u0041cme" } """u8));
        Assert.NotEqual(fingerprint, Fingerprint.Compute(ContractId.Parse("customer/1.1.0"), """{"name":"Acme"}"""u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2:customer/1.0.0:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1:customer:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1:customer/1.0.0:00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1:customer/1.0.0:000000000000000000000000000000000000000000000000000000000000000G")]
    public void Fingerprint_OtherText_IsNotAFingerprint(string text) => Assert.False(Fingerprint.TryParse(text, out _));
}
