using Connectors.Abstractions;

namespace AcmePsa;

public sealed class AcmeOptions
{
    public Uri BaseAddress { get; set; } = new("https://api.acme-psa.example/");

    /// <summary>The account: part of every record's origin.</summary>
    public string Account { get; set; } = "";

    public int PageSize { get; set; } = 100;

    /// <summary>Asked for at each login, so that the secret can rotate; never kept in a field.</summary>
    public Func<CancellationToken, ValueTask<AcmeCredentials>>? Credentials { get; set; }

    public ResilienceOptions Resilience { get; set; } = new();

    public IReadOnlyList<string> FindFaults()
    {
        List<string> faults = [.. Resilience.FindFaults()];
        if (Account.Length == 0)
            faults.Add("Account is empty.");
        if (PageSize is < 1 or > 500)
            faults.Add(FormattableString.Invariant($"PageSize is {PageSize}; it must be from 1 to 500."));
        if (Credentials is null)
            faults.Add("Credentials is not set.");
        return faults;
    }
}
