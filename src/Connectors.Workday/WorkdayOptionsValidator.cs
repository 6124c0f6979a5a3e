using Microsoft.Extensions.Options;

namespace Connectors.Workday;

/// <summary>Checks the options when the host starts.</summary>
internal sealed class WorkdayOptionsValidator : IValidateOptions<WorkdayOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkdayOptions options) => options.FindFaults() is { Count: > 0 } faults
        ? ValidateOptionsResult.Fail(faults.Select(fault => $"Workday tenant '{name}': {fault}"))
        : ValidateOptionsResult.Success;
}
