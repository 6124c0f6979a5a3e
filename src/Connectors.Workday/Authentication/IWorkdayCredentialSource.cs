namespace Connectors.Workday;

/// <summary>Gives the credential for WS-Security. It is asked at each call, so that passwords can rotate without a restart. Implementations are thread-safe.</summary>
public interface IWorkdayCredentialSource
{
    /// <summary>Gives the credential that is valid now.</summary>
    /// <param name="cancellationToken">Ends the wait for a vault.</param>
    /// <returns>User name and password.</returns>
    ValueTask<WorkdayCredential> GetCredentialAsync(CancellationToken cancellationToken = default);
}
