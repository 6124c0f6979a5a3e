using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

public sealed class EventHttpTests
{
    private static readonly KeyValuePair<string, string>[] Required = [new("ce-specversion", "1.0"), new("CE-ID", "1"), new("Ce-Source", "/s"), new("ce-type", "t")];

    // The worked example of section 3.1.3.2 of the HTTP binding.
    [Fact]
    public void Header_EuroAndEmoji_IsEncodedAsTheBindingSays()
    {
        var value = EventSamples.Approved() with { Subject = "Euro € 😀" };

        Assert.Equal("Euro%20%E2%82%AC%20%F0%9F%98%80", value.ToHttp(EventHttpMode.Binary).GetHeader("ce-subject"));
    }

    [Theory]
    [InlineData("Euro%20%e2%82%ac%20%F0%9F%98%80", "Euro € 😀")]
    [InlineData("\"quoted \\\"text\\\" %41\"", "quoted \"text\" A")]
    [InlineData("%41%2541", "A%41")]
    [InlineData("100%", "100%")]
    [InlineData("é", "é")]
    [InlineData("  x ", "x")]
    public void Header_AnySpelling_IsDecodedOnce(string header, string expected)
    {
        Assert.True(CanonicalEvent.TryReadHttp(new([.. Required, new("ce-subject", header)], default), out var value, out var report), report.ToString());
        Assert.Equal(expected, value.Subject);
    }

