namespace Connectors.Workday;

/// <summary>User name and password of an integration system user. The text form never shows the password. Immutable and thread-safe.</summary>
public sealed class WorkdayCredential
{
    /// <summary>Creates the credential.</summary>
    /// <param name="userName">The user, with or without the tenant behind it: <c>ISU_Canonical</c>, <c>ISU_Canonical@acme_impl1</c>, <c>jane@example.com@acme_impl1</c>.</param>
    /// <param name="password">The password as it is; it is escaped where it is written.</param>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public WorkdayCredential(string userName, string password)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userName);
        ArgumentException.ThrowIfNullOrEmpty(password);
        UserName = userName;
        Password = password;
    }

    /// <summary>The user name as it was given.</summary>
    public string UserName { get; }

    /// <summary>The password. A secret: never log it.</summary>
    public string Password { get; }

    /// <summary>The user name as WS-Security wants it: <c>user@tenant</c>. A user name may itself hold an <c>@</c>, so the tenant is what stands behind the last one.</summary>
    /// <param name="tenant">The tenant of the call.</param>
    /// <returns>The user name with exactly this tenant behind it.</returns>
    public string QualifiedFor(string tenant)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        int at = UserName.LastIndexOf('@');
        return at > 0 && UserName.AsSpan(at + 1).SequenceEqual(tenant) ? UserName : $"{UserName}@{tenant}";
    }

    /// <summary>Says only that there is a credential.</summary>
    /// <returns>A text without user name and password.</returns>
    public override string ToString() => "WorkdayCredential (redacted)";
}
