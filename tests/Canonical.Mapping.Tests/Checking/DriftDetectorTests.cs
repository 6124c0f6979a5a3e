using System.Text;

namespace Canonical.Mapping.Tests;

public sealed class DriftDetectorTests
{
    private const string Lenses = """
        { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" },
        { "id": "day", "kind": "field", "source": "Dates.Start", "target": "day", "convert": "date" },
        { "id": "no", "kind": "each", "source": "Lines", "target": "lines", "lenses": [ { "id": "n", "kind": "field", "source": "No", "target": "no", "convert": "integer" } ] }
        """;

    private static readonly VendorShape s_shape = VendorShape.Create("test", "Thing",
    [
        new VendorField { Path = "Name", Type = VendorFieldType.Text, IsAlwaysPresent = true }, new VendorField { Path = "Name-2", Type = VendorFieldType.Text, IsAlwaysPresent = true },
        new VendorField { Path = "Dates", Type = VendorFieldType.Object, IsAlwaysPresent = true }, new VendorField { Path = "Dates.Start", Type = VendorFieldType.Date, IsAlwaysPresent = true },
        new VendorField { Path = "Lines", Type = VendorFieldType.Array, IsAlwaysPresent = true },
    ]);

    [Fact]
    public void Observe_NameThatIsNoText_IsNoException() =>
        Assert.Null(Record.Exception(() => new DriftDetector(MappingDocument.Parse(Encoding.UTF8.GetBytes(Bench.Document(Lenses)), Bench.NoContract), s_shape).Observe("""{"id":"1","\ud800":1,"Name":"x"}"""u8, [])));