    [Theory]
    [InlineData("%C0%A0")]
    [InlineData("%FF")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"a\\\"")]
    [InlineData("%00")]
    public void Header_WrongSpelling_IsRefused(string header)
    {
        Assert.False(CanonicalEvent.TryReadHttp(new([.. Required, new("ce-subject", header)], default), out _, out var report));
        Assert.Contains(report.Errors, e => e.Code == "CAN1103" && e.Attribute == "subject");
    }

    [Fact]
    public void TryReadHttp_MessagesThatAreNoEvent_AreRefused()
    {
        Check("CAN1109", [new("content-type", "application/json")], "{}");
        Check("CAN1109", [new("content-type", "application/cloudevents+avro")], "{}");
        Check("CAN1109", [new("content-type", "application/cloudevents-batch+json")], "[]");
        Check("CAN1110", [.. Required, new("ce-id", "2")], "");
        Check("CAN1103", [.. Required, new("ce-datacontenttype", "application/json")], "");
        Check("CAN1106", [.. Required, new("content-type", "application/json")], "{");
        Check("CAN1102", [new("ce-specversion", "1.0")], "");
        Check("CAN1103", [.. Required, new("content-type", "json")], "{}");

        static void Check(string code, KeyValuePair<string, string>[] headers, string body)
        {
            Assert.False(CanonicalEvent.TryReadHttp(new(headers, Encoding.UTF8.GetBytes(body)), out _, out var report));
            Assert.Contains(report.Errors, e => e.Code == code);
        }
    }

    [Fact]
    public void TryReadHttp_BodyTooLarge_IsRefused()
    {
        Assert.False(CanonicalEvent.TryReadHttp(new(Required, new byte[11]), out _, out var report, new EventReadOptions { MaxEventBytes = 10 }));
        Assert.Equal("CAN1105", Assert.Single(report.Errors).Code);
    }

    [Theory]
    [InlineData(null, EventHttpMode.Binary)]
    [InlineData("application/json", EventHttpMode.Binary)]
    [InlineData("Application/CloudEvents+JSON; charset=utf-8", EventHttpMode.Structured)]
    [InlineData("application/cloudevents-batch+json", EventHttpMode.Batch)]
    public void GetHttpMode_ContentType_TellsTheMode(string? contentType, EventHttpMode mode) => Assert.Equal(mode, CanonicalEvent.GetHttpMode(contentType));

    [Fact]
    public async Task Npm_CloudEvents_ReadsOursAndWeReadTheirs()
    {
        CanonicalEvent[] ours =
        [
            EventSamples.Approved(),
            CanonicalEvent.Create(CanonicalEventTypes.ProjectCreated, EventSamples.Project(), EventSamples.Context with { Sequence = 1, TraceState = "vendor=1" }),
            EventSamples.Approved() with { Extensions = EventExtensions.Empty.With("flag", EventAttributeValue.FromBoolean(true)).With("number", EventAttributeValue.FromNumber(-5)), Subject = null },
            EventSamples.Approved() with { Data = null, DataSchema = null },
        ];
        var messages = ours.SelectMany(e => new[] { e.ToHttp(EventHttpMode.Structured), e.ToHttp(EventHttpMode.Binary) }).Append(CanonicalEvent.ToHttpBatch(ours)).ToArray();
        var attributes = new JsonObject
        {
            ["id"] = "n-1",
            ["source"] = "/acme/node/1",
            ["type"] = "com.example.made",
            ["subject"] = "a%20b",
            ["time"] = "2026-11-21T09:40:00.123Z",
            ["dataschema"] = "https://example.org/schema/1",
            ["datacontenttype"] = "application/json",
            ["partitionkey"] = "k",
            ["traceparent"] = EventSamples.Context.TraceParent,
            ["data"] = new JsonObject { ["a"] = 1, ["é"] = "€ 😀", ["list"] = new JsonArray(true, null, "x") },
        };
        var input = new JsonObject
        {
            ["messages"] = new JsonArray([.. messages.Select(m => new JsonObject
            {
                ["headers"] = new JsonObject(m.Headers.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value))),
                ["body"] = m.Body.IsEmpty ? null : Encoding.UTF8.GetString(m.Body.Span),
            })]),
            ["make"] = new JsonArray(attributes),
        };
        var folder = Path.Combine(Shared.Root, "tests", "Canonical.Model.Tests", "Events", "node");
        using var answer = JsonDocument.Parse(await NodeProcess.RunAsync(folder, "cloudevents", "client.mjs", input.ToJsonString()));

        // What it understood of ours is what we said; it writes times with milliseconds, and headers have no types.
        var parsed = answer.RootElement.GetProperty("parsed").EnumerateArray().SelectMany(p => p.EnumerateArray()).ToArray();
        var expected = ours.SelectMany(e => new[] { (e, false), (e, true) }).Concat(ours.Select(e => (e, false))).ToArray();
        Assert.Equal(expected.Length, parsed.Length);
        foreach (var ((said, headersOnly), understood) in expected.Zip(parsed))
        {
            Assert.Equal(said.Id, understood.GetProperty("id").GetString());
            Assert.Equal(said.Source, understood.GetProperty("source").GetString());
            Assert.Equal(said.Type, understood.GetProperty("type").GetString());
            Assert.Equal(said.Subject, understood.TryGetProperty("subject", out var subject) ? subject.GetString() : null);
            Assert.Equal(said.DataSchema, understood.TryGetProperty("dataschema", out var schema) ? schema.GetString() : null);
            Assert.Equal(said.Time!.Value.ToUnixTimeMilliseconds(), understood.GetProperty("time").GetDateTimeOffset().ToUnixTimeMilliseconds());
            foreach (var (name, value) in said.Extensions)
            {
                var text = understood.GetProperty(name);
                Assert.Equal(value.Text, Uri.UnescapeDataString(text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText()));
                Assert.Equal(headersOnly || value.Kind == EventAttributeKind.Text, text.ValueKind == JsonValueKind.String);
            }
            if (said.Data is null) Assert.False(understood.TryGetProperty("data", out var none) && none.ValueKind is not (JsonValueKind.Null or JsonValueKind.String));
            else Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(said.Data.Bytes).RootElement, understood.GetProperty("data")));
        }

        // And we understand what it says, in each form.
        var made = answer.RootElement.GetProperty("made")[0];
        Assert.True(CanonicalEvent.TryReadHttp(Message(made.GetProperty("structured")), out var structured, out var report), report.ToString());
        Assert.True(CanonicalEvent.TryReadHttp(Message(made.GetProperty("binary")), out var binary, out report), report.ToString());
        Assert.True(CanonicalEvent.TryReadBatch(Message(made.GetProperty("batch")).Body.Span, out var batch, out report), report.ToString());
        Assert.Equal(2, batch.Count);
        Assert.All(batch, b => Assert.Equal(structured, b.Event));
        Assert.Equal("a%20b", structured.Subject);
        // It does not percent-encode headers: what it wrote is decoded, as the binding asks.
        Assert.Equal(structured with { Subject = "a b", Data = binary.Data }, binary);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 9, 40, 0, 123, TimeSpan.Zero), structured.Time);
        Assert.Equal("k", structured.Extensions[EventAttributes.PartitionKey]);
        Assert.True(JsonNode.DeepEquals(attributes["data"], JsonNode.Parse(structured.Data!.Bytes.Span)));
        Assert.Equal(structured.Data.Bytes.ToArray(), binary.Data!.Bytes.ToArray());
    }

    private static EventHttpMessage Message(JsonElement message) => new(
        [.. message.GetProperty("headers").EnumerateObject().Select(h => KeyValuePair.Create(h.Name, h.Value.GetString()!))],
        Encoding.UTF8.GetBytes(message.GetProperty("body").GetString()!));
}
