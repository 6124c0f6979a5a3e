namespace Canonical.Mapping;

/// <summary>
/// Finds out before any data is moved whether a mapping can work: against the contract that it targets, against the shape of the vendor's record, and against a change of that shape.
/// What cannot be told for certain is no finding. Thread-safe: no state.
/// </summary>
public static class MappingCheck
{
    /// <summary>Checks a document against its contract and, when there is one, against a shape.</summary>
    /// <param name="document">The document.</param>
    /// <param name="shape">What the vendor's record looks like, or null to check against the contract alone.</param>
    /// <param name="options">Contracts and added fields; the defaults when null.</param>
    public static MappingCheckReport Run(MappingDocument document, VendorShape? shape = null, MappingCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var run = new CheckRun(document, shape, options ?? new MappingCheckOptions());
        new TargetChecks(run).Run();
        new ReachChecks(run).Run();
        new ValueChecks(run).Run();
        if (shape is not null)
            new SourceChecks(run).Run();
        return run.Report();
    }

    /// <summary>Finds what a change of the vendor's record means for a mapping: fields that are gone, were renamed (a guess, said so), have another type, are newly required, narrower, or read-only.</summary>
    /// <param name="document">The document.</param>
    /// <param name="before">The shape that the mapping was made for.</param>
    /// <param name="after">The shape of today.</param>
    /// <param name="options">Contracts and added fields; the defaults when null.</param>
    public static MappingCheckReport Compare(MappingDocument document, VendorShape before, VendorShape after, MappingCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var run = new CheckRun(document, after, options ?? new MappingCheckOptions());
        new DriftChecks(run, before, after).Run();
        return run.Report();
    }
}
