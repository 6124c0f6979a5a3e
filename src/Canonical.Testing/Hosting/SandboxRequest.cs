namespace Canonical.Testing;

/// <summary>One request that a sandbox received, for assertions about how often and in which form a connector called. Bodies and headers are not kept.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">The path and query as they came over the wire, still percent-encoded.</param>
/// <param name="Status">The status of the answer; 0 when the connection was cut.</param>
public sealed record SandboxRequest(string Method, string PathAndQuery, int Status);
