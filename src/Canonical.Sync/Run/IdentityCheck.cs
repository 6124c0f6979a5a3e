using System.Security.Cryptography;
using System.Text;

using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync;

/// <summary>
/// Holds one entity to one record: links the source record to its canonical object and claims the keys of the duplicate rules.
/// The claims are links of the crosswalk too, so they are race safe, survive the process, and leave a history.
/// </summary>
internal sealed class IdentityCheck<T>(ISyncStore store, string tenant, string objectType, IReadOnlyList<IDuplicateRule<T>> rules)
    where T : class, ICanonicalObject<T>
{
    /// <summary>The system under which claims stand in the crosswalk. No vendor has this name.</summary>
    private const string RuleSystem = "canonical.duplicate-rule";

    public async Task<Refusal?> ClaimAsync(SourceRef source, T value, CancellationToken cancellationToken)
    {
        IReadOnlyList<CrosswalkLink> links = await store.Crosswalk.FindAsync(tenant, value.Id, cancellationToken).ConfigureAwait(false);
        var native = new EntityKey(tenant, objectType, source.System, source.Instance, source.RecordId);
        if (links.FirstOrDefault(link => IsSameSource(link, native) && link.Native != native) is { } other)
            return Duplicate(Describe(other.Native), "the same canonical id");

        if (!links.Any(link => link.Native == native))
        {
            CrosswalkLinkResult result = await store.Crosswalk.LinkAsync(native, value.Id, CrosswalkOrigin.Source, cancellationToken).ConfigureAwait(false);
            if (result.Outcome == CrosswalkLinkOutcome.Conflict)
                return Another(result.Link);
        }

        foreach (IDuplicateRule<T> rule in rules)
        {
            if (await ClaimAsync(rule, value, links, cancellationToken).ConfigureAwait(false) is { } refusal)
                return refusal;
        }

        return null;
    }

    private async Task<Refusal?> ClaimAsync(IDuplicateRule<T> rule, T value, IReadOnlyList<CrosswalkLink> links, CancellationToken cancellationToken)
    {
        EntityKey? claim = rule.KeyOf(value) is { Length: > 0 } key ? new EntityKey(tenant, objectType, RuleSystem, rule.Name, Hash(key)) : null;

        // A record that was renamed gives its old name free, before it takes the new one: after a crash in between the next run goes on here.
        foreach (CrosswalkLink stale in links)
        {
            if (stale.Native.System == RuleSystem && stale.Native.Instance == rule.Name && stale.Native != claim)
                await store.Crosswalk.RetireAsync(stale.Native, value.Id, "the key changed", cancellationToken).ConfigureAwait(false);
        }

        if (claim is null)
            return null;
        CrosswalkLinkResult result = await store.Crosswalk.LinkAsync(claim, value.Id, CrosswalkOrigin.Match, cancellationToken).ConfigureAwait(false);
        if (result.Outcome != CrosswalkLinkOutcome.Conflict)
            return null;
        IReadOnlyList<CrosswalkLink> holder = await store.Crosswalk.FindAsync(tenant, result.Link.CanonicalId, cancellationToken).ConfigureAwait(false);
        return Duplicate(
            holder.FirstOrDefault(link => link.Origin == CrosswalkOrigin.Source) is { } record ? Describe(record.Native) : $"canonical object {result.Link.CanonicalId}",
            rule.Description);
    }

    private static bool IsSameSource(CrosswalkLink link, EntityKey native) =>
        link.Origin == CrosswalkOrigin.Source
        && link.Native.System == native.System && link.Native.Instance == native.Instance && link.Native.ObjectType == native.ObjectType;

    private static Refusal Duplicate(string other, string rule) => new(SyncOutcome.Refused, DeadLetterStage.Deduplicate, new RecordIssue
    {
        Code = SyncErrorCodes.Duplicate,
        Kind = IssueKind.BusinessRule,
        Message = $"duplicate of {other}: {rule}",
        Remedy = "Merge the two records in the source, or correct the one that is wrong; a real second entity needs a key of its own.",
    });

    private static Refusal Another(CrosswalkLink link) => new(SyncOutcome.Refused, DeadLetterStage.Deduplicate, new RecordIssue
    {
        Code = SyncErrorCodes.RecordIsAnother,
        Kind = IssueKind.Conflict,
        Message = $"the crosswalk holds this record as canonical object {link.CanonicalId}",
        Remedy = "When it was merged, nothing is to be done here; otherwise relink it in the crosswalk.",
    });

    private static string Describe(EntityKey native) => $"{native.System} record {native.SourceId}";

    // Keys are names and numbers of firms and people: the crosswalk needs to compare them, not to know them.
    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
