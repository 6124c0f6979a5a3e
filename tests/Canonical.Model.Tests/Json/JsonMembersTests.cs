using System.Text;
using System.Text.Json;

namespace Canonical.Model.Tests;

public sealed class JsonMembersTests
{
    [Fact]
    public void Equals_OtherOrderAndSpelling_IsTrue()
    {
        var left = JsonMembers.Parse("""{"a":{"x":1.0,"y":[ ]},"b":"\u0041"}"""u8);
        var right = JsonMembers.Parse("""{"b":"A","a":{"y":[],"x":1}}"""u8);

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
    }

    [Theory]
    [InlineData("""{"a":2}""")]
    [InlineData("""{"b":1}""")]
    [InlineData("""{"a":1,"b":1}""")]
    [InlineData("{}")]
    public void Equals_OtherContent_IsFalse(string other) =>
        Assert.NotEqual(JsonMembers.Parse("""{"a":1}"""u8), JsonMembers.Parse(Encoding.UTF8.GetBytes(other)));

    // It has no UTF-8 form: the writer would put another name in its place.
    [Fact]
    public void Create_NameWithHalfASurrogatePair_Throws() =>
        Assert.Throws<ArgumentException>(() => JsonMembers.Create(new JsonMember("a\ud800", "1"u8.ToArray())));

    // A member that a newer minor added may hold a number that no double can.
    [Fact]
    public void Equals_ValueWithoutCanonicalForm_ComparesTheBytes()
    {
        static Customer Read(string member)
        {
            var json = Encoding.UTF8.GetString(Examples.Read("customer/1.0.0", "valid", "minimal.json")).Replace("\"kind\"", member + ",\"kind\"", StringComparison.Ordinal);
            Assert.True(Customer.TryRead(Encoding.UTF8.GetBytes(json), out var customer, out var report), report.ToString());
            return customer;
        }

        Assert.Equal(Read("\"later\":1e400"), Read("\"later\":1e400"));
        Assert.NotEqual(Read("\"later\":1e400"), Read("\"later\":1e401"));
        Assert.NotEqual(Read("\"later\":1e400"), Read("\"later\":1"));
    }

    [Fact]
    public void WriteMembersTo_KeepsTheValuesAsTheyWere()
    {
        var members = JsonMembers.Parse("""{"a":1.50,"b":{"c":[ 1, 2 ]}}"""u8);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members.WriteMembersTo(writer);
            writer.WriteEndObject();
        }

        Assert.Equal("""{"a":1.50,"b":{"c":[ 1, 2 ]}}""", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Create_InvalidValueOrNameTwice_Throws()
    {
        Assert.Throws<CanonicalJsonException>(() => JsonMembers.Create(new JsonMember("a", "{"u8.ToArray())));
        Assert.Throws<ArgumentException>(() => JsonMembers.Create(new JsonMember("a", "1"u8.ToArray()), new JsonMember("a", "2"u8.ToArray())));
        Assert.Throws<CanonicalJsonException>(() => JsonMembers.Parse("[1]"u8));
    }
}
