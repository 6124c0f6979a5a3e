using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Makes records for the mapping: the vendor's object as it came, and under <c>computed</c> what a document of lenses cannot work out.</summary>
internal static class KantataRecords
{
    private const string Computed = "computed";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static KantataRecord Workspace(BrainstemEnvelope envelope, BrainstemResult result) =>
        Create(envelope, result, "price_in_cents", static (writer, envelope, record, issues) =>
        {
            if (CustomerGroup(envelope, record, issues) is { } group)
                writer.WriteString("customer_group_id", group);
        });

    public static KantataRecord TimeEntry(BrainstemEnvelope envelope, BrainstemResult result) =>
        Create(envelope, result, "rate_in_cents", static (_, _, _, _) => { });

    private static KantataRecord Create(
        BrainstemEnvelope envelope, BrainstemResult result, string gated, Action<Utf8JsonWriter, BrainstemEnvelope, JsonElement, List<RecordIssue>> compute)
    {
        if (!envelope.TryGet(result.Key, result.Id, out JsonElement record))
        {
            return new KantataRecord
            {
                Id = result.Id,
                Utf8Json = default,
                Issues = [new RecordIssue
                {
                    Code = KantataErrorCodes.RecordMissing,
                    Kind = IssueKind.Transient,
                    Message = "The results name this record and the answer does not hold it.",
                    Remedy = "Read it again by its id.",
                }],
            };
        }

        List<RecordIssue> issues = [];
        if (!record.TryGetProperty(gated, out _))
        {
            issues.Add(new RecordIssue
            {
                Code = KantataErrorCodes.NotVisible,
                Kind = IssueKind.Configuration,
                VendorPath = gated,
                Message = "The member is absent, not empty: the user of the token may not see it. An amount that was there before is not known to be gone.",
                Remedy = "Give the user of the token financial access to the project, or leave the member out of what is written downstream.",
            });
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in record.EnumerateObject())
            {
                // Kantata has no such member; should it ever, one name must not stand twice.
                if (!member.NameEquals(Computed))
                    member.WriteTo(writer);
            }

            writer.WriteStartObject(Computed);
            ComputedMoney.Write(writer, record, issues);
            compute(writer, envelope, record, issues);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new KantataRecord { Id = result.Id, Utf8Json = buffer.WrittenMemory, Issues = issues };
    }

    /// <summary>A group is a customer only when it is a company; other groups are tags. The primary group goes first, else there must be exactly one company.</summary>
    private static string? CustomerGroup(BrainstemEnvelope envelope, JsonElement workspace, List<RecordIssue> issues)
    {
        if (JsonId.Read(workspace, "primary_workspace_group_id") is { } primary && IsCompany(envelope, primary))
            return primary;
        if (!workspace.TryGetProperty("workspace_group_ids", out JsonElement ids) || ids.ValueKind != JsonValueKind.Array)
            return null;
        List<string> companies = [.. ids.EnumerateArray().Select(JsonId.Read).OfType<string>().Where(id => IsCompany(envelope, id))];
        if (companies.Count > 1)
        {
            issues.Add(new RecordIssue
            {
                Code = KantataErrorCodes.AmbiguousCustomer,
                Kind = IssueKind.BusinessRule,
                VendorPath = "workspace_group_ids",
                Message = "Several groups of the workspace are companies and none of them is its primary group.",
                Remedy = "Choose the primary group of the project in Kantata.",
            });
        }

        return companies.Count == 1 ? companies[0] : null;
    }

    private static bool IsCompany(BrainstemEnvelope envelope, string groupId) =>
        envelope.TryGet("workspace_groups", groupId, out JsonElement group)
        && group.TryGetProperty("company", out JsonElement company) && company.ValueKind == JsonValueKind.True;
}
