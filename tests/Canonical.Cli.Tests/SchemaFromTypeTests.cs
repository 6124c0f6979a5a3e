using System.ComponentModel;
using System.Text.Json.Nodes;
using Canonical.Schema;

namespace Canonical.Cli.Tests;

public sealed class SchemaFromTypeTests
{
    private static string Assembly => typeof(SchemaFromTypeTests).Assembly.Location;

    [Fact]
    public async Task FromType_Record_IsTheSchemaOfWhatIsSerialized()
    {
        var result = await Shell.RunAsync("schema", "from-type", Assembly, nameof(Shipment), "--id", "https://schemas.acme.example/shipment/1.0.0");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var schema = JsonSchema.Parse(result.Output);
        Assert.Equal("https://schemas.acme.example/shipment/1.0.0", schema.Id);
        Assert.True(schema.IsValid("""{"parcelCount":2,"note":null}"""u8));
        Assert.False(schema.IsValid("""{"note":"n"}"""u8));
        Assert.False(schema.IsValid("""{"parcelCount":"two"}"""u8));
        Assert.Equal("How many.", JsonNode.Parse(result.Output)!["properties"]!["parcelCount"]!["description"]!.GetValue<string>());
        Assert.Contains("\"ParcelCount\"", (await Shell.RunAsync("schema", "from-type", Assembly, typeof(Shipment).FullName!, "--naming", "asis")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such.dll", "Shipment", 65)]
    [InlineData("", "NoSuchType", 64)]
    [InlineData("text", "Shipment", 65)]
    public async Task FromType_Mistake_SaysWhich(string assembly, string type, int code)
    {
        using var folder = new TempFolder();
        var path = assembly switch { "" => Assembly, "text" => folder.File("text.dll", "no assembly"), _ => assembly };

        var result = await Shell.RunAsync("schema", "from-type", path, type);

        Assert.Equal((code, ""), (result.Code, result.Output));
        Assert.StartsWith("canonical: ", result.Error, StringComparison.Ordinal);
    }

    public sealed record Shipment([property: Description("How many.")] int ParcelCount, string? Note = null);
}
