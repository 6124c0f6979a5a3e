namespace Connectors.Abstractions;

/// <summary>A token that a system's authorization server gave (RFC 6749 section 5.1). Its text form never shows the token. Immutable and thread-safe.</summary>
public sealed class AccessToken
{
    /// <summary>Creates the token.</summary>
    /// <param name="value">The token itself, as it goes into the <c>Authorization: Bearer</c> header (RFC 6750).</param>
    /// <param name="expiresAt">When it ends; null when the server does not say (Salesforce never does).</param>
    /// <param name="baseAddress">Where calls with this token go, when the answer names it (Salesforce's <c>instance_url</c>); null to leave requests where they are.</param>
    /// <exception cref="ArgumentException">The token is empty, or holds what cannot stand in a header (RFC 6750 section 2.1): a line break, a space, a character outside ASCII.</exception>
    /// <exception cref="ConnectorException">The base address is neither https nor loopback.</exception>
    public AccessToken(string value, DateTimeOffset? expiresAt = null, Uri? baseAddress = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        // Checked here and not by the header, whose own complaint comes in the middle of a call. A line break is what a secret file ends with.
        if (value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException("The token holds a line break, a space or another character that cannot stand in a header. Check how it was read; trim it.", nameof(value));
        Value = value;
        ExpiresAt = expiresAt;
        BaseAddress = baseAddress is null ? null : Abstractions.BaseAddress.Require(baseAddress);
    }

    /// <summary>The token itself. A secret: never log it.</summary>
    public string Value { get; }

    /// <summary>When it ends; null when the server does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Where calls with this token go; null to leave requests where they are.</summary>
    public Uri? BaseAddress { get; }

    /// <summary>Says only that there is a token and when it ends.</summary>
    /// <returns>A text without the token.</returns>
    public override string ToString() => ExpiresAt is { } end ? $"AccessToken (redacted, ends {end:O})" : "AccessToken (redacted)";
}
