namespace Canonical.Mapping;

/// <summary>A converter as plans run it: on UTF-8 in the buffers of a run. Immutable.</summary>
internal abstract class ValueConverter
{
    /// <summary>Whether the way forth leaves something out that the way back cannot give again: a lens that uses it says the loss.</summary>
    public virtual bool IsLossy => false;

    /// <summary>From the vendor's value to the canonical one.</summary>
    /// <param name="run">The run that holds the text.</param>
    /// <param name="vendor">A scalar whose text is unescaped.</param>
    /// <param name="canonical">The value, or missing to leave the member unset.</param>
    /// <returns>What was expected, in words for people and without the value, when it cannot be converted; otherwise null.</returns>
    public abstract string? ToCanonical(PlanRun run, in Value vendor, out Value canonical);

    /// <summary>From the canonical value to the vendor's, by the same rules.</summary>
    public abstract string? ToVendor(PlanRun run, in Value canonical, out Value vendor);

    public string? Convert(PlanRun run, MappingDirection direction, in Value value, out Value converted) =>
        direction == MappingDirection.ToCanonical ? ToCanonical(run, value, out converted) : ToVendor(run, value, out converted);
}

/// <summary>A converter of the host, which takes and gives texts.</summary>
internal sealed class HostConverter(IValueConverter converter) : ValueConverter
{
    public override string? ToCanonical(PlanRun run, in Value vendor, out Value canonical) => Keep(run, MappingDirection.ToCanonical, run.ToScalar(vendor), out canonical);

    public override string? ToVendor(PlanRun run, in Value canonical, out Value vendor) => Keep(run, MappingDirection.ToVendor, run.ToScalar(canonical), out vendor);

    private string? Keep(PlanRun run, MappingDirection direction, JsonScalar given, out Value value)
    {
        value = default;
        ConversionResult result;
        try
        {
            result = direction == MappingDirection.ToCanonical ? converter.ToCanonical(given) : converter.ToVendor(given);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // One value that trips the host's code is one record's problem; the text of the exception is not told, since it may hold the value.
            return $"a value that the host's converter takes (it threw {exception.GetType().Name})";
        }

        if (!result.Failed && result.Value is { } scalar)
            run.TryKeep(scalar, out value);
        return result.Expected;
    }
}
