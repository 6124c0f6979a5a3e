namespace Canonical.Mapping;

/// <summary>What sort of trouble a <see cref="MappingIssue"/> is: it decides who mends it.</summary>
public enum MappingIssueKind
{
    /// <summary>The input is not the JSON that was announced.</summary>
    Input,

    /// <summary>A value that is needed is not there.</summary>
    MissingValue,

    /// <summary>A value cannot be turned into what the other side holds.</summary>
    Value,

    /// <summary>A code is not in its table.</summary>
    UnknownCode,

    /// <summary>A referred record is not known to the reference resolver (yet). Mapping it again later may succeed.</summary>
    ReferenceMissing,

    /// <summary>The mapped object breaks a rule of its contract.</summary>
    Contract,

    /// <summary>The mapping or its parameters are wrong, not the record.</summary>
    Configuration,

    /// <summary>Something of the record is not carried over.</summary>
    Loss,
}
