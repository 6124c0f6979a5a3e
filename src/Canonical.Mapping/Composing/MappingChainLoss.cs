namespace Canonical.Mapping;

/// <summary>What a lens of one half of a chain declares that it loses. Immutable and safe to share between threads.</summary>
/// <param name="Leg">Which half.</param>
/// <param name="Mapping">Which mapping.</param>
/// <param name="Lens">The lens.</param>
/// <param name="Loss">What is lost, for people.</param>
public sealed record MappingChainLoss(MappingLeg Leg, MappingIdentity Mapping, string Lens, string Loss);
