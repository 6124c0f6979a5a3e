using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Mapping.Tests;

/// <summary>A set of overlays gives one document, in whatever order and in however many steps it is applied, or is refused in all of them.</summary>
public sealed class OverlayPropertyTests
{
    private const int Seeds = 400;
    private static readonly string[] s_scopes = ["region", "legalEntity", "tenant", "customFields"];
    private static readonly string[] s_ids = ["a", "b", "c", "each", "d", "e", "when", "f", "g", "new1", "new2"];

    private static readonly MappingDocument s_base = MappingDocument.Parse(Encoding.UTF8.GetBytes(Bench.Document(
        """
        { "id": "a", "kind": "field", "source": "a", "target": "a" }, { "id": "b", "kind": "field", "source": "b", "target": "b" }, { "id": "c", "kind": "table", "source": "c", "target": "c", "table": "t" },
        { "id": "each", "kind": "each", "source": "l", "target": "l", "lenses": [ { "id": "d", "kind": "field", "source": "d", "target": "d" }, { "id": "e", "kind": "field", "source": "e", "target": "e" } ] },
        { "id": "when", "kind": "when", "source": "k == 1", "target": "k == 1", "lenses": [ { "id": "f", "kind": "field", "source": "f", "target": "f" } ], "else": [ { "id": "g", "kind": "field", "source": "g", "target": "g" } ] }
        """,
        """ "tables": { "t": { "entries": [ { "vendor": "1", "canonical": "one" }, { "vendor": "2", "canonical": "two" } ] } }, """)), Bench.NoContract);

    [Fact]
    public void With_AnyOrderAndAnySteps_GivesTheSameDocumentOrNone()
    {
        var (taken, refused) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var overlays = Enumerable.Range(0, random.Next(1, 5)).Select(i => Overlay(random, i)).ToArray();
            var first = Apply(seed, overlays);
            for (var i = 0; i < 3; i++)
            {
                random.Shuffle(overlays);
                var other = Apply(seed, overlays);
                Assert.True(first == other, $"seed {seed}:\n{first}\n{other}");
            }

            // In two steps: a part may not stand alone, but where it does the outcome is the same.
            if (overlays.Length > 1 && Try(() => s_base.With(overlays[..1])) is { } part)
                Assert.True(first == Text(Try(() => part.With(overlays[1..]))), $"seed {seed}");
            if (first.Length > 0)
                taken++;
            else
                refused++;
        }

        Assert.InRange(taken, Seeds / 10, Seeds);
        Assert.InRange(refused, Seeds / 10, Seeds);
    }

    private static string Apply(int seed, MappingOverlay[] overlays)
    {
        try
        {
            return Text(Try(() => s_base.With(overlays)));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"seed {seed} threw {exception}");
            return "";
        }
    }

    private static MappingDocument? Try(Func<MappingDocument> make)
    {
        try
        {
            return make();
        }
        catch (MappingDocumentException)
        {
            return null;
        }
    }

    private static string Text(MappingDocument? document) =>
        document is null ? "" : Encoding.UTF8.GetString(document.Utf8Json.Span) + string.Join('\n', document.Changes) + string.Join('\n', document.Lenses.Select(lens => $"{lens.Id} {lens.Overlay}"));

    private static MappingOverlay Overlay(Random random, int number)
    {
        var lenses = new JsonArray();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var id = s_ids[random.Next(s_ids.Length)];
            var lens = new JsonObject { ["id"] = id, ["kind"] = "field", ["source"] = $"s{random.Next(100)}", ["target"] = $"t{random.Next(100)}" };
            JsonObject change = random.Next(3) switch
            {
                0 => new() { ["op"] = "add", [random.Next(2) == 0 ? "before" : "after"] = s_ids[random.Next(9)], ["lens"] = lens },
                1 => new() { ["op"] = "replace", ["id"] = id, ["lens"] = lens },
                _ => new() { ["op"] = "remove", ["id"] = id },
            };
            lenses.Add((JsonNode)change);
        }

        var overlay = new JsonObject
        {
            ["overlay"] = $"test.o{number}",
            ["version"] = "1.0.0",
            ["base"] = "test.thing",
            ["baseVersion"] = "^1.0.0",
            ["scope"] = s_scopes[random.Next(s_scopes.Length)],
            ["lenses"] = lenses,
        };
        if (random.Next(3) == 0)
        {
            overlay["tables"] = new JsonObject
            {
                ["t"] = new JsonObject { ["op"] = "merge", ["entries"] = new JsonArray(new JsonObject { ["vendor"] = random.Next(1, 5).ToString(System.Globalization.CultureInfo.InvariantCulture), ["canonical"] = $"c{random.Next(100)}" }) },
            };
        }

        return MappingOverlay.Parse(Encoding.UTF8.GetBytes(overlay.ToJsonString()));
    }
}
