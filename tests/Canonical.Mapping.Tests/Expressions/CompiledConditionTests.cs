using System.Text.Json;

namespace Canonical.Mapping.Tests;

/// <summary>A condition means the same in the compiled plan as over a parsed record, on generated expressions and records.</summary>
public sealed class CompiledConditionTests
{
    private const int Seeds = 1500;

    [Fact]
    public void When_AnyCondition_DecidesAsTheExpressionDoes()
    {
        var (held, compared) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var text = ExpressionPropertyTests.Any(random, 2);
            Assert.True(Expression.TryParse(text, out var expression, out var problem), problem?.ToString());
            if (expression.Paths.Count == 0 || text.Length > ExpressionParser.MaxLength)
                continue;
            var mapper = Bench.Mapper($$"""
                { "id": "w", "kind": "when", "only": "toCanonical", "loss": "only read here", "source": {{JsonSerializer.Serialize(text)}},
                  "lenses": [ { "id": "y", "kind": "constant", "target": "t", "value": "yes" } ], "else": [ { "id": "n", "kind": "constant", "target": "t", "value": "no" } ] }
                """);
            for (var i = 0; i < 3; i++)
            {
                var record = ExpressionPropertyTests.Record(random);
                record = "{\"id\":\"1\"" + (record.Length > 2 ? "," : "") + record[1..];
                using var parsed = JsonDocument.Parse(record);
                var values = new JsonExpressionValues(expression, parsed.RootElement, parsed.RootElement);
                var expected = expression.Holds(ref values);
                var result = mapper.Forth(record);
                if (!result.Succeeded)
                {
                    // Text that is no text is refused where a condition reads it, as everywhere.
                    Assert.Contains("\\ud800", record, StringComparison.Ordinal);
                    continue;
                }

                var body = result.Body();
                if (body.Contains("yes", StringComparison.Ordinal) != expected)
                    Assert.Fail($"seed {seed}: {text}\non {record}\ngives {expected}, and {body} compiled");
                compared++;
                held += expected ? 1 : 0;
            }
        }

        Assert.InRange(compared, Seeds, Seeds * 3);
        Assert.InRange(held, compared / 10, compared * 9 / 10);
    }
}