    [Fact]
    public void Observe_EveryRecordFailsAlike_OneErrorInsteadOfThousands()
    {
        var exception = Run(40, i => $$"""{"id":"{{i}}","Name":"Ann Smith","Dates":{"Start":"1/{{(i % 28) + 1}}/2026"},"Lines":[]}""");

        Assert.Equal(MappingCodes.MappingDrift, exception!.Code);
        Assert.False(exception.IsTransient);
        var finding = Assert.Single(exception.Findings);
        Assert.Equal((MappingCodes.FieldRetyped, "day", "Dates.Start", "/lenses/1"), (finding.Code, finding.Lens, finding.SourcePath, finding.Path));
        Assert.Contains("20 of 20 records", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Smith", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Observe_ParameterWithoutAValue_IsSaidToBeThatAndNoChangeOfTheSource()
    {
        var mapper = Bench.Mapper("""{ "id": "c", "kind": "default", "target": "currency", "parameter": "orgCurrency", "loss": "not written" }""", "\"parameters\": { \"orgCurrency\": { \"type\": \"currency\" } },");
        var detector = new DriftDetector(mapper.Document);
        var record = """{"id":"1"}"""u8.ToArray();

        var exception = Assert.Throws<MappingDriftException>(() =>
        {
            for (var i = 0; i < 20; i++) detector.Observe(record, mapper.ToCanonical(record, Bench.Context).Issues);
        });

        var finding = Assert.Single(exception.Findings);
        Assert.Equal((MappingCodes.ParameterMissing, "/parameters"), (finding.Code, finding.Path));
        Assert.Contains("The source has not changed", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Observe_ElementsOfArraysFail_CountOncePerRecord()
    {
        var exception = Run(20, i => $$"""{"id":"{{i}}","Name":"n","Dates":{"Start":null},"Lines":[{"No":"x"},{"No":"y"}]}""");

        Assert.Equal("Lines[].No", Assert.Single(exception!.Findings).SourcePath);
    }

    [Fact]
    public void Observe_SomeRecordsAreBad_NothingHappens() =>
        Assert.Null(Run(200, i => $$"""{"id":"{{i}}","Name":"n","Dates":{"Start":"{{(i % 3 == 0 ? "2026-01-01" : "bad")}}"},"Lines":[]}"""));

    [Theory]
    [InlineData(3, true)]
    [InlineData(10, false)]
    public void Observe_FieldThatIsOftenEmpty_IsJudgedByTheRecordsThatHaveIt(int every, bool isFound) =>
        Assert.Equal(isFound, Run(40, i => $$"""{"id":"{{i}}","Name":"n","Dates":{"Start":{{(i % every == 0 ? "\"1/2/2026\"" : "null")}}},"Lines":[]}""") is not null);

    [Fact]
    public void Observe_FieldThatEveryRecordHad_IsGone()
    {
        var exception = Run(20, i => $$"""{"id":"{{i}}","Title":"n","Dates":{"Start":null},"Lines":[]}""");

        var finding = Assert.Single(exception!.Findings);
        Assert.Equal((MappingCodes.FieldGone, "Name"), (finding.Code, finding.SourcePath));
    }

    [Fact]
    public void Observe_NullsAndEmptyArrays_AreNotGone() =>
        Assert.Null(Run(100, i => $$"""{"id":"{{i}}","Name":null,"Name-2":null,"Dates":null,"Lines":[]}"""));

    [Fact]
    public void Observe_ChangeInTheMiddleOfARun_IsFoundSoon()
    {
        var records = 0;
        var exception = Run(500, i =>
        {
            records++;
            return $$"""{"id":"{{i}}","Name":"n","Dates":{"Start":{{(i < 100 ? "\"2026-01-01\"" : "20260101")}}},"Lines":[]}""";
        });

        Assert.NotNull(exception);
        Assert.Equal(120, records);
    }

    [Fact]
    public void Observe_FromManyThreads_ThrowsOnceForEachWindow()
    {
        var detector = new DriftDetector(s_mapper.Document, s_shape);
        var record = """{"id":"1","Name":"n","Dates":{"Start":"bad"},"Lines":[]}"""u8.ToArray();
        var issues = s_mapper.ToCanonical(record, Bench.Context).Issues;
        var thrown = 0;
        Parallel.For(0, 200, _ =>
        {
            try
            {
                detector.Observe(record, issues);
            }
            catch (MappingDriftException)
            {
                Interlocked.Increment(ref thrown);
            }
        });

        Assert.Equal(10, thrown);
    }

    // Sound records are counted without the lock, beside those that take it.
    [Fact]
    public void Observe_SomeBadAmongManyFromManyThreads_NeverThrowsAndTheChangeIsSeenAfterwards()
    {
        var detector = new DriftDetector(s_mapper.Document);
        var record = """{"id":"1","Name":"n","Dates":{"Start":"bad"},"Lines":[]}"""u8.ToArray();
        var issues = s_mapper.ToCanonical(record, Bench.Context).Issues;
        Assert.NotEmpty(issues);
        Parallel.For(0, 20_000, i => detector.Observe(record, i % 5 == 0 ? issues : []));

        var thrown = false;
        for (var i = 0; i < 40 && !thrown; i++)
            thrown = Record.Exception(() => detector.Observe(record, issues)) is MappingDriftException;
        Assert.True(thrown);
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_Refuses()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DriftDetector(s_mapper.Document, null, new DriftOptions { MinimumRecords = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DriftDetector(s_mapper.Document, null, new DriftOptions { FailingShare = 1.5 }));
    }

    private static readonly Mapper s_mapper = Bench.Mapper(Lenses);

    private static MappingDriftException? Run(int records, Func<int, string> record)
    {
        var detector = new DriftDetector(s_mapper.Document, s_shape);
        try
        {
            for (var i = 0; i < records; i++)
            {
                var utf8 = Encoding.UTF8.GetBytes(record(i));
                detector.Observe(utf8, s_mapper.ToCanonical(utf8, Bench.Context).Issues);
            }
        }
        catch (MappingDriftException exception)
        {
            return exception;
        }

        return null;
    }
}
