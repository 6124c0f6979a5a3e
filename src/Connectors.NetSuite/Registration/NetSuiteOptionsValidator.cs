using Microsoft.Extensions.Options;

namespace Connectors.NetSuite;

/// <summary>Checks the options when the host starts.</summary>
internal sealed class NetSuiteOptionsValidator : IValidateOptions<NetSuiteOptions>
{
    public ValidateOptionsResult Validate(string? name, NetSuiteOptions options) =>
        options.FindFaults() is { Count: > 0 } faults
            ? ValidateOptionsResult.Fail(faults.Select(f => $"NetSuite account '{name}': {f}"))
            : ValidateOptionsResult.Success;
}
