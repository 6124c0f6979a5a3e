using System.Buffers.Binary;
using System.Diagnostics;

using Canonical.Model;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;

namespace Canonical.Sync;

/// <summary>
/// Sends accepted postings and writes down what became of them, and finds out about those whose outcome was lost.
/// The order of the steps is the point: what the ledger says last is what all else follows from.
/// </summary>
internal sealed class PostingSender<T>(ISink<T> sink, ISyncStore store, SyncRunOptions<T> options, SyncTarget target, TimeProvider clock, ILogger logger)
    where T : class, ICanonicalObject<T>
{
    /// <summary>The target asked for a pause: nothing is sent before this instant, so that one 429 does not become a hundred.</summary>
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;

    public async Task<SyncItemResult> SendAsync(ItemStep step, T value, Posting posting, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < _pausedUntil)
            return step.End(SyncOutcome.Deferred, SyncErrorCodes.TargetPaused, posting: posting, notBefore: _pausedUntil);
        if (await store.Postings.TryBeginSendAsync(posting.Key, options.LeaseDuration, cancellationToken).ConfigureAwait(false) is not { } lease)
            return step.End(SyncOutcome.Deferred, SyncErrorCodes.NotYetDue, posting: posting, notBefore: posting.NotBefore);

        using Activity? activity = SyncTelemetry.StartPost(ItemMover<T>.ObjectType, target.Name);
        var request = new WriteRequest<T>(value, posting.Key);
        step.Posts++;
        WriteOutcome outcome;
        try
        {
            outcome = await sink.UpsertAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException exception) when (exception.Kind is IssueKind.Authentication or IssueKind.Configuration)
        {
            // By the sink's contract nothing was written. The run ends, since every other record would fare the same.
            await store.Postings.CompleteAsync(lease, PostingOutcome.Retry(notBefore: null, exception.Code), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (ConnectorException exception) when (exception.Kind == IssueKind.Throttled || exception.Code is ConnectorErrorCodes.CircuitOpen or ConnectorErrorCodes.TooManyCalls)
        {
            // Each of these says that the call was not sent, or that the target turned it away unread.
            outcome = new WriteOutcome { Kind = WriteOutcomeKind.Retryable, RetryAfter = exception.RetryAfter, Issues = [exception.ToIssue()], VendorRequestId = exception.VendorRequestId };
        }
        catch (ConnectorException exception) when (exception.Kind is IssueKind.Transient or IssueKind.UnknownOutcome)
        {
            outcome = new WriteOutcome { Kind = WriteOutcomeKind.Unknown, Issues = [exception.ToIssue()], VendorRequestId = exception.VendorRequestId };
        }
        catch (Exception)
        {
            // A cancelled call or a defect in the sink: the request may have gone out. That must be on the disk whatever happens next.
            await store.Postings.CompleteAsync(lease, PostingOutcome.InDoubt(SyncErrorCodes.OutcomeUnknown), CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        // From here on the target has been asked: the outcome is recorded even when the caller gives up.
        cancellationToken = CancellationToken.None;
        activity?.SetTag(SyncTelemetry.OutcomeTag, outcome.Kind.ToString());
        return outcome.Kind switch
        {
            WriteOutcomeKind.Rejected => await RejectedAsync(step, posting, lease, outcome, cancellationToken).ConfigureAwait(false),
            WriteOutcomeKind.Retryable => await RetryableAsync(step, posting, lease, outcome, cancellationToken).ConfigureAwait(false),
            WriteOutcomeKind.Unknown => await UnknownAsync(step, value, posting, lease, outcome, cancellationToken).ConfigureAwait(false),
            _ => await AppliedAsync(step, posting, lease, outcome, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Ends the doubt about a posting by looking at the target.</summary>
    /// <returns>True when it took effect, false when it did not and may be sent, null when that is still open.</returns>
    public async Task<bool?> SettleAsync(ItemStep step, T value, Posting posting, CancellationToken cancellationToken)
    {
        ReadBack found;
        step.ReadBacks++;
        try
        {
            found = await sink.ReadBackAsync(new WriteRequest<T>(value, posting.Key), cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException exception) when (exception.Kind is not (IssueKind.Authentication or IssueKind.Configuration))
        {
            return null;
        }

        if (found.Matches)
        {
            bool shared = await LinkAsync(step, posting, found.NativeId, cancellationToken).ConfigureAwait(false);
            await store.Postings.ResolveAsync(posting.Key, PostingOutcome.Applied(found.NativeId), cancellationToken).ConfigureAwait(false);
            if (!shared)
                await CloseLetterAsync(step, cancellationToken).ConfigureAwait(false);
            return true;
        }

        // Absent now is not absent for good: a request that timed out may still be at work inside the target.
        if (clock.GetUtcNow() - posting.UpdatedAt < options.DoubtWait)
            return null;
        await store.Postings.ResolveAsync(posting.Key, PostingOutcome.Retry(notBefore: null), cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Closes the open letter of the item's lane, since it went through. A letter about a shared target record stays for a person.</summary>
    public async Task CloseLetterAsync(ItemStep step, CancellationToken cancellationToken)
    {
        if (await store.DeadLetters.FindOpenAsync(step.Lane, cancellationToken).ConfigureAwait(false) is { Entry.Stage: not DeadLetterStage.Link } letter)
            await store.DeadLetters.CloseAsync(letter.Id, DeadLetterState.Resolved, "a later version of the record went through", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the open letter of a lane whose target holds the record already. A lane has one open letter, so a refusal may stand where a letter about a
    /// shared target record stood: as long as the crosswalk gives that record to another object, that letter comes back instead.
    /// </summary>
    public async Task CloseLetterOfUnchangedAsync(ItemStep step, Posting posting, CancellationToken cancellationToken)
    {
        if (await store.DeadLetters.FindOpenAsync(step.Lane, cancellationToken).ConfigureAwait(false) is not { Entry.Stage: not DeadLetterStage.Link })
            return;
        if (posting.TargetId is { Length: > 0 } nativeId
            && await store.Crosswalk.FindAsync(target.Native(options.Tenant, ItemMover<T>.ObjectType, nativeId), cancellationToken).ConfigureAwait(false) is { } holder
            && holder.CanonicalId != posting.Subject)
            await AddSharedLetterAsync(step, posting, nativeId, holder, cancellationToken).ConfigureAwait(false);
        else
            await CloseLetterAsync(step, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SyncItemResult> AppliedAsync(ItemStep step, Posting posting, PostingLease lease, WriteOutcome outcome, CancellationToken cancellationToken)
    {
        // The link goes first: were it the last step, a crash before it would leave an applied posting that no run comes back to.
        bool shared = await LinkAsync(step, posting, outcome.NativeId, cancellationToken).ConfigureAwait(false);
        if (!await store.Postings.CompleteAsync(lease, PostingOutcome.Applied(outcome.NativeId, outcome.VendorRequestId), cancellationToken).ConfigureAwait(false))
            return LeaseLost(step, posting);
        if (!shared)
            await CloseLetterAsync(step, cancellationToken).ConfigureAwait(false);

        SyncOutcome ended = outcome.Kind switch
        {
            WriteOutcomeKind.Created => SyncOutcome.Created,
            WriteOutcomeKind.Updated => SyncOutcome.Updated,
            WriteOutcomeKind.Unchanged => SyncOutcome.Unchanged,
            _ => SyncOutcome.Applied,
        };
        return step.End(ended, shared ? SyncErrorCodes.TargetRecordShared : null, outcome.Issues is [] ? null : outcome.Issues, posting, outcome.NativeId);
    }

    private async Task<SyncItemResult> RejectedAsync(ItemStep step, Posting posting, PostingLease lease, WriteOutcome outcome, CancellationToken cancellationToken)
    {
        // The letter goes first: a posting that is rejected without a letter would be a record that stopped and that nobody sees.
        IssueKind kind = outcome.Issues is [var first, ..] ? first.Kind : IssueKind.BusinessRule;
        await store.DeadLetters.AddAsync(
            step.Letter(SyncErrorCodes.RejectedByTarget, DeadLetterStage.Write, kind, outcome.Issues, T.Contract, posting),
            cancellationToken).ConfigureAwait(false);
        return await store.Postings.CompleteAsync(lease, PostingOutcome.Rejected(CodeOf(outcome, SyncErrorCodes.RejectedByTarget), outcome.VendorRequestId), cancellationToken).ConfigureAwait(false)
            ? step.End(SyncOutcome.Rejected, SyncErrorCodes.RejectedByTarget, outcome.Issues, posting)
            : LeaseLost(step, posting);
    }

    private async Task<SyncItemResult> RetryableAsync(ItemStep step, Posting posting, PostingLease lease, WriteOutcome outcome, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset notBefore = now + (outcome.RetryAfter ?? DelayAfter(posting.Key, lease.Token));
        if (outcome.RetryAfter is { } pause && outcome.Issues.Any(issue => issue.Kind == IssueKind.Throttled))
            _pausedUntil = now + pause;
        string code = CodeOf(outcome, SyncErrorCodes.NotYetDue);
        return await store.Postings.CompleteAsync(lease, PostingOutcome.Retry(notBefore, code, outcome.VendorRequestId), cancellationToken).ConfigureAwait(false)
            ? step.End(SyncOutcome.Deferred, SyncErrorCodes.NotYetDue, outcome.Issues, posting, notBefore: notBefore)
            : LeaseLost(step, posting);
    }

    private async Task<SyncItemResult> UnknownAsync(ItemStep step, T value, Posting posting, PostingLease lease, WriteOutcome outcome, CancellationToken cancellationToken)
    {
        SyncTelemetry.CountUnknown(ItemMover<T>.ObjectType, target.Name);
        if (!await store.Postings.CompleteAsync(lease, PostingOutcome.InDoubt(CodeOf(outcome, SyncErrorCodes.OutcomeUnknown), outcome.VendorRequestId), cancellationToken).ConfigureAwait(false))
            return LeaseLost(step, posting);

        // The target may tell at once. If it does not, the next run asks again; nothing is sent in between.
        Posting doubtful = posting with { State = PostingState.InDoubt, UpdatedAt = clock.GetUtcNow() };
        return await SettleAsync(step, value, doubtful, cancellationToken).ConfigureAwait(false) switch
        {
            true => step.End(SyncOutcome.Applied, posting: posting),
            false => step.End(SyncOutcome.Deferred, SyncErrorCodes.NotYetDue, outcome.Issues, posting),
            null => step.End(SyncOutcome.InDoubt, SyncErrorCodes.OutcomeUnknown, outcome.Issues, posting),
        };
    }

    /// <summary>Links the target's record to the canonical object.</summary>
    /// <returns>True when the record belongs to another canonical object, for which a letter was opened.</returns>
    private async Task<bool> LinkAsync(ItemStep step, Posting posting, string? nativeId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(nativeId))
            return false;
        EntityKey native = target.Native(options.Tenant, ItemMover<T>.ObjectType, nativeId);
        CrosswalkLinkResult result = await store.Crosswalk.LinkAsync(native, posting.Subject, CrosswalkOrigin.Write, cancellationToken).ConfigureAwait(false);
        if (result.Outcome != CrosswalkLinkOutcome.Conflict)
            return false;
        await AddSharedLetterAsync(step, posting, nativeId, result.Link, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task AddSharedLetterAsync(ItemStep step, Posting posting, string nativeId, CrosswalkLink holder, CancellationToken cancellationToken)
    {
        var issue = new RecordIssue
        {
            Code = SyncErrorCodes.TargetRecordShared,
            Kind = IssueKind.Conflict,
            Message = $"{target.Name} record {nativeId} already is canonical object {holder.CanonicalId}; both wrote the same record",
            Remedy = "Find out which of the two the record is, correct the external id of the other in the target, and relink it in the crosswalk.",
        };
        await store.DeadLetters.AddAsync(
            step.Letter(SyncErrorCodes.TargetRecordShared, DeadLetterStage.Link, IssueKind.Conflict, [issue], T.Contract, posting),
            cancellationToken).ConfigureAwait(false);
    }

    private SyncItemResult LeaseLost(ItemStep step, Posting posting)
    {
        SyncTelemetry.CountFenced(ItemMover<T>.ObjectType, target.Name);
        Log.LeaseLost(logger, target.Name, posting.Key);
        return step.End(SyncOutcome.InDoubt, SyncErrorCodes.LeaseLost, posting: posting);
    }

    // Between half and all of the exponential delay. The spread comes from the key, which is a hash: the same on every machine, other for every posting.
    private TimeSpan DelayAfter(IdempotencyKey key, long attempt)
    {
        double longest = Math.Min(options.MaxRetryDelay.TotalSeconds, options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        Span<byte> bytes = stackalloc byte[16];
        key.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        double spread = BinaryPrimitives.ReadUInt32BigEndian(bytes) / (uint.MaxValue + 1.0);
        return TimeSpan.FromSeconds(longest * (0.5 + (spread / 2)));
    }

    private static string CodeOf(WriteOutcome outcome, string otherwise) => outcome.Issues is [var first, ..] ? first.Code : otherwise;
}
