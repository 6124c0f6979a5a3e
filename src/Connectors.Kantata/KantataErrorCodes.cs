namespace Connectors.Kantata;

/// <summary>The permanent codes of this connector: <c>KAN1…</c> for a call that failed, <c>KAN2…</c> for one record. Listed with remedies in <c>docs/errors/kantata.md</c>.</summary>
public static class KantataErrorCodes
{
    /// <summary>The user of the token lacks a permission (403).</summary>
    public const string Forbidden = "KAN1001";

    /// <summary>The record does not exist, or a default filter hides it (404).</summary>
    public const string NotFound = "KAN1002";

    /// <summary>Kantata refuses the values of the request (422); each reason is in <see cref="KantataRequestException.Errors"/>.</summary>
    public const string Validation = "KAN1003";

    /// <summary>The request is malformed or lacks a parameter (400).</summary>
    public const string BadRequest = "KAN1004";

    /// <summary>Kantata is not available: 5xx, search down, or its limit of three minutes.</summary>
    public const string Unavailable = "KAN1005";

    /// <summary>The answer is not a Brainstem envelope.</summary>
    public const string NotAnEnvelope = "KAN1006";

    /// <summary>Too many records were deleted while the list was read: the read must start afresh.</summary>
    public const string ListMoved = "KAN1007";

    /// <summary>The continuation was not made by this source with this query.</summary>
    public const string BadContinuation = "KAN1008";

    /// <summary>The results name a record that the answer does not hold.</summary>
    public const string RecordMissing = "KAN2001";

    /// <summary>An amount in subunits cannot be turned into money.</summary>
    public const string UnusableAmount = "KAN2002";

    /// <summary>A member that is expected is absent, not null: the user of the token may not see it.</summary>
    public const string NotVisible = "KAN2003";

    /// <summary>Several groups of a workspace are companies and none is its primary one.</summary>
    public const string AmbiguousCustomer = "KAN2004";
}
