using System.Buffers.Text;
using System.Security.Cryptography;

namespace Canonical.Testing;

/// <summary>The sessions that are open. A session ends when it was not used for its lifetime, or at will. Thread-safe.</summary>
internal sealed class SalesforceSessions(string organizationId, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _open = new(StringComparer.Ordinal);

    public int Issued { get; private set; }

    /// <summary>The token of an Authorization header; null when it has none.</summary>
    public static string? BearerOf(string header) => header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim()
        : header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? header[6..].Trim()
        : null;

    /// <summary>Opens a session; one that came of a refresh token ends with it.</summary>
    public string Open(bool isRefreshed)
    {
        Span<byte> random = stackalloc byte[48];
        RandomNumberGenerator.Fill(random);
        string token = $"{organizationId[..15]}!{Base64Url.EncodeToString(random)}";
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            _open.Add(token, new Session(now, now, isRefreshed));
            Issued++;
        }

        return token;
    }

    public bool Use(string token)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!_open.TryGetValue(token, out Session session) || now - session.UsedAt >= lifetime)
                return false;
            _open[token] = session with { UsedAt = now };
            return true;
        }
    }

    /// <summary>When a session was opened and when it will end, without using it; null when it is not open.</summary>
    public (DateTimeOffset OpenedAt, DateTimeOffset EndsAt)? Look(string token)
    {
        lock (_gate)
            return _open.TryGetValue(token, out Session session) && time.GetUtcNow() - session.UsedAt < lifetime ? (session.OpenedAt, session.UsedAt + lifetime) : null;
    }

    public bool End(string token)
    {
        lock (_gate)
            return _open.Remove(token);
    }

    /// <summary>Ends the sessions that came of a refresh token.</summary>
    public void EndRefreshed()
    {
        lock (_gate)
        {
            foreach (string token in _open.Where(s => s.Value.IsRefreshed).Select(s => s.Key).ToList())
                _open.Remove(token);
        }
    }

    public void Clear()
    {
        lock (_gate)
            _open.Clear();
    }

    private readonly record struct Session(DateTimeOffset OpenedAt, DateTimeOffset UsedAt, bool IsRefreshed);
}
