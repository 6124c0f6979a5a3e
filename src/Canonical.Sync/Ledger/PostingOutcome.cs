namespace Canonical.Sync;

/// <summary>What became of a posting that was sent or looked up. Made by the four named methods, one for each way it can end. Immutable and thread-safe.</summary>
public readonly record struct PostingOutcome
{
    private PostingOutcome(PostingState state, string? targetId, string? errorCode, string? vendorRequestId, DateTimeOffset? notBefore)
    {
        State = state;
        TargetId = targetId;
        ErrorCode = errorCode;
        VendorRequestId = vendorRequestId;
        NotBefore = notBefore;
    }

    /// <summary>The state that the posting takes: <see cref="PostingState.Applied"/>, <see cref="PostingState.Rejected"/>, <see cref="PostingState.Pending"/> or <see cref="PostingState.InDoubt"/>.</summary>
    public PostingState State { get; }

    /// <summary>The id that the target gave; null when it is not known.</summary>
    public string? TargetId { get; }

    /// <summary>The code of the trouble; null when there was none.</summary>
    public string? ErrorCode { get; }

    /// <summary>The target's own id of the call; null when it gave none.</summary>
    public string? VendorRequestId { get; }

    /// <summary>When it may be sent again; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>It took effect.</summary>
    /// <param name="targetId">The id that the target gave; null when it is not known.</param>
    /// <param name="vendorRequestId">The target's own id of the call.</param>
    /// <returns>The outcome.</returns>
    public static PostingOutcome Applied(string? targetId, string? vendorRequestId = null) =>
        new(PostingState.Applied, targetId, null, vendorRequestId, null);

    /// <summary>The target refused it, and would refuse it again.</summary>
    /// <param name="errorCode">The code of the first reason.</param>
    /// <param name="vendorRequestId">The target's own id of the call.</param>
    /// <returns>The outcome.</returns>
    public static PostingOutcome Rejected(string errorCode, string? vendorRequestId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorCode);
        return new(PostingState.Rejected, null, errorCode, vendorRequestId, null);
    }

    /// <summary>It certainly had no effect and may be sent again.</summary>
    /// <param name="notBefore">Not before this instant; null for at once.</param>
    /// <param name="errorCode">The code of the trouble; null when there was none.</param>
    /// <param name="vendorRequestId">The target's own id of the call.</param>
    /// <returns>The outcome.</returns>
    public static PostingOutcome Retry(DateTimeOffset? notBefore, string? errorCode = null, string? vendorRequestId = null) =>
        new(PostingState.Pending, null, errorCode, vendorRequestId, notBefore);

    /// <summary>It is not known whether it took effect.</summary>
    /// <param name="errorCode">The code of the trouble.</param>
    /// <param name="vendorRequestId">The target's own id of the call.</param>
    /// <returns>The outcome.</returns>
    public static PostingOutcome InDoubt(string errorCode, string? vendorRequestId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorCode);
        return new(PostingState.InDoubt, null, errorCode, vendorRequestId, null);
    }
}
