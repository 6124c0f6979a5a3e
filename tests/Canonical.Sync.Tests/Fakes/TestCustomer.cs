using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Sync.Tests;

/// <summary>A customer with nothing but what these tests look at. Its JSON keeps the real contract, and so it is read back.</summary>
public sealed record TestCustomer : ICanonicalObject<TestCustomer>
{
    public static CanonicalContract Contract => CanonicalContracts.Get("customer");

    public required CanonicalId Id { get; init; }

    public ContractId ContractId => Contract.Id;

    public required IReadOnlyList<SourceRef> SourceRefs { get; init; }

    public RecordStatus Status => RecordStatus.Active;

    public DateTimeOffset ObservedAt => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? SourceUpdatedAt { get; init; }

    public required string Name { get; init; }

    public static bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out TestCustomer? value, out ValidationReport report)
    {
        value = null;
        report = Contract.Schema.Validate(utf8Json);
        if (!report.IsValid)
            return false;
        using JsonDocument document = JsonDocument.Parse(utf8Json.ToArray());
        JsonElement source = document.RootElement.GetProperty("sourceRefs")[0];
        value = new TestCustomer
        {
            Id = CanonicalId.Parse(document.RootElement.GetProperty("id").GetString()!),
            Name = document.RootElement.GetProperty("name").GetString()!,
            SourceRefs =
            [
                new SourceRef
                {
                    System = source.GetProperty("system").GetString()!,
                    Instance = source.GetProperty("instance").GetString()!,
                    ObjectType = source.GetProperty("objectType").GetString()!,
                    RecordId = source.GetProperty("recordId").GetString()!,
                },
            ],
        };
        return true;
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id.ToString());
        writer.WriteString("contract", Contract.Id.ToString());
        writer.WriteStartArray("sourceRefs");
        foreach (SourceRef source in SourceRefs)
            source.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteString("status", "active");
        writer.WriteString("observedAt", "2026-01-01T00:00:00Z");
        writer.WriteString("name", Name);
        writer.WriteString("kind", "organization");
        writer.WriteString("defaultCurrency", "EUR");
        writer.WriteEndObject();
    }

    public byte[] ToUtf8Bytes()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTo(writer);
        return buffer.ToArray();
    }

    public ValidationReport Validate() => Contract.Schema.Validate(ToUtf8Bytes());

    public Fingerprint ComputeFingerprint() => Fingerprint.Compute(Contract.Id, JsonSerializer.SerializeToUtf8Bytes(new { name = Name }));
}
