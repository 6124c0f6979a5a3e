using System.ComponentModel.DataAnnotations;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Where a Kantata OX account is and how it is read. Read once when the client is made.</summary>
public sealed class KantataOptions
{
    /// <summary>The address of the API: <c>https://api.mavenlink.com/api/v1/</c>.</summary>
    public const string DefaultBaseAddress = "https://api.mavenlink.com/api/v1/";

    /// <summary>Records on a page: 200. Kantata cuts down to it without a word, so more is never asked for.</summary>
    public const int MaxPageSize = 200;

    /// <summary>The most bytes of one answer by default: 32 MiB.</summary>
    public const int DefaultMaxResponseBytes = ResponseBody.DefaultMaxBytes;

    /// <summary>The address of the API; <see cref="DefaultBaseAddress"/> unless set. Plain http is for tests on loopback.</summary>
    [Required]
    public Uri BaseAddress { get; set; } = new(DefaultBaseAddress);

    /// <summary>A name for the account, for example its id: the instance in every record's origin. Kantata's ids are unique over all accounts, and still two accounts are two instances.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Account { get; set; } = "";

    /// <summary>Records on a page, from 1 to <see cref="MaxPageSize"/>, which is what it is unless set.</summary>
    [Range(1, MaxPageSize)]
    public int PageSize { get; set; } = MaxPageSize;

    /// <summary>The most bytes of one answer, from 1,024; <see cref="DefaultMaxResponseBytes"/> unless set.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxResponseBytes { get; set; } = DefaultMaxResponseBytes;

    /// <summary>How calls are guarded. Kantata ends a call after three minutes, so a try may take as long and a call 10 minutes; the rest are the defaults of <see cref="ResilienceOptions"/>.</summary>
    public ResilienceOptions Resilience { get; set; } = new()
    {
        AttemptTimeout = TimeSpan.FromSeconds(185),
        TotalTimeout = TimeSpan.FromMinutes(10),
        CircuitSamplingDuration = TimeSpan.FromMinutes(7),
    };

    /// <summary>Checks the values alone and against each other.</summary>
    /// <returns>One sentence for each fault, with the value that is wrong; empty when all is well.</returns>
    public IReadOnlyList<string> FindFaults()
    {
        List<string> faults = [];
        if (BaseAddress is null)
            faults.Add($"BaseAddress is not set; it is {DefaultBaseAddress} for every account.");
        if (string.IsNullOrWhiteSpace(Account) || Account.Length > 120)
            faults.Add($"Account is '{Account}'; give the account a name of 1 to 120 characters.");
        if (PageSize is < 1 or > MaxPageSize)
            faults.Add(FormattableString.Invariant($"PageSize is {PageSize}; it must be from 1 to {MaxPageSize}."));
        if (MaxResponseBytes < 1024)
            faults.Add(FormattableString.Invariant($"MaxResponseBytes is {MaxResponseBytes}; it must be at least 1024."));
        faults.AddRange(Resilience.FindFaults());
        return faults;
    }
}
