using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Model.Tests;

// The one-pass readers against the engine, on documents made from the contracts and on changes of them: each accepts exactly what the other does, and what was read is
// written back as it was. CANONICAL_SEED and CANONICAL_DOCUMENTS choose others, and more of them.
public sealed class DifferentialTests
{
    private static readonly int Seed = Number("CANONICAL_SEED", 20261121);

    // Over all contracts; each has its share.
    private static readonly int Documents = Number("CANONICAL_DOCUMENTS", 210_000);

    public static TheoryData<string> Contracts => [.. ObjectTypes.Contracts.Select(c => c.Id.ToString())];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void TryRead_GeneratedAndMutatedDocuments_AgreesWithTheEngineAndWritesBack(string contract)
    {
        var id = ContractId.Parse(contract);
        var count = Documents / ObjectTypes.Contracts.Count + 1;
        var check = new Compare(id, count);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}, {count} documents");

        ObjectTypes.Run(id, check);

        // Neither side of the rules is left out.
        Assert.InRange(check.Accepted, count / 8, count);
        Assert.InRange(check.Refused, count / 8, count);
    }

    private static int Number(string name, int fallback) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : fallback;

    private sealed class Compare(ContractId contract, int count) : IObjectCheck
    {
        private readonly Random _random = new(Seed ^ Fold(contract.ToString()));

        public int Accepted { get; private set; }

        public int Refused { get; private set; }

        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            var generator = new DocGenerator(_random);
            var mutator = new DocMutator(_random);
            for (var i = 0; i < count;)
            {
                var document = generator.Generate(contract, _random.Next(4) switch { 0 => 0, 1 => 0.15, 2 => 0.5, _ => 1 });
                var style = new Doc.Style(_random, Spaces: _random.Next(3) == 0, Escapes: _random.Next(4) == 0);
                var json = document.Write(style);
                Check<T>(json);
                for (var changed = 0; changed < 4; changed++) Check<T>(mutator.Structure(document).Write(style));
                for (var changed = 0; changed < 2; changed++) Check<T>(mutator.Bytes(json));
                i += 7;
            }
        }

        private void Check<T>(byte[] json) where T : class, ICanonicalObject<T>
        {
            var isValid = T.Contract.Schema.IsValid(json);
            bool isRead;
            T? value;
            try
            {
                isRead = T.TryRead(json, out value, out var report);
                if (isRead != report.IsValid) Fail("The report says otherwise than the result.", json);
            }
            catch (InvalidOperationException e)
            {
                Fail(e.Message, json);
                return;
            }
            if (isRead != isValid) Fail($"The engine {(isValid ? "accepts" : "refuses")} it, the reader does not agree.", json);
            if (value is null)
            {
                Refused++;
                return;
            }
            Accepted++;
            var written = value.ToUtf8Bytes();
            if (!Same(json, written)) Fail($"It was written back as {Encoding.UTF8.GetString(written)}", json);
            if (Accepted % 16 == 0)
            {
                if (!T.TryRead(written, out var again, out _) || !value.Equals(again) || !written.AsSpan().SequenceEqual(again.ToUtf8Bytes())) Fail("What was written reads as another object.", json);
            }
        }

        private static bool Same(byte[] read, byte[] written)
        {
            byte[] before;
            try
            {
                before = CanonicalJson.Canonicalize(read);
            }
            catch (CanonicalJsonException)
            {
                // A number in an unknown member that RFC 8785 has no form for; it must come back as it is.
                return Doubtful(read) == Doubtful(written);
            }
            if (before.AsSpan().SequenceEqual(CanonicalJson.Canonicalize(written))) return true;
            using var left = JsonDocument.Parse(before, new JsonDocumentOptions { MaxDepth = 256 });
            using var right = JsonDocument.Parse(CanonicalJson.Canonicalize(written), new JsonDocumentOptions { MaxDepth = 256 });
            return Same(left.RootElement, right.RootElement);
        }

        private static int Doubtful(byte[] json) => Encoding.UTF8.GetString(json).Split("1e400").Length;

        // Two texts are one value: an instant with zeros at the end of its fraction, and a zero with a sign. They are written in the shorter form.
        private static bool Same(JsonElement left, JsonElement right)
        {
            if (left.ValueKind != right.ValueKind) return false;
            switch (left.ValueKind)
            {
                case JsonValueKind.Object:
                    var members = left.EnumerateObject().ToList();
                    return members.Count == right.EnumerateObject().Count() && members.TrueForAll(m => right.TryGetProperty(m.Name, out var other) && Same(m.Value, other));
                case JsonValueKind.Array:
                    return left.GetArrayLength() == right.GetArrayLength() && left.EnumerateArray().Zip(right.EnumerateArray()).All(p => Same(p.First, p.Second));
                case JsonValueKind.String:
                    return Shortest(left.GetString()!) == Shortest(right.GetString()!);
                default:
                    return left.GetRawText() == right.GetRawText();
            }
        }

        private static string Shortest(string text)
        {
            if (text.StartsWith("-0", StringComparison.Ordinal) && text.AsSpan(1).IndexOfAnyExcept("0.") < 0) return text[1..];
            return text.Length > 20 && text[10] == 'T' && text[^1] == 'Z' && text.Contains('.', StringComparison.Ordinal) ? text[..^1].TrimEnd('0').TrimEnd('.') + "Z" : text;
        }

        private void Fail(string what, byte[] json) => Assert.Fail($"{contract}, seed {Seed}: {what}\n{Encoding.UTF8.GetString(json)}\n{Convert.ToHexString(json.AsSpan(0, Math.Min(json.Length, 4000)))}");

        // String.GetHashCode differs in each process.
        private static int Fold(string text) => text.Aggregate(17, static (hash, c) => unchecked(hash * 31 + c));
    }
}
