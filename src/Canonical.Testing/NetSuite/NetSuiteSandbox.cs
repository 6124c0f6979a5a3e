using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>
/// A NetSuite account on loopback that speaks SuiteTalk REST: OAuth 2.0 with signed assertions and token-based authentication, the record service for customers, projects and what they refer to,
/// and the traps of the real one. Thread-safe once started.
/// </summary>
/// <remarks>
/// It holds currencies (US dollar 1, British pound 2, Canadian dollar 3, euro 4), two subsidiaries (1 in dollars, 2 in euros), terms (Net 15, 30, 60), the customer status 13 and one project manager.
/// It does not have SuiteQL, sublist writes, transforms, batches, asynchronous jobs or the metadata catalog. Wordings of messages that were never recorded are its own: match codes, not texts.
/// </remarks>
public sealed class NetSuiteSandbox : SandboxServer
{
    private readonly NetSuiteStore _store;
    private readonly NetSuiteAssertions _assertions;
    private readonly NetSuiteEndpoint _endpoint;

    /// <summary>Creates the account; <see cref="SandboxServer.StartAsync"/> opens its port.</summary>
    /// <param name="options">How the account is set up; null for the defaults.</param>
    /// <param name="timeProvider">The account's clock; null for the system's.</param>
    public NetSuiteSandbox(NetSuiteSandboxOptions? options = null, TimeProvider? timeProvider = null)
        : base(timeProvider)
    {
        options ??= new NetSuiteSandboxOptions();
        AccountId = options.AccountId;
        Token = new NetSuiteSandboxToken(RandomHex(), RandomHex(), RandomHex(), RandomHex());
        _store = new NetSuiteStore(options, Time);
        _assertions = new NetSuiteAssertions(Time);
        _endpoint = new NetSuiteEndpoint(options, _store, _assertions, new NetSuiteSignatures(Token, AccountId, Time));

        // EC because making an RSA key of the size that NetSuite asks for takes seconds.
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        OAuth2Client = new NetSuiteSandboxOAuth2Client(RandomHex(), "sandbox-certificate-1", key.ExportPkcs8PrivateKeyPem());
        RegisterCertificate(OAuth2Client.CertificateId, OAuth2Client.ClientId, key.ExportSubjectPublicKeyInfoPem());
        Seed();
    }

    /// <summary>The account id in the spelling of the OAuth realm.</summary>
    public string AccountId { get; }

    /// <summary>An integration that may ask for OAuth 2.0 tokens.</summary>
    public NetSuiteSandboxOAuth2Client OAuth2Client { get; }

    /// <summary>Keys for token-based authentication.</summary>
    public NetSuiteSandboxToken Token { get; }

    /// <summary>Uploads a certificate's public key for an integration.</summary>
    /// <param name="certificateId">The id of the mapping: the <c>kid</c> header of assertions.</param>
    /// <param name="clientId">The integration: the <c>iss</c> claim.</param>
    /// <param name="publicKeyPem">The public key, SubjectPublicKeyInfo in PEM: RSA of 3072 or 4096 bits, or EC on P-256, P-384 or P-521.</param>
    /// <exception cref="ArgumentException">The key cannot be read, or NetSuite would refuse it.</exception>
    public void RegisterCertificate(string certificateId, string clientId, string publicKeyPem)
    {
        ArgumentException.ThrowIfNullOrEmpty(certificateId);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(publicKeyPem);
        _assertions.Register(certificateId, clientId, ImportPublicKey(publicKeyPem));
    }

    /// <summary>Ends all bearer tokens that were given so far.</summary>
    public void RevokeTokens() => _assertions.RevokeAll();

