using Microsoft.Extensions.Options;

namespace Connectors.Salesforce;

/// <summary>Checks the options when the host starts.</summary>
internal sealed class SalesforceOptionsValidator : IValidateOptions<SalesforceOptions>
{
    public ValidateOptionsResult Validate(string? name, SalesforceOptions options) => options.FindFaults() is { Count: > 0 } faults
        ? ValidateOptionsResult.Fail(faults.Select(fault => $"Salesforce org '{name}': {fault}"))
        : ValidateOptionsResult.Success;
}
