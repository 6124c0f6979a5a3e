using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

/// <summary>A run allocates its result and nothing else.</summary>
public sealed class AllocationTests
{
    // A result: header, issues, the bytes as memory, two marks; and an array has a header and its length.
    private const int Result = 48;
    private const int ArrayHeader = 24;

    public static TheoryData<string> Golden => ["salesforce-account", "netsuite-time-bill"];

    [Theory]
    [MemberData(nameof(Golden))]
    public void ToCanonicalAndBack_OfAGoldenRecord_AllocateTheResult(string name)
    {
        var folder = Repository.Path("tests", "Canonical.Mapping.Tests", "Golden", name);
        var mapper = Mapping.Mapper.Compile(MappingDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "mapping.json"))));
        var vendor = File.ReadAllBytes(Path.Combine(folder, "input.json"));
        var forth = Bench.Context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["defaultCurrency"] = "USD", ["rateCurrency"] = "EUR" } };
        var canonical = mapper.ToCanonical(vendor, forth);
        Assert.Equal(Size(canonical), Allocated(() => mapper.ToCanonical(vendor, forth)));
        var output = new ArrayBufferWriter<byte>(1 << 16);
        Assert.Equal(0, Allocated(() =>
        {
            output.ResetWrittenCount();
            Assert.True(mapper.TryToCanonical(vendor, forth, output, out _));
            return output;
        }));
    }

    [Theory]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t" }""", "\"plain\"")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t" }""", """{ "b": [ 1.50, "é\n" ], "a": null }""")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "text" }""", "\"  \\u00e9 \\\"x\\\" \"")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "upper" }""", "\"eur\"")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "decimal" }""", "1.0E7")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "integer" }""", "4.20e2")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "boolean" }""", "\"Yes\"")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": { "name": "date", "format": "MM/dd/yyyy" } }""", "\"03/08/2026\"")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "day-after" }""", "\"2026-12-31\"")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "instant" }""", "\"2026-03-08T14:30:00.120-0800\"")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "minutes" }""", "50")]
    [InlineData("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "hours-minutes" }""", "\"25:42\"")]
    [InlineData("""{ "id": "f", "kind": "quantity", "source": "s", "target": "t", "unit": "h", "form": "h:mm" }""", "\"25:42\"")]
    [InlineData("""{ "id": "f", "kind": "money", "source": "s", "target": "t", "currency": { "path": "c" } }""", "12.50")]
    [InlineData("""{ "id": "f", "kind": "reference", "source": "s", "target": "t", "to": "customer", "form": "id" }""", """{ "id": "77" }""")]
    [InlineData("""{ "id": "f", "kind": "table", "source": "s", "target": "t", "unknown": "pass", "entries": [ { "vendor": 1, "canonical": "one" } ] }""", "1.0")]
    [InlineData("""{ "id": "f", "kind": "first", "sources": [ "s", "n" ], "target": "t", "loss": "Which one it was." }""", "7")]
    [InlineData("""{ "id": "f", "kind": "concat", "sources": [ "s", "c" ], "separator": ", ", "target": "t" }""", "\"a\"")]
    [InlineData("""{ "id": "f", "kind": "split", "source": "s", "separator": ", ", "targets": [ "t", "u" ] }""", "\"a, b\"")]
    [InlineData("""{ "id": "f", "kind": "rest", "target": "extensions.a.b" }""", """{ "z": 1 }""")]
    [InlineData("""{ "id": "f", "kind": "each", "source": "s", "target": "t", "where": { "source": "n in (1, 2) and lower(k) != 'x'" }, "loss": "Others are left.", "lenses": [ { "id": "n", "kind": "field", "source": "n", "target": "n" }, { "id": "k", "kind": "field", "source": "k", "target": "k", "convert": "upper" } ] }""", """[ { "n": 1, "k": "a" }, { "n": 3 }, { "n": 2, "k": "b" } ]""")]
    [InlineData("""{ "id": "f", "kind": "when", "source": "exists(s) and startsWith(c, 'E')", "only": "toCanonical", "loss": "Only read.", "lenses": [ { "id": "k", "kind": "constant", "target": "t", "value": { "a": 1 } } ] }""", "0")]
    public void ToCanonical_EveryKind_AllocatesTheResult(string lens, string value)
    {
        var mapper = Bench.Mapper(lens);
        var vendor = Encoding.UTF8.GetBytes($$"""{ "id": 1, "c": "EUR", "s": {{value}} }""");
        var result = mapper.ToCanonical(vendor, Bench.Context);
        Assert.True(result.Succeeded, string.Join('\n', result.Issues));
        Assert.Equal(Size(result), Allocated(() => mapper.ToCanonical(vendor, Bench.Context)));
    }

    [Fact]
    public void TypedMapper_BothWays_AllocatesTheObjectAndTheResult()
    {
        var folder = Repository.Path("tests", "Canonical.Mapping.Tests", "Golden", "salesforce-account");
        var typed = new Mapper<Customer>(Mapping.Mapper.Compile(MappingDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "mapping.json")))));
        var vendor = File.ReadAllBytes(Path.Combine(folder, "input.json"));
        var context = Bench.Context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["defaultCurrency"] = "USD" } };
        var forth = typed.ToCanonical(vendor, context);
        Assert.True(forth.Succeeded);
        var json = forth.Json.ToArray();
        var value = Allocated(() => Customer.TryRead(json, out var read, out _) ? read : throw new InvalidOperationException());
        Assert.Equal(value + Result + ((ArrayHeader + json.Length + 7) & ~7), Allocated(() => typed.ToCanonical(vendor, context)));
        var known = context with { References = new Known() };
        var back = typed.ToVendor(forth.Value, known);
        Assert.True(back.Succeeded, string.Join('\n', back.Issues));
        Assert.Equal(Size(back), Allocated(() => typed.ToVendor(forth.Value, known)));
    }

    private static long Size(MappingResult result) => Result + ((ArrayHeader + result.Json.Length + 7) & ~7);

    // The least of many calls: the runtime may add its own while it compiles.
    private static long Allocated(Func<object> call)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 2000; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            GC.KeepAlive(call());
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    // A store that knows every record by one key, and makes no text for it.
    private sealed class Known : IReferenceResolver
    {
        public bool TryGetCanonical(in VendorReference reference, out CanonicalId id) => DerivedReferenceResolver.Instance.TryGetCanonical(reference, out id);

        public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key)
        {
            key = "001";
            return true;
        }
    }
}