    /// <summary>Takes some of the account's calls away until the result is disposed, as other integrations of the same account do.</summary>
    /// <param name="calls">How many calls are in use; at least 1.</param>
    /// <returns>Dispose it to give them back.</returns>
    public IDisposable OccupyCalls(int calls)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(calls);
        _endpoint.Occupy(calls);
        return new Release(() => _endpoint.Occupy(-calls));
    }

    /// <summary>Creates a record past all authentication, under the same rules as POST.</summary>
    /// <param name="recordType">The record type, such as <c>customer</c>.</param>
    /// <param name="json">The body as a POST would carry it; unknown fields are refused.</param>
    /// <returns>The internal id.</returns>
    /// <exception cref="ArgumentException">The record service would refuse the record; the message says why.</exception>
    public string AddRecord(string recordType, string json)
    {
        try
        {
            using JsonDocument body = JsonDocument.Parse(json);
            return _store.Create(_store.RequireType(recordType, recordType), body.RootElement, null, NetSuiteStore.NameValidation.Error, []);
        }
        catch (NetSuiteFault fault)
        {
            throw new ArgumentException($"{fault.Code}: {fault.Message}", nameof(json), fault);
        }
    }

    /// <summary>Looks at one record past all authentication.</summary>
    /// <param name="recordType">The record type.</param>
    /// <param name="key">The internal id, or <c>eid:</c> and the external id.</param>
    /// <returns>The record as it is now; null when there is none.</returns>
    public NetSuiteSandboxRecord? FindRecord(string recordType, string key)
    {
        NetSuiteRecordType type = _store.RequireType(recordType, recordType);
        return _store.Read(() => _store.Find(type, key) is { } record ? Snapshot(record) : null);
    }

    /// <summary>Looks at all records of a type past all authentication.</summary>
    /// <param name="recordType">The record type.</param>
    /// <returns>The records as they are now.</returns>
    public IReadOnlyList<NetSuiteSandboxRecord> GetRecords(string recordType)
    {
        NetSuiteRecordType type = _store.RequireType(recordType, recordType);
        return _store.Read<IReadOnlyList<NetSuiteSandboxRecord>>(() => [.. _store.List(type).Select(Snapshot)]);
    }

    /// <summary>Writes all records down, so that a later sandbox can go on from here, as an account does between two runs of a program.</summary>
    /// <returns>JSON that <see cref="Restore"/> takes; not a format of the vendor.</returns>
    public byte[] Snapshot() => _store.Read(() => NetSuiteMemory.Write(_store.All()));

    /// <summary>Takes in the records of an earlier sandbox with their ids; a record that is here already is replaced.</summary>
    /// <param name="utf8Json">What <see cref="Snapshot()"/> gave.</param>
    /// <exception cref="JsonException">The text is not JSON, or an id is not a number.</exception>
    public void Restore(ReadOnlySpan<byte> utf8Json)
    {
        List<NetSuiteRecord> records = NetSuiteMemory.Read(utf8Json, name => _store.RequireType(name, name));
        _store.Restore(records);
    }

    /// <inheritdoc/>
    protected override Task HandleAsync(HttpContext context) => _endpoint.HandleAsync(context, RawTarget(context));

    private static NetSuiteSandboxRecord Snapshot(NetSuiteRecord record)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, JsonNode value) in record.Fields)
            fields[name] = value.GetValueKind() == JsonValueKind.String ? (string)value.AsValue()! : value.ToJsonString();
        return new NetSuiteSandboxRecord(record.Type.Name, record.Id, record.ExternalId, fields);
    }

    private static AsymmetricAlgorithm ImportPublicKey(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
            var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return ec;
        }
    }

    private static string RandomHex() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private void Seed()
    {
        // Names differ from ISO codes on purpose, and ids are out of the usual order: a display text is not a key, and an id cannot be guessed.
        Put("currency", "1", """{"name":"US Dollar","symbol":"USD","isBaseCurrency":true,"currencyPrecision":2}""");
        Put("currency", "2", """{"name":"British pound","symbol":"GBP","currencyPrecision":2}""");
        Put("currency", "3", """{"name":"Canadian Dollar","symbol":"CAD","currencyPrecision":2}""");
        Put("currency", "4", """{"name":"Euro","symbol":"EUR","currencyPrecision":2}""");
        Put("subsidiary", "1", """{"name":"Parent Company","legalName":"Parent Company, Inc.","currency":{"id":"1"},"country":{"id":"US"}}""");
        Put("subsidiary", "2", """{"name":"Europe","legalName":"Europe GmbH","currency":{"id":"4"},"country":{"id":"DE"},"parent":{"id":"1"}}""");
        Put("term", "1", """{"name":"Net 15","daysUntilNetDue":15}""");
        Put("term", "2", """{"name":"Net 30","daysUntilNetDue":30}""");
        Put("term", "3", """{"name":"Net 60","daysUntilNetDue":60}""");
        Put("customerStatus", "13", """{"name":"Closed Won"}""");
        Put("employee", "40", """{"entityId":"Robin Reyes","firstName":"Robin","lastName":"Reyes","isJobManager":true,"subsidiary":{"id":"1"}}""");
    }

    private void Put(string recordType, string id, string json)
    {
        using JsonDocument body = JsonDocument.Parse(json);
        _store.Create(_store.RequireType(recordType, recordType), body.RootElement, null, NetSuiteStore.NameValidation.Error, [], id);
    }

    private sealed class Release(Action action) : IDisposable
    {
        private Action? _action = action;

        public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
    }
}
