using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Canonical.Model;

// What a rate card of major 1 says and one of major 2 has no member for: kept in its extensions.
internal sealed record V1OnlyMembers
{
    public ContractId? Contract { get; private init; }

    public CanonicalId? Customer { get; private init; }

    public CanonicalId? Project { get; private init; }

    public DateOnly? ValidTo { get; private init; }

    /// <summary>Whether the card had the member extensions, though empty.</summary>
    public bool HadExtensions { get; private init; }

    public bool IsEmpty => Contract is null && Customer is null && Project is null && ValidTo is null;

    public IEnumerable<ConversionLoss> Losses
    {
        get
        {
            const string reason = "Major 2 has no such member, and extensions have no room for it.";
            if (Contract is not null) yield return new("/contract", LossEntryChange.Dropped, reason);
            if (Customer is not null) yield return new("/customer", LossEntryChange.Dropped, reason);
            if (Project is not null) yield return new("/project", LossEntryChange.Dropped, reason);
            if (ValidTo is not null) yield return new("/validTo", LossEntryChange.Dropped, reason);
        }
    }

    public static V1OnlyMembers Of(V1.RateCard card) => new()
    {
        Contract = card.ContractId == V1.RateCard.Contract.Id ? null : card.ContractId,
        Customer = card.Scope == V1.RateCardScope.Customer ? null : card.Customer?.Id,
        Project = card.Scope == V1.RateCardScope.Project ? null : card.Project?.Id,
        // The day after the last day of the calendar cannot be said.
        ValidTo = card.ValidTo == DateOnly.MaxValue ? card.ValidTo : null,
        HadExtensions = card.Extensions is not null,
    };

    /// <summary>Reads what was kept; whatever somebody else put there is not looked at.</summary>
    public static V1OnlyMembers Read(ReadOnlyMemory<byte> utf8Json)
    {
        if (utf8Json.IsEmpty) return new();
        using var json = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
        var root = json.RootElement;
        return new()
        {
            // Others write extensions too: what no card of major 1 can say was not kept by us.
            Contract = ContractId.TryParse(Text("contract"), out var contract) && contract.Name == V1.RateCard.Contract.Id.Name && contract.Version.Major == 1 ? contract : null,
            Customer = CanonicalId.TryParse(Text("customer"), out var customer) ? customer : null,
            Project = CanonicalId.TryParse(Text("project"), out var project) ? project : null,
            ValidTo = DateOnly.TryParseExact(Text("validTo"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var validTo) && validTo == DateOnly.MaxValue ? validTo : null,
            HadExtensions = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("extensions", out var had) && had.ValueKind == JsonValueKind.True,
        };

        string? Text(string name) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    public byte[] ToUtf8Bytes()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (Contract is { } contract) writer.WriteString("contract"u8, contract.ToString());
            if (Customer is { } customer) writer.WriteString("customer"u8, customer.ToString());
            if (Project is { } project) writer.WriteString("project"u8, project.ToString());
            if (ValidTo is { } validTo) writer.WriteString("validTo"u8, validTo.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (HadExtensions) writer.WriteBoolean("extensions"u8, value: true);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
