using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

// The examples beside the contracts are the law's own cases: a valid one breaks no law, an unlawful one keeps the contract and breaks the one law it names, at the place it names.
public sealed class LawExampleTests
{
    public static TheoryData<string, string> ValidExamples => Examples.Valid();

    public static TheoryData<string, string> UnlawfulExamples => Examples.Unlawful();

    [Theory]
    [MemberData(nameof(ValidExamples))]
    public void CheckLaws_ValidExample_FindsNothing(string contract, string file) => Run(contract, new Lawful(Examples.Read(contract, "valid", file)));

    [Theory]
    [MemberData(nameof(UnlawfulExamples))]
    public void CheckLaws_UnlawfulExample_FindsTheLawThatItNames(string contract, string file) =>
        Run(contract, new Unlawful(JsonNode.Parse(Examples.Read(contract, "unlawful", file))!));

    private static void Run(string contract, IObjectCheck check) => ObjectTypes.Run(ContractId.Parse(contract), check);

    private sealed record Lawful(byte[] Json) : IObjectCheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            Assert.True(T.TryRead(Json, out var value, out var report), report.ToString());
            Assert.Empty(value.CheckLaws());
        }
    }

    private sealed record Unlawful(JsonNode Example) : IObjectCheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            SkipUntilWritten(typeof(T));
            Assert.True(T.TryRead(Encoding.UTF8.GetBytes(Example["instance"]!.ToJsonString()), out var value, out var report), report.ToString());
            var found = value.CheckLaws();

            var violation = Assert.Single(found);
            Assert.Equal(((string?)Example["breaks"]!["law"], (string?)Example["breaks"]!["instancePath"]), (violation.Code, violation.Path));
            Assert.EndsWith(".", violation.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", violation.Remedy, StringComparison.Ordinal);
        }

        private static void SkipUntilWritten(Type type)
        {
            if (typeof(Invoice).Assembly.GetType(type.FullName + "Laws") is null) Assert.Skip($"The laws of {type.Name} are not written yet.");
        }
    }
}
