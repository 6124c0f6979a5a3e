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

    /// <summary>How many fitting requests it then hits at most. 1 unless set.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The share of the fitting requests that it hits, from 0 to 1, drawn by the plan's seeded generator. 1 unless set; set <see cref="Times"/> as well, to <see cref="int.MaxValue"/> for a run without end.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>How long a <see cref="SandboxFaultKind.Slow"/> answer waits, by the sandbox's clock.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What happens.</summary>
    public required SandboxFaultKind Kind { get; init; }

    /// <summary>The status of the answer, for <see cref="SandboxFaultKind.Answer"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The headers of the answer, for <see cref="SandboxFaultKind.Answer"/>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body of the answer, for <see cref="SandboxFaultKind.Answer"/>.</summary>
    public string Body { get; init; } = "";

    /// <summary>A further condition over the method and the path and query; null for none. A vendor's own faults choose their operations with it.</summary>
    internal Func<string, string, bool>? Fits { get; init; }

    /// <summary>The content type of the body.</summary>
    public string ContentType { get; init; } = "application/json;charset=UTF-8";
}
