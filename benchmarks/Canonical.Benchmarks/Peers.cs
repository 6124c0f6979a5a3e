using System.Text;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Schema;

namespace Canonical.Benchmarks;

/// <summary>The other validators on .NET that can be restored.</summary>
internal static class Peers
{
    public static void Add(RatioRunner runner, Case c)
    {
        var schemaText = Encoding.UTF8.GetString(c.Schema);
        var nj = NJsonSchema.JsonSchema.FromJsonAsync(schemaText.Replace("$defs", "definitions", StringComparison.Ordinal)).GetAwaiter().GetResult();
        var validator = new NJsonSchema.Validation.JsonSchemaValidator();
        runner.Add("NJsonSchema 10.7.2", () =>
        {
            foreach (var document in c.Documents)
            {
                var text = Encoding.UTF8.GetString(document);
                using var reader = new Newtonsoft.Json.JsonTextReader(new StringReader(text)) { DateParseHandling = Newtonsoft.Json.DateParseHandling.None, FloatParseHandling = Newtonsoft.Json.FloatParseHandling.Decimal };
                validator.Validate(JToken.ReadFrom(reader), nj);
            }
        }, slow: true);

        // The free version validates 1,000 times an hour: few documents, few rounds.
        var settings = new JSchemaReaderSettings { ValidateVersion = false };
        using var schemaReader = new Newtonsoft.Json.JsonTextReader(new StringReader(schemaText)) { DateParseHandling = Newtonsoft.Json.DateParseHandling.None };
        var newtonsoft = JSchema.Load(schemaReader, settings);
        _ = newtonsoft;
    }
}
