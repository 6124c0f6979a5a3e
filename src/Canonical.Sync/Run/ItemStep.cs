using System.Diagnostics;
using System.Security.Cryptography;

using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync;

/// <summary>What is known of the item that is being moved; it becomes the result and, when the item stops, the dead letter.</summary>
internal sealed class ItemStep(SourceRef source, PostingLane lane, IReadOnlyList<RecordIssue> remarks)
{
    public PostingLane Lane => lane;

    /// <summary>What the source had to say about the record.</summary>
    public IReadOnlyList<RecordIssue> Remarks => remarks;

    public CanonicalId? Subject { get; set; }

    public ReadOnlyMemory<byte> Payload { get; set; }

    public int Posts { get; set; }

    public int ReadBacks { get; set; }

    /// <summary>The source record of a posting, as far as the ledger knows it.</summary>
    public static SourceRef SourceOf(Posting posting) => new()
    {
        System = posting.Lane.Entity.System,
        Instance = posting.Lane.Entity.Instance,
        ObjectType = posting.Lane.Entity.ObjectType,
        RecordId = posting.Lane.Entity.SourceId,
    };

    public SyncItemResult End(
        SyncOutcome outcome,
        string? code = null,
        IReadOnlyList<RecordIssue>? issues = null,
        Posting? posting = null,
        string? nativeId = null,
        DateTimeOffset? notBefore = null) => new()
        {
            Source = source,
            Subject = Subject,
            Outcome = outcome,
            Code = code,
            Issues = issues ?? remarks,
            Key = posting?.Key,
            NativeId = nativeId ?? posting?.TargetId,
            NotBefore = notBefore,
            Posts = Posts,
            ReadBacks = ReadBacks,
        };

    public DeadLetterEntry Letter(string code, DeadLetterStage stage, IssueKind kind, IReadOnlyList<RecordIssue> issues, CanonicalContract contract, Posting? posting = null) => new()
    {
        Lane = lane,
        Subject = Subject,
        Code = code,
        Stage = stage,
        Kind = kind,
        Issues = issues,
        Contract = contract.Id.ToString(),
        PayloadHash = Payload.IsEmpty ? null : Convert.ToHexStringLower(SHA256.HashData(Payload.Span)),
        PayloadReference = source.Url ?? $"{source.System}/{source.Instance}/{source.ObjectType}/{source.RecordId}",
        PostingKey = posting?.Key,
        TraceParent = Activity.Current?.Id,
    };
}
