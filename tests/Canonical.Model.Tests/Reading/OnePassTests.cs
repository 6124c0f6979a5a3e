using System.Buffers;
using System.Text;

namespace Canonical.Model.Tests;

// What the differential test does not say: where unknown members go, what is allocated, how segments are read and what a writer's mistakes become.
public sealed class OnePassTests
{
    private static readonly byte[] Entry = Read("time-entry", "minimal.json");

    [Fact]
    public void ToUtf8Bytes_UnknownMembersAnywhere_StandBehindTheMemberThatTheyFollowed()
    {
        var text = ("{\"first\":0," + Encoding.UTF8.GetString(Entry)[1..])
            .Replace(",\"status\"", ",\"afterSources\":[1, 2],\"more\":{},\"status\"", StringComparison.Ordinal).Replace("\"recordId\"", "\"inside\":1,\"recordId\"", StringComparison.Ordinal);
        text = text[..^1] + ",\"last\":null}";

        Assert.True(TimeEntry.TryRead(Encoding.UTF8.GetBytes(text), out var entry, out var report), report.ToString());

        Assert.Equal(text, Encoding.UTF8.GetString(entry.ToUtf8Bytes()));
        Assert.Equal(["first", "afterSources", "more", "last"], entry.UnknownMembers.Select(m => m.Name));
    }

    [Fact]
    public void Equals_UnknownMembersAtOtherPlaces_IsTrue()
    {
        var first = Encoding.UTF8.GetBytes("{\"later\":0," + Encoding.UTF8.GetString(Entry)[1..]);
        var last = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Entry)[..^1] + ",\"later\":0}");

        Assert.True(TimeEntry.TryRead(first, out var one, out _));
        Assert.True(TimeEntry.TryRead(last, out var other, out _));

        Assert.Equal(one, other);
        Assert.Equal(one.ComputeFingerprint(), other.ComputeFingerprint());
    }

    // The texts, the object, its list and its parts; nothing on the way.
    [Fact]
    public void TryRead_ValidDocument_AllocatesTheObjectsAlone()
    {
        Assert.True(TimeEntry.TryRead(Entry, out var entry, out _));
        Measure(() => TimeEntry.TryRead(Entry, out _, out _));
        Measure(() => Copy(entry));

        Assert.Equal(Measure(() => Copy(entry)), Measure(() => TimeEntry.TryRead(Entry, out _, out _)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void TryRead_Segments_GivesTheSameObject(int size)
    {
        Assert.True(TimeEntry.TryRead(Entry, out var whole, out _));

        Assert.True(TimeEntry.TryRead(Segments(Entry, size), out var entry, out var report), report.ToString());
        Assert.Equal(whole, entry);
        Assert.False(TimeEntry.TryRead(Segments(Entry[..^1], size), out _, out report));
        Assert.Equal(TimeEntry.Contract.Schema.Validate(Entry.AsSpan(0, Entry.Length - 1)).Errors, report.Errors);
    }

    [Fact]
    public void TryRead_LargerThanTheStack_IsRead()
    {
        Assert.True(TimeEntry.TryRead(Entry, out var entry, out _));
        var large = entry with { NotesInternal = string.Concat(Enumerable.Repeat("a\"å\n", 2_000)) };

        Assert.True(TimeEntry.TryRead(large.ToUtf8Bytes(), out var again, out var report), report.ToString());

        Assert.Equal(large, again);
    }

    [Fact]
    public void WriteTo_EveryWay_GivesTheSameBytes()
    {
        Assert.True(TimeEntry.TryRead(Entry, out var entry, out _));
        var buffer = new ArrayBufferWriter<byte>();
        using var stream = new MemoryStream();

        entry.WriteTo(buffer);
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream)) entry.WriteTo(writer);

        Assert.Equal(entry.ToUtf8Bytes(), buffer.WrittenSpan.ToArray());
        Assert.Equal(entry.ToUtf8Bytes(), stream.ToArray());
    }

    [Fact]
    public void Validate_WhatNoTextCanSay_IsRefusedLikeAnyOtherMistake()
    {
        Assert.True(TimeEntry.TryRead(Entry, out var entry, out _));

        Assert.False((entry with { NotesInternal = "half \ud83d" }).Validate().IsValid);
        Assert.Contains((entry with { SourceRefs = null! }).Validate().Errors, e => e.InstancePath == "/sourceRefs");
        Assert.Contains((entry with { SourceRefs = [null!] }).Validate().Errors, e => e.InstancePath == "/sourceRefs/0");
        Assert.Contains((entry with { UnknownMembers = JsonMembers.Parse("""{"id":1}"""u8) }).Validate().Errors, e => e.Code == Canonical.Schema.SchemaCodes.DuplicateProperty);
    }

    [Fact]
    public void ValidateForWriting_MemberThatTheVersionDoesNotKnow_IsRefusedAtItsPlace()
    {
        Assert.True(TimeEntry.TryRead(Entry, out var entry, out _));
        Assert.True(entry.ValidateForWriting().IsValid);

        var later = entry with { UnknownMembers = JsonMembers.Parse("""{"later":1}"""u8), SourceRefs = [entry.SourceRefs[0] with { UnknownMembers = JsonMembers.Parse("""{"inside":1}"""u8) }] };

        Assert.True(later.Validate().IsValid);
        Assert.Equal(["/later", "/sourceRefs/0/inside"], later.ValidateForWriting().Errors.Select(e => e.InstancePath).Order(StringComparer.Ordinal));
        Assert.True((entry with { Extensions = JsonMembers.Parse("""{"acme":{"anything":1}}"""u8) }).ValidateForWriting().IsValid);
    }

    [Fact]
    public void Reference_ToAnObjectOfOneType_ConvertsBothWays()
    {
        var id = CanonicalId.Derive("acme", "customer", "salesforce", "one", "1");
        var reference = new Reference<Customer>(id);

        Assert.Equal(new ObjectReference(id, "customer"), reference.ToObjectReference());
        Assert.Equal(reference, reference.ToObjectReference().As<Customer>());
        Assert.Null(reference.ToObjectReference().As<Project>());
    }

    private static TimeEntry Copy(TimeEntry entry)
    {
        var source = entry.SourceRefs[0];
        return new()
        {
            Id = entry.Id,
            ContractId = entry.ContractId,
            SourceRefs = (SourceRef[])[new() { System = source.System, Instance = source.Instance, ObjectType = source.ObjectType, RecordId = Fresh(source.RecordId) }],
            Status = entry.Status,
            ObservedAt = entry.ObservedAt,
            Resource = entry.Resource,
            Project = entry.Project,
            WorkDate = entry.WorkDate,
            Duration = entry.Duration,
            Billable = entry.Billable,
            State = entry.State,
        };
    }

    private static string Fresh(string text) => new(text.AsSpan());

    private static long Measure(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ReadOnlySequence<byte> Segments(byte[] json, int size)
    {
        Segment? first = null, last = null;
        for (var at = 0; at < json.Length; at += size)
        {
            var next = new Segment(json.AsMemory(at, Math.Min(size, json.Length - at)), last);
            first ??= next;
            last = next;
        }
        return new(first!, 0, last!, last!.Memory.Length);
    }

    private static byte[] Read(string name, string file) => Encoding.UTF8.GetBytes(System.Text.Json.Nodes.JsonNode.Parse(Examples.Read(name, "valid", file))!.ToJsonString());

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
