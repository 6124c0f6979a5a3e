using System.Text;
using Canonical.Schema;

namespace Canonical.Contracts;

// What a definition with x-canonical-type must accept and refuse, so that the type that reads it can hold whatever the contract accepts. Texts, not
// keywords, are compared: there is more than one way to write a pattern.
internal static class TypeProbes
{
    private const string Uuid = "\"f2135b3e-c0c1-85bf-9ec5-0edde33136ae\"";

    private static readonly Dictionary<string, (string[] Accepted, string[] Refused)> Probes = new(StringComparer.Ordinal)
    {
        ["id"] = ([Uuid], ["\"F2135B3E-C0C1-85BF-9EC5-0EDDE33136AE\"", "\"f2135b3ec0c185bf9ec50edde33136ae\"", "\"\"", "1", "null"]),
        ["contract"] = ([], ["\"x\"", "\"x/1\"", "\"x/1.0\"", "\"x/01.0.0\"", "\"\"", "1", "null"]),
        ["reference"] = ([$"{{\"id\":{Uuid}}}"], ["{}", $"{{\"id\":{Uuid},\"name\":\"x\"}}", Uuid, "null"]),
        ["objectReference"] = ([$"{{\"id\":{Uuid},\"objectType\":\"time-entry\"}}"], ["{}", $"{{\"id\":{Uuid}}}", "{\"objectType\":\"task\"}", $"{{\"id\":{Uuid},\"objectType\":\"task\",\"x\":1}}", $"{{\"id\":{Uuid},\"objectType\":\"Time Entry\"}}", $"{{\"id\":{Uuid},\"objectType\":\"\"}}", $"{{\"id\":{Uuid},\"objectType\":\"time--entry\"}}", $"{{\"id\":{Uuid},\"objectType\":\"task-\"}}", Uuid, "null"]),
        ["period"] = (["{\"from\":\"2026-01-01\"}", "{\"from\":\"2026-01-01\",\"to\":\"2026-02-01\"}"], ["{}", "{\"to\":\"2026-02-01\"}", "{\"from\":\"2026-02-30\"}", "{\"from\":\"2026-01-01\",\"to\":null}", "{\"from\":\"2026-01-01\",\"x\":1}", "\"2026-01-01\"", "null"]),
        ["currency"] = (["\"EUR\""], ["\"eur\"", "\"EU\"", "\"EURO\"", "\"EU1\"", "1", "null"]),
        ["decimal"] = (["\"0\"", "\"1\""], ["1", "\"\"", "\"1e3\"", "\"+1\"", "\"01\"", "\".5\"", "\"1.\"", "\" 1\"", "\"1,5\"", "\"1234567890123456789\"", "\"0.12345678901\"", "null"]),
        ["money"] = (["{\"amount\":\"1.50\",\"currency\":\"EUR\"}"], ["{\"amount\":\"1.50\"}", "{\"currency\":\"EUR\"}", "{\"amount\":1.5,\"currency\":\"EUR\"}", "{\"amount\":\"1e3\",\"currency\":\"EUR\"}", "{\"amount\":\"1\",\"currency\":\"eur\"}", "{\"amount\":\"1\",\"currency\":\"EUR\",\"x\":1}", "null"]),
        ["quantity"] = (["{\"value\":\"1.5\",\"unit\":\"h\"}"], ["{\"value\":\"1.5\"}", "{\"unit\":\"h\"}", "{\"value\":1.5,\"unit\":\"h\"}", "{\"value\":\"1\",\"unit\":\"hour\"}", "{\"value\":\"1\",\"unit\":\"h\",\"x\":1}", "null"]),
        ["date"] = (["\"2026-02-28\""], ["\"0000-01-01\"", "\"2026-02-30\"", "\"2026-2-1\"", "\"2026-02-28T00:00:00Z\"", "1", "null"]),
        ["instant"] = (["\"2026-02-28T23:59:59Z\"", "\"2026-02-28T23:59:59.1234567Z\""], ["\"0000-01-01T00:00:00Z\"", "\"2026-02-28T23:59:59\"", "\"2026-02-28T23:59:59+02:00\"", "\"2026-12-31T23:59:60Z\"", "\"2026-02-28T23:59:59.12345678Z\"", "\"2026-02-28\"", "null"]),
        ["recordStatus"] = (["\"active\"", "\"inactive\"", "\"deleted\"", "\"merged\""], ["\"archived\"", "\"Active\"", "null"]),
        ["sourceRef"] = (["{\"system\":\"a\",\"instance\":\"b\",\"objectType\":\"c\",\"recordId\":\"d\"}"], ["{}", "{\"system\":\"a\",\"instance\":\"b\",\"objectType\":\"c\"}", "{\"system\":\"a\",\"instance\":\"b\",\"objectType\":\"c\",\"recordId\":1}", "\"a\"", "null"]),
        ["extensions"] = (["{}", "{\"acme\":{\"a\":1}}"], ["[]", "\"a\"", "null"]),
    };

    // The first text that the definition judges otherwise; null when it fits.
    public static string? FindMisfit(ContractDocument contract, string pointer, string type)
    {
        return Probes.TryGetValue(type, out var probes) ? FindMisfit(contract, pointer, probes) : null;
    }

    // The first text that the definition judges otherwise than its limits say.
    public static string? FindMisfit(ContractDocument contract, string pointer, DecimalLimits limits) => FindMisfit(contract, pointer, limits.Probes());

    private static string? FindMisfit(ContractDocument contract, string pointer, (string[] Accepted, string[] Refused) probes)
    {
        JsonSchema schema;
        try
        {
            schema = contract.Compile(pointer);
        }
        catch (JsonSchemaException)
        {
            // A schema that cannot be compiled is a finding already.
            return null;
        }
        foreach (var text in probes.Accepted)
        {
            if (!schema.IsValid(Encoding.UTF8.GetBytes(text))) return $"refuses {text}, which it should accept";
        }
        foreach (var text in probes.Refused)
        {
            if (schema.IsValid(Encoding.UTF8.GetBytes(text))) return $"accepts {text}, which it should refuse";
        }
        return null;
    }
}
