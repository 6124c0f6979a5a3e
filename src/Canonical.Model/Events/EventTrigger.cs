namespace Canonical.Model;

/// <summary>A change of an object that raises an event, as data. Members are those of the contract, at the top of the object. Thread-safe: immutable.</summary>
public sealed record EventTrigger
{
    /// <summary>What kind of change it is.</summary>
    public required EventTriggerKind Kind { get; init; }

    /// <summary>The member that is looked at; empty for <see cref="EventTriggerKind.Created"/> and <see cref="EventTriggerKind.Changed"/>.</summary>
    public string Member { get; init; } = "";

    /// <summary>The values before; empty means any value, and none.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>The values after that count as one state.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>The members that a revision is about.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>A member that must have one of <see cref="ConditionValues"/> after the change; null when there is no such condition.</summary>
    public string? ConditionMember { get; init; }

    /// <summary>The values of <see cref="ConditionMember"/>.</summary>
    public IReadOnlyList<string> ConditionValues { get; init; } = [];

    /// <summary>The trigger in words, such as <c>state becomes approved, locked or billed</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var change = Kind switch
        {
            EventTriggerKind.Created => "first seen",
            EventTriggerKind.Changed => "fingerprint changes",
            EventTriggerKind.Becomes => $"{Member} becomes {Words(To)}{(From.Count > 0 ? " after " + Words(From) : "")}",
            EventTriggerKind.Appears => $"{Member} appears",
            EventTriggerKind.Grows => $"{Member} has a new item",
            _ => $"{Words(Facts)} changes after {Member} was {Words(From)}",
        };
        return ConditionMember is null ? change : $"{change}, where {ConditionMember} is {Words(ConditionValues)}";
    }

    private static string Words(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => string.Join(", ", words.Take(words.Count - 1)) + " or " + words[^1],
    };
}
