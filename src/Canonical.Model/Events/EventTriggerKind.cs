namespace Canonical.Model;

/// <summary>What kind of change raises an event. Thread-safe: a value.</summary>
public enum EventTriggerKind
{
    /// <summary>The object is seen for the first time: there is no state before.</summary>
    Created,

    /// <summary>The fingerprint differs from that of the state before: something that matters to a target changed.</summary>
    Changed,

    /// <summary>A member has one of the values of <see cref="EventTrigger.To"/> and had none of them before.</summary>
    Becomes,

    /// <summary>A member is there and was not before.</summary>
    Appears,

    /// <summary>A list has an item that it did not have before.</summary>
    Grows,

    /// <summary>One of the members of <see cref="EventTrigger.Facts"/> differs from the state before, where the member had one of the values of <see cref="EventTrigger.From"/>.</summary>
    Revised,
}
