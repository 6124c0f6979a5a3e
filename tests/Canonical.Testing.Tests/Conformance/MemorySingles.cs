using System.Text.Json;

using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing.Tests;

/// <summary>The roles of single records over a <see cref="MemorySystem"/>, right but for its flaw. A row's name holds name and industry, as <c>name/industry</c>.</summary>
internal sealed class MemorySingles(MemorySystem system) : IRecordReader<Customer>, IDeleteSink<Customer>, IPatchSink<Customer>
{
    private static readonly RecordIssue Why = new() { Code = "CON1013", Kind = IssueKind.NotFound, Message = "It is not there." };

    public async Task<SourceItem<Customer>?> ReadOneAsync(string nativeId, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (system.Name(nativeId) is not { } name)
            return Has(Flaw.MissingThrows) ? throw new ConnectorException("CON1009", IssueKind.NotFound, "Gone.") : Has(Flaw.MissingIsAnItem) ? new SourceItem<Customer> { Source = Source(nativeId), Issues = [Why] } : null;
        string id = Has(Flaw.AnotherRecordGiven) ? "C0" : nativeId;
        return name == "bad"
            ? new SourceItem<Customer> { Source = Source(id), Issues = [Why] }
            : new SourceItem<Customer> { Source = Source(id), Value = MemorySystem.Make(id, Has(Flaw.OneDiffers) ? "another" : name) };
    }

    public async Task<WriteOutcome> DeleteAsync(string nativeId, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (system.Name(nativeId) is not { } name)
            return Has(Flaw.GoneIsRejected) ? WriteOutcome.Rejected(Why) : new WriteOutcome { Kind = WriteOutcomeKind.Unchanged };
        if (!Has(Flaw.DeletionDoesNothing))
            system.Put(nativeId, name, deleted: true);
        return new WriteOutcome { Kind = !system.LosesAnswers ? WriteOutcomeKind.Deleted : Has(Flaw.LostDeletionIsRetryable) ? WriteOutcomeKind.Retryable : WriteOutcomeKind.Unknown };
    }

    public async Task<WriteOutcome> PatchAsync(PatchRequest<Customer> request, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        using JsonDocument patch = JsonDocument.Parse(request.MergePatch);
        if (patch.RootElement.ValueKind != JsonValueKind.Object)
            return Has(Flaw.ArrayIsTaken) ? new WriteOutcome { Kind = WriteOutcomeKind.Unchanged } : throw new ArgumentException("No object.", nameof(request));
        if (system.Name(request.NativeId) is not { } known)
        {
            if (!Has(Flaw.MissingIsMade))
                return WriteOutcome.Rejected(Why);
            known = "/";
        }

        string[] parts = known.Split('/');
        string[] members = ["name", "industry"];
        for (int i = 0; i < members.Length; i++)
        {
            if (!patch.RootElement.TryGetProperty(members[i], out JsonElement value))
                parts[i] = Has(Flaw.AbsentIsCleared) ? "" : parts[i];
            else if (value.ValueKind != JsonValueKind.Null || !Has(Flaw.NullIsIgnored))
                parts[i] = value.GetString() ?? "";
        }

        system.Put(request.NativeId, string.Join('/', parts));
        return !system.LosesAnswers ? new WriteOutcome { Kind = WriteOutcomeKind.Updated } : Has(Flaw.LostPatchIsRejected) ? WriteOutcome.Rejected(Why) : new WriteOutcome { Kind = WriteOutcomeKind.Unknown };
    }

    private static SourceRef Source(string id) => new() { System = "memory", Instance = "one", ObjectType = "Client", RecordId = id };

    private bool Has(Flaw flaw) => system.Flaw == flaw;
}
