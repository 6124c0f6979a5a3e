namespace Canonical.Mapping;

/// <summary>A parameter that a mapping document declares. Immutable and safe to share between threads.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="HasDefault">False when the host must give a value in <see cref="MappingContext.Parameters"/>.</param>
public sealed record MappingParameter(string Name, MappingParameterType Type, string? Description, bool HasDefault);
