using System.Text;

namespace Canonical.Model.Tests;

internal static class EventSamples
{
    public static readonly EventContext Context = new("acme", "kantata", "4711") { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", CorrelationId = "flow-7" };

    public static TimeEntry TimeEntry(TimeEntryState state = TimeEntryState.Approved) =>
        Canonical.Model.TimeEntry.TryRead(Example("time-entry"), out var value, out var report)
            ? value with { State = state }
            : throw new InvalidOperationException(report.ToString());

    public static Project Project() =>
        Canonical.Model.Project.TryRead(Example("project"), out var value, out var report) ? value : throw new InvalidOperationException(report.ToString());

    public static CanonicalEvent Approved() => CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, TimeEntry(), Context);

    // An event that uses whatever CloudEvents allows, and is not of ours.
    public static CanonicalEvent Random(Random random)
    {
        var extensions = EventExtensions.Empty;
        for (var i = random.Next(4); i > 0; i--)
        {
            extensions = extensions.With("ext" + random.Next(100), random.Next(3) switch
            {
                0 => EventAttributeValue.FromBoolean(random.Next(2) == 0),
                1 => EventAttributeValue.FromNumber(random.Next(int.MinValue, int.MaxValue)),
                _ => EventAttributeValue.FromText(Text(random)),
            });
        }
        return new()
        {
            Id = "i" + Text(random),
            Source = random.Next(2) == 0 ? "/a/b%20c" : "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
            Type = "com.example." + Text(random),
            Subject = random.Next(2) == 0 ? null : "s" + Text(random),
            Time = random.Next(2) == 0 ? null : new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero),
            DataSchema = random.Next(2) == 0 ? null : "https://example.org/s#1",
            Extensions = extensions,
            Data = random.Next(5) switch
            {
                0 => null,
                1 => EventData.FromText("<a>" + Text(random) + "</a>", "application/xml"),
                2 => EventData.FromBytes(new byte[] { 0, 255, (byte)random.Next(256) }, "application/octet-stream"),
                3 => EventData.FromJson("null"u8.ToArray()),
                _ => EventData.FromJson(Encoding.UTF8.GetBytes(JsonTree.Random(random, 3).Write(random)), "application/vnd.example+json; charset=utf-8"),
            },
        };
    }

    private static byte[] Example(string name) => File.ReadAllBytes(Path.Combine(Shared.Root, "schemas", name, "1.0.0.examples", "valid", "minimal.json"));

    private static string Text(Random random)
    {
        string[] parts = ["a", " ", "\"", "%", "%41", "\\", "é", "€", "😀", "=", ",", "'", "{", "~", "\u00a0"];
        return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => parts[random.Next(parts.Length)]));
    }
}
