using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

/// <summary>A sandbox with clients that do not wait between tries.</summary>
internal sealed class TestTenant : IAsyncDisposable
{
    public const string Tenant = "acme_impl1";
    public const string User = "isu@example.com";
    public const string Password = "p<a&ss";

    private readonly List<WorkdayClient> _clients = [];

    private TestTenant(WorkdaySandbox sandbox) => Sandbox = sandbox;

    public WorkdaySandbox Sandbox { get; }

    public static async Task<TestTenant> StartAsync(int workers = 0, TimeProvider? time = null)
    {
        var sandbox = new WorkdaySandbox(Tenant, User, Password, time);
        for (int i = 1; i <= workers; i++)
            sandbox.Add(Worker(i));
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return new TestTenant(sandbox);
    }

    public static string Wid(int number) => number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    public static WorkdaySandboxWorker Worker(int number) => new()
    {
        Wid = Wid(number),
        WorkerId = (21000 + number).ToString(System.Globalization.CultureInfo.InvariantCulture),
        FirstName = "Zoë",
        LastName = $"O'Neil <{number}> & Sons",
        Emails =
        [
            new WorkdaySandboxEmail($"private{number}@home.example", "HOME", IsPublic: false, IsPrimary: true),
            new WorkdaySandboxEmail($"worker{number}@acme.example", "WORK", IsPublic: true, IsPrimary: true),
        ],
        Company = "GMS_USA",
        CostCenter = "70100",
        Location = "Zurich",
        EnteredAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    public WorkdayOptions Options() => new()
    {
        Host = Sandbox.BaseAddress,
        Tenant = Tenant,
        Resilience = new ResilienceOptions { RetryDelay = TimeSpan.FromMilliseconds(1) },
    };

    public WorkdayClient Client(string password = Password, Action<WorkdayOptions>? configure = null)
    {
        WorkdayOptions options = Options();
        configure?.Invoke(options);
        WorkdayClient client = WorkdayClient.Create(options, new FixedCredential(new WorkdayCredential(User, password)));
        _clients.Add(client);
        return client;
    }

    public WorkdayClient BearerClient(IAccessTokenSource tokens)
    {
        WorkdayClient client = WorkdayClient.Create(Options(), tokens);
        _clients.Add(client);
        return client;
    }

    public static async Task<List<WorkersPage>> ReadAsync(WorkdayClient client, WorkersQuery? query = null, string? continuation = null)
    {
        List<WorkersPage> pages = [];
        await foreach (WorkersPage page in client.ReadWorkersAsync(query, continuation, TestContext.Current.CancellationToken))
            pages.Add(page);
        return pages;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WorkdayClient client in _clients)
            client.Dispose();
        await Sandbox.DisposeAsync();
    }

    public sealed class FixedCredential(WorkdayCredential credential) : IWorkdayCredentialSource
    {
        public int Calls { get; private set; }

        public ValueTask<WorkdayCredential> GetCredentialAsync(CancellationToken cancellationToken = default)
        {
            Calls++;
            return new ValueTask<WorkdayCredential>(credential);
        }
    }

    public sealed class TokenSequence(params string[] tokens) : IAccessTokenSource
    {
        public int Calls { get; private set; }

        public ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default) =>
            new(new AccessToken(tokens[Math.Min(Calls++, tokens.Length - 1)]));
    }
}
