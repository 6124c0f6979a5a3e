using System.Diagnostics;
using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Schema;

namespace Canonical.Benchmarks;

/// <summary>The other validators on .NET that restore here. Each is given the bytes, as ours is; draft-2020-12 keywords that one does not know it ignores, which makes it faster.</summary>
internal static class Peers
{
    public static void AddNJsonSchema(RatioRunner runner, Case c) => runner.Add("NJsonSchema 10.7.2", NJsonSchemaRun(c.Schema, c.Documents), slow: true);

    public static NJsonSchema.JsonSchema NJsonSchemaOf(byte[] schema)
    {
        // It knows "definitions" only.
        var text = Encoding.UTF8.GetString(schema).Replace("$defs", "definitions", StringComparison.Ordinal);
        return NJsonSchema.JsonSchema.FromJsonAsync(text).GetAwaiter().GetResult();
    }

    public static Action NJsonSchemaRun(byte[] schemaUtf8, byte[][] documents)
    {
        var schema = NJsonSchemaOf(schemaUtf8);
        var validator = new NJsonSchema.Validation.JsonSchemaValidator();
        return () =>
        {
            foreach (var document in documents)
            {
                using var reader = Reader(document);
                validator.Validate(JToken.ReadFrom(reader), schema);
            }
        };
    }

    public static JSchema NewtonsoftOf(byte[] schema)
    {
        using var reader = Reader(schema);
        return JSchema.Load(reader);
    }

    public static Action NewtonsoftRun(byte[] schemaUtf8, byte[][] documents)
    {
        var schema = NewtonsoftOf(schemaUtf8);
        return () =>
        {
            foreach (var document in documents)
            {
                using var reader = new JSchemaValidatingReader(Reader(document)) { Schema = schema };
                var valid = true;
                reader.ValidationEventHandler += (_, _) => valid = false;
                while (reader.Read())
                {
                }
                if (!valid) throw new InvalidOperationException("A valid document was rejected.");
            }
        };
    }

    /// <summary>Newtonsoft.Json.Schema validates 1,000 times an hour without a licence, so it has a loop of its own: the best of few runs after a short warm-up.</summary>
    public static void RunNewtonsoft(Case c, int runs)
    {
        var documents = c.Documents.Length > 40 ? c.Documents[..40] : c.Documents;
        var run = NewtonsoftRun(c.Schema, documents);
        var scale = (double)c.Documents.Length / documents.Length;
        var best = double.MaxValue;
        try
        {
            for (var i = 0; i < runs; i++)
            {
                var start = Stopwatch.GetTimestamp();
                run();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds * scale);
            }
        }
        catch (JSchemaException e)
        {
            Console.WriteLine($"Newtonsoft.Json.Schema stopped: {e.Message}");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| Newtonsoft.Json.Schema 4.0.2 (streaming, {runs} runs) | {best:0.00} us | {c.Bytes / best:0} | | |"));
    }

    private static JsonTextReader Reader(byte[] utf8) =>
        new(new StreamReader(new MemoryStream(utf8), Encoding.UTF8)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
}
