using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

// Every generated object against the examples of its contract.
public sealed class ObjectTests
{
    public static TheoryData<string, string> ValidExamples => Examples.Valid();

    public static TheoryData<string, string> InvalidExamples => Examples.Invalid();

    [Theory]
    [MemberData(nameof(ValidExamples))]
    public void TryRead_ValidExample_RoundTripsAndKeepsUnknownMembers(string contract, string file) => Run(contract, new RoundTrip(Examples.Read(contract, "valid", file)));

    [Theory]
    [MemberData(nameof(ValidExamples))]
    public void TryRead_RespelledExample_GivesAnEqualObject(string contract, string file) => Run(contract, new Respelled(Examples.Read(contract, "valid", file)));

    [Theory]
    [MemberData(nameof(InvalidExamples))]
    public void TryRead_InvalidExample_ReportsTheRuleThatItNames(string contract, string file) => Run(contract, new Refused(Examples.Read(contract, "invalid", file)));

    [Fact]
    public void Types_OfTheContracts_AreAllInTheTests() =>
        Assert.Equal(ObjectTypes.Contracts.Select(c => ObjectTypes.Key(c.Id)).Order(StringComparer.Ordinal), ObjectTypes.Majors.Order(StringComparer.Ordinal));

    [Fact]
    public void Contract_OfEveryType_IsTheNewestOfItsMajor() => Assert.All(ObjectTypes.Contracts, c => Run(c.Id.ToString(), new SameContract(c)));

    private static void Run(string contract, IObjectCheck check) => ObjectTypes.Run(ContractId.Parse(contract), check);

    private sealed record SameContract(CanonicalContract Contract) : IObjectCheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T> => Assert.Same(Contract, T.Contract);
    }

    private sealed record RoundTrip(byte[] Json) : IObjectCheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            Assert.True(T.TryRead(Json, out var value, out var report), report.ToString());
            var written = value.ToUtf8Bytes();

            Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Json)), Encoding.UTF8.GetString(CanonicalJson.Canonicalize(written)));
            Assert.True(value.Validate().IsValid);
            Assert.True(T.TryRead(written, out var again, out _));
            Assert.Equal(value, again);
            Assert.Equal(value.GetHashCode(), again.GetHashCode());
            Assert.Equal(written, again.ToUtf8Bytes());
            Assert.Equal(value.ComputeFingerprint(), again.ComputeFingerprint());
            Assert.Equal(T.Contract.Id, value.ComputeFingerprint().Contract);
        }
    }

    private sealed record Respelled(byte[] Json) : IObjectCheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            Assert.True(T.TryRead(Json, out var value, out _));
            Assert.True(T.TryRead(Examples.Respell(Json, new Random(1)), out var respelled, out var report), report.ToString());

            Assert.Equal(value, respelled);
            Assert.Equal(value.ComputeFingerprint(), respelled.ComputeFingerprint());
        }
    }

    private sealed record Refused(byte[] Json) : IObjectCheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            var example = JsonNode.Parse(Json)!;
            var keyword = example["breaks"]!["keyword"]!.GetValue<string>();
            var path = example["breaks"]!["instancePath"]!.GetValue<string>();

            Assert.False(T.TryRead(Encoding.UTF8.GetBytes(example["instance"]!.ToJsonString()), out var value, out var report));
            Assert.Null(value);
            Assert.Contains(report.Errors, e => e.Keyword == keyword && e.InstancePath == path);
        }
    }
}
