using System.Text.Json;
using System.Text.Json.Nodes;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>Adds the account-independent codes to records that were read, and takes them out of records to write. Thread-safe.</summary>
internal sealed class CodeTranslator(NetSuiteClient client, IReadOnlyList<CodeMember> members)
{
    /// <summary>Gives a copy of the record in which each select has its code, as far as it is known.</summary>
    public async ValueTask<byte[]> AddCodesAsync(ReadOnlyMemory<byte> utf8Record, CancellationToken cancellationToken)
    {
        JsonObject record = JsonNode.Parse(utf8Record.Span)!.AsObject();
        foreach (CodeMember member in members)
        {
            if (record[member.Select] is not JsonObject select || Id(select) is not { } id)
                continue;
            IReadOnlyDictionary<string, string> codes = await CodesAsync(member, null, cancellationToken).ConfigureAwait(false);
            if (codes.TryGetValue(id, out string? code))
                select[member.Member] = JsonNode.Parse(code);
        }

        return JsonSerialize(record);
    }

    /// <summary>Replaces each code in the record by the internal id that it has in this account.</summary>
    /// <param name="record">The record to write; changed in place.</param>
    /// <param name="cancellationToken">Ends the reading of lists.</param>
    /// <returns>What stops the write, and what is only left out: an issue each.</returns>
    public async ValueTask<(IReadOnlyList<RecordIssue> Errors, IReadOnlyList<RecordIssue> Remarks)> RemoveCodesAsync(JsonObject record, CancellationToken cancellationToken)
    {
        List<RecordIssue> issues = [];
        List<RecordIssue> remarks = [];
        foreach (CodeMember member in members)
        {
            if (record[member.Select] is not JsonObject select || select[member.Member] is not { } value)
                continue;
            string code = value.ToJsonString();
            IReadOnlyDictionary<string, string> codes = await CodesAsync(member, code, cancellationToken).ConfigureAwait(false);
            string? id = null;
            foreach ((string candidate, string known) in codes)
            {
                // Two records with one code, such as two terms of 30 days: always the one with the smaller id, so that repeated writes agree.
                if (known == code && (id is null || IsBefore(candidate, id)))
                    id = candidate;
            }

            if (id is not null)
            {
                record[member.Select] = new JsonObject { ["id"] = id };
                continue;
            }

            record.Remove(member.Select);
            if (!member.IsRequired)
            {
                remarks.Add(new RecordIssue
                {
                    Code = NetSuiteErrorCodes.CodeNotExplained,
                    Kind = IssueKind.Configuration,
                    Message = $"The options do not say which {member.Select} of the account has this {member.Member}: the field was left to NetSuite.",
                    Path = member.Pointer,
                    Remedy = "Add the account's id to the options (ProjectStages, ProjectBillingTypes).",
                });
            }
            else
            {
                issues.Add(new RecordIssue
                {
                    Code = NetSuiteErrorCodes.UnknownAccountCode,
                    Kind = IssueKind.BusinessRule,
                    Message = $"The account has no {member.ListType ?? member.Select} with this {member.Member}.",
                    Path = member.Pointer,
                    Remedy = $"Add the {member.ListType ?? member.Select} to the account, let the integration's role see it, or correct the record at its source.",
                });
            }
        }

        return (issues, remarks);
    }

    internal static byte[] JsonSerialize(JsonObject record)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            record.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static bool IsBefore(string a, string b) => a.Length != b.Length ? a.Length < b.Length : string.CompareOrdinal(a, b) < 0;

    private static string? Id(JsonObject select) => select["id"] is JsonValue value
        ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()
        : null;

    private ValueTask<IReadOnlyDictionary<string, string>> CodesAsync(CodeMember member, string? wanted, CancellationToken cancellationToken) => member.ListType is null
        ? new ValueTask<IReadOnlyDictionary<string, string>>(member.Fixed)
        : client.Account.Lists.GetAsync(client, member.ListType, member.Member, wanted, cancellationToken);
}
