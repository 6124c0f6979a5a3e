using Connectors.Abstractions;

namespace Canonical.Sync;

/// <summary>
/// Looks whether what an object refers to has reached the target. It asks the store and not the memory of the run, so that the answer is the
/// same when the customers moved yesterday and the projects move today.
/// </summary>
internal sealed class DependencyCheck(ISyncStore store, string tenant, SyncTarget target)
{
    public async Task<Refusal?> FindObstacleAsync(IEnumerable<SyncDependency> dependencies, CancellationToken cancellationToken)
    {
        Refusal? wait = null;
        foreach (SyncDependency dependency in dependencies)
        {
            Refusal? obstacle = await FindObstacleAsync(dependency, cancellationToken).ConfigureAwait(false);

            // A refusal tells more than a wait: one missing customer is not mended by another's arrival.
            if (obstacle is { Outcome: SyncOutcome.Refused })
                return obstacle;
            wait ??= obstacle;
        }

        return wait;
    }

    private async Task<Refusal?> FindObstacleAsync(SyncDependency dependency, CancellationToken cancellationToken)
    {
        var letters = new DeadLetterFilter { Tenant = tenant, Target = target.Name, Subject = dependency.Id, State = DeadLetterState.Open };
        await foreach (DeadLetter letter in store.DeadLetters.ListAsync(letters, cancellationToken).ConfigureAwait(false))
        {
            // A record that took effect in a shared target record is there; that letter is about whose it is.
            if (letter.Entry.Stage == DeadLetterStage.Link)
                continue;
            string reason = letter.Entry.Issues is [var first, ..] ? first.Message : letter.Entry.Code;
            return Refuse(SyncOutcome.Refused, SyncErrorCodes.DependencyRefused, dependency, $"{dependency.Role} was refused: {reason}", $"Mend the {dependency.Role}; this record then goes with the next run.");
        }

        bool underWay = false;
        var postings = new PostingFilter { Tenant = tenant, Target = target.Name, Subject = dependency.Id };
        await foreach (Posting posting in store.Postings.ListAsync(postings, cancellationToken).ConfigureAwait(false))
        {
            if (posting.State == PostingState.Applied)
                return null;
            underWay |= posting.State is PostingState.Pending or PostingState.Sending or PostingState.InDoubt;
        }

        IReadOnlyList<CrosswalkLink> links = await store.Crosswalk.FindAsync(tenant, dependency.Id, cancellationToken).ConfigureAwait(false);
        if (links.Any(link => target.Holds(link, dependency.ObjectType)))
            return null;

        return underWay
            ? Refuse(SyncOutcome.Deferred, SyncErrorCodes.DependencyUnderway, dependency, $"{dependency.Role} has not reached {target.Name} yet", remedy: null)
            : Refuse(SyncOutcome.Refused, SyncErrorCodes.DependencyMissing, dependency, $"{dependency.Role} was never sent to {target.Name}", $"Read the {dependency.Role} before this record, or link it in the crosswalk when {target.Name} already holds it.");
    }

    private static Refusal Refuse(SyncOutcome outcome, string code, SyncDependency dependency, string message, string? remedy) => new(
        outcome,
        DeadLetterStage.Resolve,
        new RecordIssue { Code = code, Kind = IssueKind.BusinessRule, Message = message, Path = dependency.Path, Remedy = remedy });
}
