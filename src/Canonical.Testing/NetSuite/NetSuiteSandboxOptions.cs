namespace Canonical.Testing;

/// <summary>How the account behind a <see cref="NetSuiteSandbox"/> is set up. Real accounts differ in exactly these points. Set before the sandbox is created; not thread-safe.</summary>
public sealed class NetSuiteSandboxOptions
{
    /// <summary>The account id when none is given.</summary>
    public const string DefaultAccountId = "1234567_SB1";

    /// <summary>The calls at once when nothing else is said: what development and partner accounts always have.</summary>
    public const int DefaultConcurrencyLimit = 5;

    /// <summary>The account id, in the spelling of the OAuth realm (upper case, underscore).</summary>
    public string AccountId { get; set; } = DefaultAccountId;

    /// <summary>How many calls the account takes at once before it answers 429.</summary>
    public int ConcurrencyLimit { get; set; } = DefaultConcurrencyLimit;

    /// <summary>True when a token-based call over the limit is answered 401 <c>INVALID_LOGIN</c> instead of 429, as accounts under load have been seen to do. The real wait of a minute before that answer is left out.</summary>
    public bool MaskThrottlingAsInvalidLogin { get; set; }

    /// <summary>True when the account numbers customers, projects and employees itself if the request gives no <c>entityId</c>. Default true.</summary>
    public bool AutoNumbering { get; set; } = true;

    /// <summary>True when a project must be in the subsidiary of its customer. Default true.</summary>
    public bool ProjectsStayInCustomerSubsidiary { get; set; } = true;

    /// <summary>
    /// What must be given, by record type. Default: a customer needs <c>entityId</c>, <c>companyName</c> (or first and last name) and <c>subsidiary</c>;
    /// a project needs <c>entityId</c>, <c>companyName</c>, <c>parent</c> and <c>subsidiary</c>. In a real account the form and the features decide: one with Job Costing also asks for <c>projectExpenseType</c>.
    /// </summary>
    public IDictionary<string, IReadOnlyList<string>> RequiredFields { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
    {
        ["customer"] = ["entityId", "companyName", "subsidiary"],
        ["job"] = ["entityId", "companyName", "parent", "subsidiary"],
        ["subsidiary"] = ["name", "currency"],
        ["currency"] = ["name", "symbol"],
        ["term"] = ["name"],
        ["employee"] = ["entityId"],
        ["customerStatus"] = ["name"],
    };

    /// <summary>Custom text fields by record type, for example <c>custentity_segment</c> of <c>customer</c>. None by default.</summary>
    public IDictionary<string, IReadOnlyList<string>> CustomFields { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
}
