using Canonical.Model;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;

namespace Canonical.Sync;

/// <summary>
/// Takes one item through its steps. Each step is written down before the next begins, and each can be done again: a process that dies between
/// any two of them leaves a state from which the next run goes on without a second effect.
/// </summary>
internal sealed class ItemMover<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Asking the ledger, ending a doubt and asking again is two rounds; more means that somebody works in the same lane.</summary>
    private const int MaxRounds = 4;

    private readonly ISyncStore _store;
    private readonly SyncRunOptions<T> _options;
    private readonly SyncTarget _target;
    private readonly TimeProvider _clock;
    private readonly DependencyCheck _dependencies;
    private readonly IdentityCheck<T> _identity;
    private readonly PostingSender<T> _sender;

    public ItemMover(ISink<T> sink, ISyncStore store, SyncRunOptions<T> options, SyncTarget target, TimeProvider clock, ILogger logger)
    {
        _store = store;
        _options = options;
        _target = target;
        _clock = clock;
        _dependencies = new DependencyCheck(store, options.Tenant, target);
        _identity = new IdentityCheck<T>(store, options.Tenant, ObjectType, options.DuplicateRules);
        _sender = new PostingSender<T>(sink, store, options, target, clock, logger);
    }

    public static string ObjectType => T.Contract.Id.Name;

    public async Task<SyncItemResult> MoveAsync(SourceItem<T> item, CancellationToken cancellationToken)
    {
        var entity = new EntityKey(_options.Tenant, ObjectType, item.Source.System, item.Source.Instance, item.Source.RecordId);
        var step = new ItemStep(item.Source, new PostingLane(entity, _target.Name, _options.Purpose), item.Issues);
        if (!item.IsMapped)
        {
            step.Subject = _options.Identify is { } identify ? identify(item.Source) : CanonicalId.Derive(entity);
            SyncTelemetry.CountMappingFailure(ObjectType, item.Issues);
            return await RefuseAsync(step, NotMapped(item), cancellationToken).ConfigureAwait(false);
        }

        T value = item.Value;
        step.Subject = value.Id;
        step.Payload = value.ToUtf8Bytes();

        if (_options.DependsOn is { } dependsOn
            && await _dependencies.FindObstacleAsync(dependsOn(value), cancellationToken).ConfigureAwait(false) is { } obstacle)
        {
            return obstacle.Outcome == SyncOutcome.Deferred
                ? step.End(SyncOutcome.Deferred, obstacle.Issue.Code, [obstacle.Issue])
                : await RefuseAsync(step, obstacle, cancellationToken).ConfigureAwait(false);
        }

        if (await _identity.ClaimAsync(item.Source, value, cancellationToken).ConfigureAwait(false) is { } refusal)
            return await RefuseAsync(step, refusal, cancellationToken).ConfigureAwait(false);

        SyncItemResult result = await PostAsync(step, value, cancellationToken).ConfigureAwait(false);
        if (result is { Posts: > 0, Outcome: SyncOutcome.Created or SyncOutcome.Updated or SyncOutcome.Applied } && value.SourceUpdatedAt is { } changed)
            SyncTelemetry.RecordLag(ObjectType, _target.Name, _clock.GetUtcNow() - changed);
        return result;
    }

    public async Task<SyncItemResult> ResumeAsync(Posting posting, CancellationToken cancellationToken)
    {
        SourceRef source = ItemStep.SourceOf(posting);
        var step = new ItemStep(source, posting.Lane, []) { Subject = posting.Subject, Payload = posting.Payload };
        if (T.TryRead(posting.Payload.Span, out T? value, out _))
            return await PostAsync(step, value, cancellationToken).ConfigureAwait(false);

        // Written by another version of the contract: only the source can give it again.
        var issue = new RecordIssue
        {
            Code = SyncErrorCodes.PayloadUnreadable,
            Kind = IssueKind.Configuration,
            Message = "the stored payload does not follow the contract that this version reads",
            Remedy = "Read the record from its source again.",
        };
        return step.End(posting.State == PostingState.Pending ? SyncOutcome.Deferred : SyncOutcome.InDoubt, issue.Code, [issue], posting);
    }

    private async Task<SyncItemResult> PostAsync(ItemStep step, T value, CancellationToken cancellationToken)
    {
        var request = new PostingRequest
        {
            Lane = step.Lane,
            Subject = value.Id,
            Operation = _options.Operation,
            Fingerprint = value.ComputeFingerprint(),
            Payload = step.Payload,
        };

        bool foundApplied = false;
        for (int round = 0; round < MaxRounds; round++)
        {
            PostingAcceptance acceptance = await _store.Postings.AcceptAsync(request, cancellationToken).ConfigureAwait(false);
            Posting posting = acceptance.Posting;
            switch (acceptance.Decision)
            {
                case PostingDecision.Unchanged:
                    await _sender.CloseLetterOfUnchangedAsync(step, posting, cancellationToken).ConfigureAwait(false);
                    return step.End(foundApplied ? SyncOutcome.Applied : SyncOutcome.Unchanged, posting: posting);

                case PostingDecision.New or PostingDecision.Resume:
                    return await _sender.SendAsync(step, value, posting, cancellationToken).ConfigureAwait(false);

                case PostingDecision.InFlight:
                    return step.End(SyncOutcome.Deferred, SyncErrorCodes.InFlight, posting: posting, notBefore: posting.LeaseUntil);

                case PostingDecision.StillRejected when _options.ResendRejected:
                    await _store.Postings.ReopenAsync(posting.Key, cancellationToken).ConfigureAwait(false);
                    break;

                case PostingDecision.StillRejected:
                    return await StillRejectedAsync(step, posting, cancellationToken).ConfigureAwait(false);

                case PostingDecision.InDoubt:
                    T? doubtful = request.IsSameAs(posting) ? value : Read(posting);
                    if (doubtful is null || await _sender.SettleAsync(step, doubtful, posting, cancellationToken).ConfigureAwait(false) is not { } effect)
                        return step.End(SyncOutcome.InDoubt, SyncErrorCodes.OutcomeUnknown, posting: posting);
                    foundApplied = effect && request.IsSameAs(posting);
                    break;

                default:
                    throw new SyncException(SyncErrorCodes.LedgerBroken, $"The ledger answered {acceptance.Decision}, which its contract does not know.");
            }
        }

        return step.End(SyncOutcome.Deferred, SyncErrorCodes.InFlight);
    }

    private async Task<SyncItemResult> StillRejectedAsync(ItemStep step, Posting posting, CancellationToken cancellationToken)
    {
        DeadLetter? letter = await _store.DeadLetters.FindOpenAsync(step.Lane, cancellationToken).ConfigureAwait(false);
        return step.End(SyncOutcome.Rejected, SyncErrorCodes.RejectedByTarget, letter?.Entry.Issues, posting);
    }

    private async Task<SyncItemResult> RefuseAsync(ItemStep step, Refusal refusal, CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordIssue> issues = refusal.Stage == DeadLetterStage.Map && step.Remarks.Count > 0 ? step.Remarks : [refusal.Issue];
        await _store.DeadLetters.AddAsync(step.Letter(refusal.Issue.Code, refusal.Stage, refusal.Issue.Kind, issues, T.Contract), cancellationToken).ConfigureAwait(false);
        return step.End(SyncOutcome.Refused, refusal.Issue.Code, issues);
    }

    private static Refusal NotMapped(SourceItem<T> item) => new(SyncOutcome.Refused, DeadLetterStage.Map, new RecordIssue
    {
        Code = SyncErrorCodes.NotMapped,
        Kind = item.Issues is [var first, ..] ? first.Kind : IssueKind.Validation,
        Message = "the record could not be mapped, and the source gave no reason",
    });

    private static T? Read(Posting posting) => T.TryRead(posting.Payload.Span, out T? value, out _) ? value : null;
}
