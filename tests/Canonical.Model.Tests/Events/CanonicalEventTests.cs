using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

public sealed class CanonicalEventTests
{
    [Fact]
    public void Create_ApprovedTime_CarriesWhatOthersNeed()
    {
        var entry = EventSamples.TimeEntry();
        var value = CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, entry, EventSamples.Context with { Sequence = 12 });

        Assert.Equal("org.canonical-sdk.time-entry.approved.v1", value.Type);
        Assert.Equal("/acme/kantata/4711", value.Source);
        Assert.Equal($"time-entry/{entry.Id}", value.Subject);
        Assert.Equal(value.Subject, value.Extensions[EventAttributes.PartitionKey]);
        Assert.Equal("0000000000000000012", value.Extensions[EventAttributes.Sequence]);
        Assert.Equal(EventSamples.Context.TraceParent, value.Extensions[EventAttributes.TraceParent]);
        Assert.Equal($"https://schemas.canonical-sdk.org/{entry.ContractId}", value.DataSchema);
        Assert.Equal(entry.SourceUpdatedAt ?? entry.ObservedAt, value.Time);
        Assert.True(value.TryGetContract(out var contract));
        Assert.Equal(entry.ContractId, contract);
        Assert.True(value.TryGetEventType(out var type));
        Assert.Same(CanonicalEventTypes.TimeEntryApproved, type);
        Assert.True(value.TryGetData<TimeEntry>(out var data, out _));
        Assert.Equal(entry, data);
        Assert.False(value.TryGetData<Project>(out _, out var report));
        Assert.False(report.IsValid);
    }

    [Fact]
    public void Create_TypeOfAnotherObject_Throws() =>
        Assert.Throws<ArgumentException>(() => CanonicalEvent.Create(CanonicalEventTypes.InvoicePosted, EventSamples.TimeEntry(), EventSamples.Context));

    [Fact]
    public void Source_PartsWithReservedCharacters_AreEncodedApart()
    {
        Assert.Equal("/a%2Fb/c/d%20%C3%A9", new EventContext("a/b", "c", "d é").Source);
        Assert.NotEqual(new EventContext("a/b", "c", "d").Source, new EventContext("a", "b/c", "d").Source);
    }

    [Fact]
    public void Id_SameChangeReadAgain_IsTheSame()
    {
        var entry = EventSamples.TimeEntry() with { SourceUpdatedAt = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero) };
        var again = entry with { ObservedAt = entry.ObservedAt.AddDays(3), NotesInternal = "seen again" };

        Assert.Equal(Id(entry), Id(again));
        Assert.NotEqual(Id(entry), Id(entry with { SourceUpdatedAt = entry.SourceUpdatedAt.Value.AddTicks(1) }));
        Assert.NotEqual(Id(entry), Id(entry with { Billable = !entry.Billable }));
        Assert.NotEqual(Id(entry), CanonicalEvent.Create(CanonicalEventTypes.TimeEntryCorrected, entry, EventSamples.Context).Id);
        Assert.NotEqual(Id(entry), CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, entry, new EventContext("other", "kantata", "4711")).Id);

        static string Id(TimeEntry value) => CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, value, EventSamples.Context).Id;
    }

    [Fact]
    public void Id_BackToTheSameContent_DiffersBySequence()
    {
        var entry = EventSamples.TimeEntry();

        Assert.NotEqual(
            CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, entry, EventSamples.Context with { Sequence = 1 }).Id,
            CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, entry, EventSamples.Context with { Sequence = 3 }).Id);
    }

    // Other languages can check this: docs/events.md has the same figures.
    [Fact]
    public void DeriveId_WorkedExample_GivesTheDocumentedId() => Assert.Equal(
        "badcc8fe-8f8f-8be5-bf63-c8f81f98cb43",
        CanonicalEvent.DeriveId("/acme/kantata/4711", "org.canonical-sdk.time-entry.approved.v1", "time-entry/f2135b3e-c0c1-85bf-9ec5-0edde33136ae", "1:time-entry/1.0.0:e91e5a48a3818d866cfdd89a644414ad52c4aaf97825fc23fa22f084266b9e5e", "seq:1").ToString());

    [Fact]
    public void TryRead_EveryForm_GivesTheEventBack()
    {
        var value = EventSamples.Approved();

        Assert.True(CanonicalEvent.TryRead(value.ToUtf8Bytes(), out var structured, out var report), report.ToString());
        Assert.Equal(value, structured);
        Assert.Equal(value.ToUtf8Bytes(), structured.ToUtf8Bytes());
        foreach (var mode in new[] { EventHttpMode.Binary, EventHttpMode.Structured })
        {
            Assert.True(CanonicalEvent.TryReadHttp(value.ToHttp(mode), out var read, out report), report.ToString());
            Assert.Equal(value, read);
        }
        Assert.True(CanonicalEvent.TryReadBatch(value.ToHttp(EventHttpMode.Batch).Body.Span, out var events, out report), report.ToString());
        Assert.Equal(value, Assert.Single(events).Event);
    }

    [Fact]
    public void TryRead_AnyEvent_SurvivesEveryForm()
    {
        var seed = Environment.GetEnvironmentVariable("CANONICAL_FUZZ_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : System.Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var value = EventSamples.Random(random);

            Assert.True(CanonicalEvent.TryRead(value.ToUtf8Bytes(), out var read, out var report), $"seed {seed}, round {round}: {report}");
            Assert.Equal(value, read);
            Assert.Equal(value.GetHashCode(), read.GetHashCode());
            Assert.True(CanonicalEvent.TryReadHttp(value.ToHttp(EventHttpMode.Binary), out read, out report), $"seed {seed}, round {round}: {report}");
            // Headers know texts alone.
            var texts = value with { Extensions = value.Extensions.Aggregate(EventExtensions.Empty, (all, a) => all.With(a.Key, a.Value.Text)) };
            Assert.Equal(texts, read);
            Assert.All(value.ToHttp(EventHttpMode.Binary).Headers, h => Assert.All(h.Value, c => Assert.InRange(c, ' ', '~')));
        }
    }

    [Fact]
    public void TryRead_MutatedBytes_NeverThrowsAndReportsAlways()
    {
        var random = new Random(20261121);
        var rejected = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var json = EventSamples.Random(random).ToUtf8Bytes();
            for (var changes = random.Next(1, 4); changes > 0; changes--) json[random.Next(json.Length)] = (byte)random.Next(256);

            var read = CanonicalEvent.TryRead(json, out var value, out var report);
            Assert.Equal(read, report.IsValid);
            Assert.Equal(read, value is not null);
            if (!read) rejected++;
            Assert.Equal(CanonicalEvent.TryReadBatch([(byte)'[', .. json, (byte)']'], out var events, out report), report.IsValid);
            if (read && events is not null) Assert.Equal(value, events[0].Event);
        }
        Assert.InRange(rejected, 1, 4_999);
    }

    [Fact]
    public void TryRead_MemberOrderAndEscapes_DoNotMatter()
    {
        var value = EventSamples.Approved();

        Assert.True(CanonicalEvent.TryRead(Examples.Respell(value.ToUtf8Bytes(), new Random(1)), out var read, out var report), report.ToString());
        Assert.Equal(value, read);
    }

    [Fact]
    public void TryRead_NullAttributeAndNullData_AreTold()
    {
        Assert.True(CanonicalEvent.TryRead("""{"specversion":"1.0","id":"1","source":"/s","type":"t","subject":null,"dataschema":null,"ext":null}"""u8, out var value, out _));
        Assert.Null(value.Subject);
        Assert.Empty(value.Extensions);
        Assert.Null(value.Data);

        Assert.True(CanonicalEvent.TryRead("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":null}"""u8, out value, out _));
        Assert.Equal("null", Encoding.UTF8.GetString(value.Data!.Bytes.Span));
        Assert.Equal("application/json", value.Data.MediaType);
    }

    // The examples of section 3.2 of the JSON event format, and their binary forms.
    [Theory]
    [InlineData("\"datacontenttype\":\"application/vnd.apache.thrift.binary\",\"data_base64\":\"AAEC\"", EventDataKind.Binary, "application/vnd.apache.thrift.binary", "\u0000\u0001\u0002")]
    [InlineData("\"datacontenttype\":\"application/xml\",\"data\":\"<much wow=\\\"xml\\\"/>\"", EventDataKind.Text, "application/xml", "<much wow=\"xml\"/>")]
    [InlineData("\"datacontenttype\":\"application/json\",\"data\":{ \"a\" : 1 }", EventDataKind.Json, "application/json", "{ \"a\" : 1 }")]
    [InlineData("\"data\":\"I'm just a string\"", EventDataKind.Json, "application/json", "\"I'm just a string\"")]
    [InlineData("\"datacontenttype\":\"application/json\",\"data_base64\":\"eyJhIjoxfQ==\"", EventDataKind.Json, "application/json", "{\"a\":1}")]
    public void TryRead_FormsOfData_AreReadByTheirMediaType(string members, EventDataKind kind, string mediaType, string bytes)
    {
        Assert.True(CanonicalEvent.TryRead(Event(members), out var value, out var report), report.ToString());
        Assert.Equal((kind, mediaType, bytes), (value.Data!.Kind, value.Data.MediaType, Encoding.UTF8.GetString(value.Data.Bytes.Span)));

        var binary = value.ToHttp(EventHttpMode.Binary);
        Assert.Equal(mediaType, binary.GetHeader("Content-Type"));
        Assert.True(CanonicalEvent.TryReadHttp(binary, out var again, out report), report.ToString());
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("", "CAN1101", "")]
    [InlineData("[]", "CAN1101", "")]
    [InlineData("{\"specversion\":\"1.0\"", "CAN1101", "")]
    [InlineData("{} {}", "CAN1101", "")]
    [InlineData("{\"id\":\"\\ud800\"}", "CAN1101", "")]
    [InlineData("{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\"}", "CAN1102", "id")]
    [InlineData("{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"id\":\"\"}", "CAN1103", "id")]
    [InlineData("{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"id\":1}", "CAN1103", "id")]
    [InlineData("{\"specversion\":\"1.0\",\"source\":\"a b\",\"type\":\"t\",\"id\":\"1\"}", "CAN1103", "source")]
    [InlineData("{\"specversion\":\"0.3\",\"source\":\"/s\",\"type\":\"t\",\"id\":\"1\"}", "CAN1104", "specversion")]
    [InlineData("{\"id\":\"1\",\"id\":\"1\",\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\"}", "CAN1110", "id")]
    public void TryRead_BrokenEnvelope_SaysWhere(string json, string code, string attribute)
    {
        Assert.False(CanonicalEvent.TryRead(Encoding.UTF8.GetBytes(json), out var value, out var report));
        Assert.Null(value);
        Assert.Contains(report.Errors, e => e.Code == code && e.Attribute == attribute && e.Remedy.Length > 0);
    }

    [Theory]
    [InlineData("\"time\":\"yesterday\"", "CAN1103", "time")]
    [InlineData("\"time\":\"2026-02-29T00:00:00Z\"", "CAN1103", "time")]
    [InlineData("\"time\":\"2026-02-28T00:00:00\"", "CAN1103", "time")]
    [InlineData("\"time\":\"0001-01-01T00:00:00+01:00\"", "CAN1103", "time")]
    [InlineData("\"dataschema\":\"/relative\"", "CAN1103", "dataschema")]
    [InlineData("\"datacontenttype\":\"json\"", "CAN1103", "datacontenttype")]
    [InlineData("\"subject\":\"\"", "CAN1103", "subject")]
    [InlineData("\"partitionKey\":\"x\"", "CAN1103", "partitionKey")]
    [InlineData("\"ext\":1.5", "CAN1103", "ext")]
    [InlineData("\"ext\":2147483648", "CAN1103", "ext")]
    [InlineData("\"ext\":{\"a\":1}", "CAN1103", "ext")]
    [InlineData("\"ext\":\"a\\u0001\"", "CAN1103", "ext")]
    [InlineData("\"ext\":\"\\ufffe\"", "CAN1103", "ext")]
    [InlineData("\"data\":1,\"data_base64\":\"AA==\"", "CAN1106", "data")]
    [InlineData("\"data_base64\":\"*\"", "CAN1106", "data_base64")]
    [InlineData("\"data_base64\":\"eyJh\"", "CAN1106", "data")]
    [InlineData("\"datacontenttype\":\"application/xml\",\"data\":{}", "CAN1106", "data")]
    public void TryRead_BrokenMember_SaysWhere(string members, string code, string attribute)
    {
        Assert.False(CanonicalEvent.TryRead(Event(members), out _, out var report));
        Assert.Contains(report.Errors, e => e.Code == code && e.Attribute == attribute);
    }

    [Theory]
    [InlineData("2026-11-21T09:40:00Z", 0)]
    [InlineData("2026-11-21T10:40:00.000000000+01:00", 0)]
    [InlineData("2026-11-21t09:40:00.00000019z", 1)]
    public void TryRead_Time_IsAnInstant(string time, long ticks)
    {
        Assert.True(CanonicalEvent.TryRead(Event($"\"time\":\"{time}\""), out var value, out _));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 9, 40, 0, TimeSpan.Zero).AddTicks(ticks), value.Time);
    }

    [Fact]
    public void TryRead_SeveralErrors_ReportsThemAll()
    {
        Assert.False(CanonicalEvent.TryRead("""{"specversion":"2.0","time":"x","Ext":1}"""u8, out _, out var report));
        Assert.Equal(["time", "Ext", "specversion", "id", "source", "type"], report.Errors.Select(e => e.Attribute));
    }

    [Fact]
    public void TryRead_BeyondALimit_SaysWhich()
    {
        var options = new EventReadOptions { MaxEventBytes = 200, MaxBatchBytes = 1000, MaxBatchCount = 2, MaxDepth = 4, MaxAttributeLength = 20, MaxExtensions = 1 };
        Check(Event($"\"data\":\"{new string('x', 200)}\""), "");
        Check(Event("\"data\":[[[[1]]]]"), "");
        Check(Event($"\"ext\":\"{new string('x', 21)}\""), "ext");
        Check(Event("\"a\":1,\"b\":2,\"c\":3"), "");
        Assert.True(CanonicalEvent.TryRead(Event("\"data\":[[1]]"), out _, out _, options));

        var one = Encoding.UTF8.GetString(Event("\"a\":1"));
        Assert.False(CanonicalEvent.TryReadBatch(Encoding.UTF8.GetBytes($"[{one},{one},{one}]"), out _, out var report, options));
        Assert.Equal("CAN1105", Assert.Single(report.Errors).Code);
        Assert.False(CanonicalEvent.TryReadBatch(new byte[1001], out _, out report, options));
        Assert.Equal("CAN1105", Assert.Single(report.Errors).Code);
        Assert.True(CanonicalEvent.TryReadBatch(Encoding.UTF8.GetBytes($"[{one},{{}}]"), out var events, out _, options));
        Assert.Equal([true, false], events.Select(e => e.Event is not null));

        void Check(byte[] json, string attribute)
        {
            Assert.False(CanonicalEvent.TryRead(json, out _, out var report, options));
            Assert.Contains(report.Errors, e => e.Code == "CAN1105" && e.Attribute == attribute);
        }
    }

    [Fact]
    public void TryRead_EmptyBatch_IsABatch()
    {
        Assert.True(CanonicalEvent.TryReadBatch("[]"u8, out var events, out _));
        Assert.Empty(events);
        Assert.Equal("[]", Encoding.UTF8.GetString(CanonicalEvent.ToBatchUtf8Bytes([])));
        Assert.False(CanonicalEvent.TryReadBatch("[] 1"u8, out _, out _));
        Assert.False(CanonicalEvent.TryReadBatch("{}"u8, out _, out _));
    }

    [Fact]
    public void TryRead_DataBreaksItsContract_BringsTheReport()
    {
        var json = JsonNode.Parse(EventSamples.Approved().ToUtf8Bytes())!;
        json["data"]!.AsObject().Remove("duration");

        Assert.False(CanonicalEvent.TryRead(Bytes(json), out _, out var report));
        Assert.Equal("CAN1107", Assert.Single(report.Errors).Code);
        Assert.Contains(report.Data!.Errors, e => e.Keyword == "required");
        Assert.True(CanonicalEvent.TryRead(Bytes(json), out _, out _, new EventReadOptions { Contracts = null }));
    }

    [Fact]
    public void TryRead_LaterMinorOrUnknownContract_IsRead()
    {
        var json = JsonNode.Parse(EventSamples.Approved().ToUtf8Bytes())!;
        json["dataschema"] = "https://schemas.canonical-sdk.org/time-entry/1.99.0";
        json["data"]!["contract"] = "time-entry/1.99.0";
        json["data"]!["addedLater"] = true;
        Assert.True(CanonicalEvent.TryRead(Bytes(json), out var value, out var report), report.ToString());
        Assert.True(value.TryGetData<TimeEntry>(out var entry, out _));
        Assert.Single(entry.UnknownMembers);

        json["data"]!.AsObject().Remove("duration");
        Assert.False(CanonicalEvent.TryRead(Bytes(json), out _, out _));
        json["dataschema"] = "https://schemas.canonical-sdk.org/time-entry/99.0.0";
        Assert.True(CanonicalEvent.TryRead(Bytes(json), out _, out _));
    }

    [Theory]
    [InlineData("type", "org.canonical-sdk.invoice.posted.v1", "dataschema")]
    [InlineData("subject", "time-entry/00000000-0000-0000-0000-000000000000", "subject")]
    [InlineData("subject", "project/1", "subject")]
    public void TryRead_AttributesOfAnotherObject_AreRefused(string member, string value, string attribute)
    {
        var json = JsonNode.Parse(EventSamples.Approved().ToUtf8Bytes())!;
        json[member] = value;

        Assert.False(CanonicalEvent.TryRead(Bytes(json), out _, out var report));
        Assert.Contains(report.Errors, e => e.Code == "CAN1108" && e.Attribute == attribute);
    }

    [Fact]
    public void Extensions_Names_AreThoseOfCloudEvents()
    {
        string[] ours = [EventAttributes.TraceParent, EventAttributes.TraceState, EventAttributes.PartitionKey, EventAttributes.CorrelationId, EventAttributes.CausationId, EventAttributes.Sequence, EventAttributes.RecordedTime, EventAttributes.Fingerprint];
        Assert.All(ours, n => Assert.True(EventAttributes.IsExtensionName(n)));
        foreach (var name in new[] { "", "Data", "a_b", "data", "id", "é", new string('a', 21) })
        {
            Assert.Throws<ArgumentException>(() => EventExtensions.Empty.With(name, "x"));
        }
        Assert.Equal(["a", "b"], EventExtensions.Empty.With("b", "1").With("a", "2").With("b", "3").Select(a => a.Key));
        Assert.Equal("3", EventExtensions.Empty.With("b", "1").With("b", "3")["b"]);
        Assert.Empty(EventExtensions.Empty.With("b", "1").Without("b"));
    }

    [Fact]
    public void Event_WithAnInvalidValue_CannotBeMade()
    {
        var value = EventSamples.Approved();

        Assert.Throws<ArgumentException>(() => value with { Id = "" });
        Assert.Throws<ArgumentException>(() => value with { Source = "a b" });
        Assert.Throws<ArgumentException>(() => value with { Type = "a\n" });
        Assert.Throws<ArgumentException>(() => value with { DataSchema = "x" });
        Assert.Throws<ArgumentException>(() => EventData.FromJson("{"u8.ToArray()));
        Assert.Throws<ArgumentException>(() => EventData.FromText("x", "application/json"));
        Assert.Throws<ArgumentException>(() => EventAttributeValue.FromText("\ud800"));
    }

    private static byte[] Event(string members) => Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"/s","type":"t",{{members}}}""");

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
