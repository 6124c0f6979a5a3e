namespace Canonical.Sync;

/// <summary>The crosswalk's answer to an attempt to link. Immutable and thread-safe.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Link">The link that holds now; on a conflict the one that was there first.</param>
public sealed record CrosswalkLinkResult(CrosswalkLinkOutcome Outcome, CrosswalkLink Link);
