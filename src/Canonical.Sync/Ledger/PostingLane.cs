using Canonical.Model;

namespace Canonical.Sync;

/// <summary>
/// The line in which the changes of one source record travel to one target for one purpose. Within a lane postings are numbered 1, 2, 3 …
/// and at most one is under way; different lanes do not wait for each other. Compared by value, ordinal and case-sensitive. Immutable and thread-safe.
/// </summary>
/// <param name="Entity">The source record.</param>
/// <param name="Target">The system and instance that is written, for example <c>netsuite/1234567</c>.</param>
/// <param name="Purpose">What is written there and why, for example <c>erp.customer</c>. One record may go to one target for several purposes.</param>
/// <exception cref="ArgumentException">Target or purpose is empty or white space.</exception>
public sealed record PostingLane(EntityKey Entity, string Target, string Purpose)
{
    /// <summary>The source record.</summary>
    public EntityKey Entity { get; init; } = Entity ?? throw new ArgumentNullException(nameof(Entity));

    /// <summary>The system and instance that is written.</summary>
    public string Target { get; init => field = Identifier.Required(value); } = Identifier.Required(Target);

    /// <summary>What is written there and why.</summary>
    public string Purpose { get; init => field = Identifier.Required(value); } = Identifier.Required(Purpose);
}
