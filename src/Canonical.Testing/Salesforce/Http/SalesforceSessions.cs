using System.Buffers.Text;
using System.Security.Cryptography;

namespace Canonical.Testing;

/// <summary>The sessions that are open. A session ends when it was not used for its lifetime, or at will. Thread-safe.</summary>
internal sealed class SalesforceSessions(string organizationId, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);

    public int Issued { get; private set; }

    public string Open()
    {
        Span<byte> random = stackalloc byte[48];
        RandomNumberGenerator.Fill(random);
        string token = $"{organizationId[..15]}!{Base64Url.EncodeToString(random)}";
        lock (_gate)
        {
            _open.Add(token, time.GetUtcNow());
            Issued++;
        }

        return token;
    }

    public bool Use(string token)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (!_open.TryGetValue(token, out DateTimeOffset last) || now - last >= lifetime)
                return false;
            _open[token] = now;
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
            _open.Clear();
    }
}
