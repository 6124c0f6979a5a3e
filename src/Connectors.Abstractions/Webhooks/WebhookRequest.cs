namespace Connectors.Abstractions;

/// <summary>A call that a vendor makes to us, exactly as it came: signatures are of bytes. Immutable; thread-safe as long as nobody changes the body's buffer.</summary>
public sealed record WebhookRequest
{
    /// <summary>The HTTP method, in capital letters.</summary>
    public required string Method { get; init; }

    /// <summary>The address as the vendor called it, before any proxy of ours changed it: some vendors sign it.</summary>
    public required Uri Address { get; init; }

    /// <summary>The headers; names are compared without case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body's bytes, not parsed and not written anew. The host limits their number.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>A header's value, by its name without case; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The value.</returns>
    public string? Header(string name)
    {
        foreach ((string key, string value) in Headers)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>Method and path alone: neither the query nor the body shows itself by accident.</summary>
    public override string ToString() => $"{Method} {Address.AbsolutePath}";
}
