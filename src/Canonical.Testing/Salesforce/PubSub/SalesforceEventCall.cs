namespace Canonical.Testing;

/// <summary>What a fault of the Pub/Sub API can hit.</summary>
public enum SalesforceEventCall
{
    /// <summary>Asking for a topic.</summary>
    GetTopic,

    /// <summary>Asking for a schema.</summary>
    GetSchema,

    /// <summary>Beginning a subscription.</summary>
    Subscribe,

    /// <summary>Beginning a managed subscription.</summary>
    ManagedSubscribe,

    /// <summary>Publishing some events.</summary>
    Publish,

    /// <summary>One answer of a subscription.</summary>
    Answer,

    /// <summary>One event of a publishing.</summary>
    Event,

    /// <summary>Keeping the place of a managed subscription.</summary>
    Commit,
}
