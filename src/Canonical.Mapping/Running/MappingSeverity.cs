namespace Canonical.Mapping;

/// <summary>How bad a <see cref="MappingIssue"/> is.</summary>
public enum MappingSeverity
{
    /// <summary>The record is mapped; something is worth knowing.</summary>
    Warning,

    /// <summary>The record is held back until people have decided: there is no object, and nothing is wrong with the record.</summary>
    Held,

    /// <summary>The record cannot be mapped.</summary>
    Error,
}
