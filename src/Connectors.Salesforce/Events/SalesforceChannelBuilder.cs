using Canonical.Mapping;
using Canonical.Model;

namespace Connectors.Salesforce;

/// <summary>Adds the objects of a channel. Not thread-safe; used once while a host starts.</summary>
public sealed class SalesforceChannelBuilder
{
    /// <summary>The most objects of one channel: 40. Salesforce's own limit without an add-on is lower.</summary>
    public const int MaxObjects = 40;

    private readonly SalesforceClient _client;
    private readonly SalesforceReadOptions _org;
    private readonly List<ChangeMember> _members = [];

    internal SalesforceChannelBuilder(SalesforceClient client, SalesforceReadOptions org) => (_client, _org) = (client, org);

    internal IReadOnlyList<ChangeMember> Members => _members;

    /// <summary>Adds an object.</summary>
    /// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
    /// <param name="mapping">How records become canonical objects; its source names the object.</param>
    /// <param name="where">A further condition on the records; null for none.</param>
    /// <param name="onlyWhenChanged">An update that changed none of these fields is left out; null or empty for all. Names as events tell them: parts of a compound as <c>BillingAddress.City</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, the object was added for this type before, or there are more than <see cref="MaxObjects"/>.</exception>
    public SalesforceChannelBuilder Add<T>(MappingDocument mapping, SoqlCondition? where = null, IReadOnlyList<string>? onlyWhenChanged = null)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(mapping);
        SalesforceReadOptions read = _org.And(where);
        var member = new ChangeMember<T>(_client, mapping, read, onlyWhenChanged ?? []);
        if (_members.Exists(m => m.Key == member.Key))
            throw new ArgumentException($"{member.ObjectName} was added for {typeof(T).Name} before.", nameof(mapping));
        if (_members.Count == MaxObjects)
            throw new ArgumentException($"A channel takes at most {MaxObjects} objects.", nameof(mapping));
        _members.Add(member);
        return this;
    }
}
