namespace Canonical.Mapping;

/// <summary>How bad a <see cref="MappingFinding"/> is.</summary>
public enum MappingFindingSeverity
{
    /// <summary>Worth knowing: a field that nobody maps, digits that the other side rounds.</summary>
    Note,

    /// <summary>Some records will be refused or changed, or a part of the document does nothing.</summary>
    Warning,

    /// <summary>The mapping cannot work: every record is refused, or what it reads is not there.</summary>
    Error,
}
