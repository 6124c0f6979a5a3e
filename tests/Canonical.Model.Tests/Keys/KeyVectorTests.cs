using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Model.Tests;

// schemas/keys/profile-1/vectors.json: what other languages check themselves against. Its derived members were made by verify.mjs, which shares no code with us.
public sealed class KeyVectorTests
{
    private static readonly string Folder = Path.Combine(Shared.Root, "schemas", "keys", "profile-1");

    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "vectors.json"))).RootElement;

    [Fact]
    public void Vectors_File_KeepsItsSchema()
    {
        var schema = JsonSchema.Parse(File.ReadAllBytes(Path.Combine(Folder, "vectors.schema.json")));

        var report = schema.Validate(File.ReadAllBytes(Path.Combine(Folder, "vectors.json")));

        Assert.True(report.IsValid, report.ToString());
    }

    [Fact]
    public void Vectors_File_IsOfThisProfile()
    {
        Assert.Equal(EntityKey.Profile, Vectors.GetProperty("profile").GetInt32());
        Assert.Equal(PostingIdentity.Profile, Vectors.GetProperty("profile").GetInt32());
        Assert.Equal(Fingerprint.Profile, Vectors.GetProperty("profile").GetInt32());
        Assert.Equal(CanonicalId.Namespace.ToString(), Vectors.GetProperty("namespaces").GetProperty("id").GetString());
        Assert.Equal(IdempotencyKey.Namespace.ToString(), Vectors.GetProperty("namespaces").GetProperty("key").GetString());
    }

    [Fact]
    public void CanonicalJson_EveryVector_GivesItsTextAndHash() => Each("canonicalJson", v =>
    {
        var input = Encoding.UTF8.GetBytes(Text(v, "input"));
        Assert.Equal(Text(v, "canonical"), Encoding.UTF8.GetString(CanonicalJson.Canonicalize(input)));
        Assert.Equal(Text(v, "sha256"), Convert.ToHexStringLower(CanonicalJson.Hash(input)));
    });

    [Fact]
    public void CanonicalJson_EveryVectorWithoutCanonicalForm_IsRefused() => Each("noCanonicalForm", v =>
    {
        var input = v.GetProperty("input").TryGetProperty("hex", out var hex) ? Convert.FromHexString(hex.GetString()!) : Encoding.UTF8.GetBytes(Text(v.GetProperty("input"), "text"));
        Assert.Equal(Text(v, "code"), Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Canonicalize(input)).Code);
    });

    [Fact]
    public void FormatNumber_EveryVector_GivesItsText() => Each("numbers", v =>
        Assert.Equal(Text(v, "text"), CanonicalJson.FormatNumber(BitConverter.UInt64BitsToDouble(Convert.ToUInt64(Text(v, "bits"), 16)))));

    [Fact]
    public void NameBasedUuid_EveryVector_GivesItsUuidAndItsBytes() => Each("uuids", v =>
    {
        var (space, name) = (Guid.Parse(Text(v, "namespace")), Encoding.UTF8.GetBytes(Text(v, "name")));
        var uuid = v.GetProperty("version").GetInt32() switch
        {
            3 => NameBasedUuid.CreateVersion3(space, name),
            5 => NameBasedUuid.CreateVersion5(space, name),
            _ => NameBasedUuid.Create(space, name),
        };
        Assert.Equal(Text(v, "uuid"), uuid.ToString());
        var bytes = new byte[16];
        Assert.True(uuid.TryWriteBytes(bytes, bigEndian: true, out _));
        Assert.Equal(Text(v, "uuid").Replace("-", "", StringComparison.Ordinal), Convert.ToHexStringLower(bytes));
        Assert.Equal(uuid, new Guid(bytes, bigEndian: true));
    });

    [Fact]
    public void EntityKey_EveryVector_GivesItsId() => Each("entityKeys", v =>
    {
        var key = Entity(v.GetProperty("input"));
        Assert.Equal(Text(v, "canonical"), Encoding.UTF8.GetString(key.ToCanonicalJson()));
        Assert.True(CanonicalJson.IsCanonical(key.ToCanonicalJson()));
        Assert.Equal(Text(v, "sha256"), Convert.ToHexStringLower(key.ComputeHash()));
        Assert.Equal(Text(v, "uuid"), CanonicalId.Derive(key).ToString());
    });

    [Fact]
    public void EntityKey_AllVectors_AreDifferentIds() =>
        Assert.Distinct(Vectors.GetProperty("entityKeys").EnumerateArray().Select(v => Text(v, "uuid")));

    [Fact]
    public void PostingIdentity_EveryVector_GivesItsKey() => Each("postingKeys", v =>
    {
        var input = v.GetProperty("input");
        var identity = new PostingIdentity(Entity(input.GetProperty("entity")), input.GetProperty("sequence").GetInt64(), Operation(input), Text(input, "target"), Text(input, "purpose"), input.GetProperty("leg").GetInt32());
        Assert.Equal(Text(v, "canonical"), Encoding.UTF8.GetString(identity.ToCanonicalJson()));
        Assert.True(CanonicalJson.IsCanonical(identity.ToCanonicalJson()));
        Assert.Equal(Text(v, "sha256"), Convert.ToHexStringLower(identity.ComputeHash()));
        Assert.Equal(Text(v, "uuid"), IdempotencyKey.Derive(identity).ToString());
    });

    [Fact]
    public void Fingerprint_EveryVector_GivesItsTextAndHash()
    {
        var contracts = CanonicalContractSet.Create([.. Vectors.GetProperty("contracts").EnumerateArray().Select(c =>
            KeyValuePair.Create(ContractId.Parse(new Uri(Text(c, "$id")).AbsolutePath[1..]), (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(c.GetRawText())))]);
        Each("fingerprints", v =>
        {
            var members = PostingMembers.Of(contracts, ContractId.Parse(Text(v, "contract")));
            var document = Encoding.UTF8.GetBytes(Text(v, "document"));
            Assert.Equal(Text(v, "canonical"), Encoding.UTF8.GetString(members.ToCanonicalJson(document)));
            Assert.Equal(Text(v, "fingerprint"), members.ComputeFingerprint(document).ToString());
            Assert.Equal(Text(v, "sha256"), members.ComputeFingerprint(document).Hash);
        });
    }

    [Fact]
    public void PostingSequence_EveryVector_GivesItsRuling() => Each("sequences", v =>
    {
        var change = v.GetProperty("input").GetProperty("change");
        var earlier = change.TryGetProperty("earlier", out var list) ? list.EnumerateArray().Select(l => Letter(l.GetString()!)).ToArray() : null;

        var decision = PostingSequence.Decide(Operation(change), Letter(Text(change, "fingerprint")), Version(v, "latest"), Version(v, "effective"), earlier);

        Assert.Equal(Text(v, "ruling"), decision.Ruling.ToString(), ignoreCase: true);
        Assert.Equal(v.GetProperty("sequence").GetInt64(), decision.Sequence);
        Assert.Equal(v.GetProperty("supersedesLatest").GetBoolean(), decision.SupersedesLatest);
    });

    [Fact]
    public async Task Vectors_CheckedByNode_AllAgree()
    {
        var (exit, output, error) = await NodeAsync("verify.mjs");

        Assert.True(exit == 0, error);
        Assert.Matches("^[1-9][0-9]{2,} facts checked, 0 wrong", output);
    }

    // The check by Node can fail, so that its passing says something.
    [Fact]
    public async Task Vectors_OneDigitChanged_AreRefusedByNode()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "vectors.json"), TestContext.Current.CancellationToken);
        var file = Path.Combine(Path.GetTempPath(), $"vectors-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(file, text.Replace("f2135b3e-c0c1-85bf-9ec5-0edde33136ae\"\n", "f2135b3e-c0c1-85bf-9ec5-0edde33136af\"\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        try
        {
            var (exit, _, error) = await NodeAsync("verify.mjs", file);

            Assert.Equal(1, exit);
            Assert.Contains("f2135b3e-c0c1-85bf-9ec5-0edde33136af", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int Exit, string Output, string Error)> NodeAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("node is not on this machine: the vectors were not checked in another language.");
        }
        using (process)
        {
            var cancellation = TestContext.Current.CancellationToken;
            var output = process!.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
    }

    private static void Each(string section, Action<JsonElement> check)
    {
        foreach (var vector in Vectors.GetProperty(section).EnumerateArray())
        {
            try
            {
                check(vector);
            }
            catch (Exception e) when (vector.TryGetProperty("why", out var why))
            {
                throw new InvalidOperationException($"{section}: {why.GetString()}", e);
            }
        }
    }

    private static PostedVersion? Version(JsonElement vector, string name)
    {
        var version = vector.GetProperty("input").GetProperty(name);
        return version.ValueKind == JsonValueKind.Null
            ? null
            : new(version.GetProperty("sequence").GetInt64(), Operation(version), Letter(Text(version, "fingerprint")), Enum.Parse<PostingEffect>(Text(version, "effect"), ignoreCase: true));
    }

    private static Fingerprint Letter(string letter) => Fingerprint.Compute(ContractId.Parse("order/1.0.0"), JsonSerializer.SerializeToUtf8Bytes(letter));

    private static PostingOperation Operation(JsonElement value) => Enum.Parse<PostingOperation>(Text(value, "operation"), ignoreCase: true);

    private static EntityKey Entity(JsonElement input) => new(
        Text(input, "tenant"), Text(input, "objectType"), Text(input, "system"), Text(input, "instance"), Text(input, "sourceId"), input.TryGetProperty("lineId", out var line) ? line.GetString() : null);

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
