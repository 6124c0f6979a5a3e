using Microsoft.Extensions.Options;

namespace Connectors.Salesforce;

/// <summary>Checks the options of one name when the host starts.</summary>
internal sealed class SalesforceOptionsValidator(string name) : IValidateOptions<SalesforceOptions>
{
    public ValidateOptionsResult Validate(string? optionsName, SalesforceOptions options)
    {
        if (optionsName != name)
            return ValidateOptionsResult.Skip;
        IReadOnlyList<string> faults = options.FindFaults();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.Select(f => $"Salesforce '{name}': {f}"));
    }
}
