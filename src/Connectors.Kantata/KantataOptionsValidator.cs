using Microsoft.Extensions.Options;

namespace Connectors.Kantata;

/// <summary>Checks the options when the host starts.</summary>
internal sealed class KantataOptionsValidator : IValidateOptions<KantataOptions>
{
    public ValidateOptionsResult Validate(string? name, KantataOptions options) => options.FindFaults() is { Count: > 0 } faults
        ? ValidateOptionsResult.Fail(faults.Select(fault => $"Kantata account '{name}': {fault}"))
        : ValidateOptionsResult.Success;
}
