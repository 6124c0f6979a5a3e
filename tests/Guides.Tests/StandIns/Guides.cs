namespace Guides.Tests;

#pragma warning disable IDE1006, CA1823, CA1852, CA1822, CS0169, CS0414, CS0649, MA0048 // one small class for each guide, with the names that its blocks use

internal sealed partial class CanonicalObjectsGuide : StandIns
{
    private static readonly TimeEntry entry = null!;
    private static readonly TimeEntry approved = null!;
    private static readonly IBufferWriter<byte> bufferWriter = null!;
    private static readonly IReadOnlyList<TimeEntry> items = null!;
    private static readonly Stream output = null!;
    private static readonly byte[] utf8Card = null!;

    private static void Use(RateCard? card) => _ = card;
}

internal sealed partial class CompatibilityGuide : StandIns;

internal sealed partial class EffectiveDatingGuide : StandIns
{
    private static readonly IReadOnlyList<RateCard> cards = null!;
    private static readonly IReadOnlyList<ContractAmendment> amendments = null!;
    private static readonly TimeEntry entry = null!;
    private static readonly Project project = null!;

    private static object Park(object? reason) => reason!;
}

internal sealed partial class EventsGuide : StandIns
{
    private static readonly long ledgerSequence;
    private static readonly TimeEntry before = null!;
    private static readonly TimeEntry after = null!;
    private static readonly IReadOnlyList<KeyValuePair<string, string>> headers = null!;
    private static readonly byte[] body = null!;

    private static void Send(object message) => _ = message;

    private static object Refuse(object errors) => errors;

    private static void Bill(TimeEntry entry) => _ = entry;
}

internal sealed partial class KantataGuide : StandIns
{
    private static readonly KantataClient client = null!;
    private static readonly CanonicalId legalEntityId;
    private static readonly KantataSourceOptions workspaceOptions = null!;

    private sealed class VaultToken : IAccessTokenSource
    {
        public ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}

internal sealed partial class MappingCheckGuide : StandIns
{
    private static readonly Mapper mapper = null!;
    private static readonly IReadOnlyList<ReadOnlyMemory<byte>> page = null!;
    private static readonly byte[] describe = null!;
    private static readonly byte[] kept = null!;
}

internal sealed partial class MappingOverlaysGuide : StandIns
{
    private static readonly byte[] mappingUtf8 = null!;
    private static readonly byte[] overlayUtf8 = null!;
}

internal sealed partial class MappingGuide : StandIns
{
    private static readonly MappingDocument document = null!;
    private static readonly Mapper mapper = null!;
    private static readonly VendorShape shape = null!;
    private static readonly byte[] vendorUtf8 = null!;
    private static readonly HostApplicationBuilder builder = null!;

    private sealed class AcmeCodeConverter : IValueConverter
    {
        public ConversionResult ToCanonical(JsonScalar vendor) => throw new NotSupportedException();

        public ConversionResult ToVendor(JsonScalar canonical) => throw new NotSupportedException();
    }
}

internal sealed partial class MovingObjectsSafelyGuide : StandIns
{
    private static readonly ISink<Customer> netSuiteCustomers = null!;
    private static readonly ISource<Customer> salesforceAccounts = null!;
}

internal sealed partial class NetsuiteGuide : StandIns
{
    private static readonly string clientId = "";
    private static readonly string certificateId = "";
    private static readonly Vault vault = null!;
    private static readonly Customer customer = null!;
    private static readonly Project project = null!;
    private static readonly IdempotencyKey customerKey;
    private static readonly IdempotencyKey projectKey;
    private static readonly ISink<Customer> customers = null!;
    private static readonly ISource<Customer> source = null!;
    private static readonly WriteRequest<Customer> request = null!;

    private sealed class Vault
    {
        public Task<string> ReadAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

internal sealed partial class SalesforceGuide : StandIns
{
    private static readonly Vault vault = null!;
    private static readonly Store store = null!;
    private static readonly SalesforceOptions options = null!;
    private static readonly SalesforceClient client = null!;
    private static readonly SalesforceReadOptions org = null!;
    private static readonly SalesforceWriteOptions<Customer> writeOptions = null!;
    private static readonly MappingDocument mapping = null!;
    private static readonly CanonicalId germany;
    private static readonly DateTimeOffset since;
    private static readonly string input = "";
    private static readonly byte[] utf8Fields = null!;
    private static readonly byte[] other = null!;
    private static readonly ChangeCursor? kept;
    private static readonly Customer customer = null!;
    private static readonly IAsyncEnumerable<WriteRequest<Customer>> customers = null!;
    private static readonly SalesforceSandbox sandbox = null!;
    private static readonly WriteOutcome outcome = null!;
    private static readonly WriteRequest<Opportunity> request = null!;
    private static readonly IAsyncEnumerable<WriteRequest<TimeEntry>> entries = null!;
    private static readonly SalesforceJwtCredentials credentials = null!;

    private sealed class Vault
    {
        public ValueTask<SalesforceJwtCredentials> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Store
    {
        public ValueTask<string> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ReplaceAsync(string renewed, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

internal sealed partial class TestingWithSandboxesGuide : StandIns
{
    private static readonly SalesforceSandbox sandbox = null!;
    private static readonly ManualTimeProvider clock = null!;
    private static readonly string account = "";
}

internal sealed partial class ValidatingJsonGuide : StandIns
{
    private static readonly JsonSchema schema = null!;
    private static readonly byte[] utf8Schema = null!;
    private static readonly Request request = null!;

    private sealed class Request
    {
        public Stream Body => throw new NotSupportedException();
    }
}

internal sealed partial class WorkdayGuide : StandIns
{
    private sealed class VaultCredentials : IWorkdayCredentialSource
    {
        public ValueTask<WorkdayCredential> GetCredentialAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}

internal sealed partial class WritingAConnectorGuide : StandIns
{
    private static readonly AcmeSandbox sandbox = null!;
    private static readonly List<string> ids = null!;

    private static TRole Open<TRole>() => throw new NotSupportedException();

    private static SystemChange ChangeSomething(int number) => throw new NotSupportedException($"{number}");

    private static string DeleteSomething() => throw new NotSupportedException();

    private static WriteRequest<Project> Request(int number) => throw new NotSupportedException($"{number}");
}
