namespace Canonical.Testing;

/// <summary>What a sandbox does instead of answering properly, for the requests that it fits. Immutable.</summary>
public sealed record SandboxFault
{
    /// <summary>The HTTP method that it fits; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>A part of the path and query (as sent, still percent-encoded) that it fits; null for all.</summary>
    public string? PathContains { get; init; }

    /// <summary>How many fitting requests pass before it begins.</summary>
    public int Skip { get; init; }

    /// <summary>How many fitting requests it then hits.</summary>
    public int Times { get; init; } = 1;

    /// <summary>What happens.</summary>
    public required SandboxFaultKind Kind { get; init; }

    /// <summary>The status of the answer, for <see cref="SandboxFaultKind.Answer"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The headers of the answer, for <see cref="SandboxFaultKind.Answer"/>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body of the answer, for <see cref="SandboxFaultKind.Answer"/>.</summary>
    public string Body { get; init; } = "";

    /// <summary>The content type of the body.</summary>
    public string ContentType { get; init; } = "application/json;charset=UTF-8";
}
