using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Cli.Tests;

public sealed class MapCommandTests
{
    private static readonly string Account = Path.Combine(Shell.Root, "src", "Connectors.Salesforce", "Mappings", "account.customer.json");
    private static readonly string[] Acme = ["--tenant", "acme", "--instance", "org1", "--observed-at", "2026-01-01T00:00:00Z", "-p", "orgCurrency=EUR"];

    private const string One = """{"Id":"001","Name":"Acme","attributes":{"type":"Account"},"IsDeleted":false}""";
    private const string Bad = """{"Id":"002","Name":"","attributes":{"type":"Account"},"NumberOfEmployees":"secret"}""";

    [Fact]
    public async Task Map_OneRecord_IsOneLine()
    {
        var result = await Shell.RunAsync(One, ["map", Account, .. Acme]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal("Acme", JsonDocument.Parse(result.Output).RootElement.GetProperty("name").GetString());
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("[" + One + "," + One + "]", "auto")]
    [InlineData(One + "\n" + One + "\n", "auto")]
    [InlineData(One + "\n" + One, "lines")]
    public async Task Map_SeveralRecords_AreALineEach(string input, string form)
    {
        var result = await Shell.RunAsync(input, ["map", Account, "-", "--input", form, .. Acme]);

        Assert.Equal((0, "2 records, 0 refused or held.\n"), (result.Code, result.Error.ReplaceLineEndings("\n")));
        Assert.Equal(2, result.Output.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task Map_RefusedRecord_IsToldWithoutItsValues()
    {
        var result = await Shell.RunAsync(One + "\n" + Bad + "\n", ["map", Account, "--lines", .. Acme]);

        Assert.Equal(1, result.Code);
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
        Assert.Contains("<stdin>:2: MAP2003 Error (Name → name)", result.Error, StringComparison.Ordinal);
        Assert.Contains("2 records, 1 refused or held.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tenant", " ")]
    [InlineData("--instance", "")]
    [InlineData("--observed-at", "0001-01-01T00:00:00Z")]
    [InlineData("--observed-at", "yesterday")]
    public async Task Map_ContextThatIsNone_IsWrongUsage(string option, string value)
    {
        var arguments = Acme.ToArray();
        arguments[Array.IndexOf(arguments, option) + 1] = value;
        var result = await Shell.RunAsync(One, ["map", Account, .. arguments]);

        Assert.Equal((64, ""), (result.Code, result.Output));
        Assert.DoesNotContain("unexpected", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("lines")]
    [InlineData("json")]
    public async Task Map_ByteOrderMark_IsNoPartOfTheRecord(string form)
    {
        var result = await Shell.RunAsync("\uFEFF" + One + "\n", ["map", Account, "-", "--input", form, .. Acme]);

        Assert.Equal(0, result.Code);
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001")]
    [InlineData("{\"Id\":\"\\ud800\",\"Name\":\"secret\"}")]
    [InlineData("{\"Id\":{},\"Name\":[\"secret\"]}")]
    [InlineData("[1,null,\"secret\",[]]")]
    public async Task MapAndUnmap_BadInput_HasAnExitCodeAndNoValue(string input)
    {
        foreach (var command in new[] { "map", "unmap" })
        {
            var given = command == "map" ? Acme : [.. Acme.Where(argument => !argument.StartsWith("--obs", StringComparison.Ordinal) && !argument.StartsWith("2026", StringComparison.Ordinal))];
            var result = await Shell.RunAsync(input, [command, Account, .. given]);

            Assert.True(result.Code is 0 or 1 or 65, $"{command}: {result.Code} {result.Error}");
            Assert.DoesNotContain("unexpected", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Map_IssuesAsJson_KeepTheirSchema()
    {
        var result = await Shell.RunAsync(Bad, ["map", Account, "--issues", "json", .. Acme]);
        var schema = JsonSchema.Parse(await File.ReadAllBytesAsync(Path.Combine(Shell.Root, "docs", "cli-schemas", "issue.schema.json"), TestContext.Current.CancellationToken));

        Assert.Equal((1, ""), (result.Code, result.Output));
        var lines = result.Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Empty(schema.Validate(Encoding.UTF8.GetBytes(line)).Errors));
    }

    [Fact]
    public async Task Map_WhatBreaksTheContract_IsRefusedUnlessToldNot()
    {
        var record = $$"""{"Id":"001","Name":"Acme","attributes":{"type":"Account"},"AccountNumber":"{{new string('9', 100)}}"}""";

        var result = await Shell.RunAsync(record, ["map", Account, .. Acme]);
        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Contains("MAP2020", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Shell.RunAsync(record, ["map", Account, "--no-validate", .. Acme])).Code);
    }

    [Fact]
    public async Task MapAndUnmap_ThereAndBack_GivesTheRecord()
    {
        using var folder = new TempFolder();
        var references = folder.File("links.json", """[ { "object": "customer", "key": "000PARENT" } ]""");
        var record = """{"attributes":{"type":"Account"},"Name":"Acme","ParentId":"000PARENT","Phone":"1"}""";
        var forth = await Shell.RunAsync("""{"Id":"001",""" + record[1..], ["map", Account, "--references", references, .. Acme]);
        var back = await Shell.RunAsync(forth.Output, ["unmap", Account, "--tenant", "acme", "--instance", "org1", "-p", "orgCurrency=EUR", "--references", references]);

        Assert.Equal((0, 0, ""), (forth.Code, back.Code, back.Error));
        using var json = JsonDocument.Parse(back.Output);
        Assert.Equal("000PARENT", json.RootElement.GetProperty("ParentId").GetString());
        Assert.Equal("Acme", json.RootElement.GetProperty("Name").GetString());
        Assert.Equal("Account", json.RootElement.GetProperty("attributes").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Unmap_ReferenceWithoutALink_IsRefused()
    {
        var forth = await Shell.RunAsync("""{"Id":"001","Name":"Acme","ParentId":"x"}""", ["map", Account, .. Acme]);
        var back = await Shell.RunAsync(forth.Output, ["unmap", Account, "--tenant", "acme", "--instance", "org1", "-p", "orgCurrency=EUR"]);

        Assert.Equal((1, ""), (back.Code, back.Output));
        Assert.Contains("MAP2008", back.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "orgCurrency", "map", "{doc}", "--tenant", "a", "--instance", "b")]
    [InlineData(64, "orgCurency", "map", "{doc}", "--tenant", "a", "--instance", "b", "-p", "orgCurency=EUR")]
    [InlineData(64, "--tenant", "map", "{doc}", "--instance", "b")]
    [InlineData(64, "--observed-at takes", "map", "{doc}", "--tenant", "a", "--instance", "b", "-p", "orgCurrency=EUR", "--observed-at", "now")]
    [InlineData(64, "a name and a value", "map", "{doc}", "--tenant", "a", "--instance", "b", "-p", "EUR")]
    [InlineData(64, "the name of an element", "map", "{doc}", "--tenant", "a", "--instance", "b", "-p", "orgCurrency=EUR", "--xml", "/")]
    [InlineData(65, "does not exist", "map", "none.json", "--tenant", "a", "--instance", "b")]
    [InlineData(65, "does not exist", "map", "{doc}", "none.json", "--tenant", "a", "--instance", "b", "-p", "orgCurrency=EUR")]
    [InlineData(65, "no usable mapping document", "map", "{contract}", "--tenant", "a", "--instance", "b")]
    public async Task Map_WrongUse_SaysWhat(int code, string message, params string[] arguments)
    {
        var result = await Shell.RunAsync(One, [.. arguments.Select(a => a.Replace("{doc}", Account, StringComparison.Ordinal).Replace("{contract}", Path.Combine(Shell.Schemas, "customer", "1.0.0.json"), StringComparison.Ordinal))]);

        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Map_Xml_IsReadByTheSameDocument()
    {
        using var folder = new TempFolder();
        var document = folder.File("m.json", """
            { "mapping": "test.item-customer", "version": "1.0.0", "source": { "system": "test", "object": "Item", "key": "Ref.WID" }, "target": "customer/1.0.0",
              "lenses": [ { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" }, { "id": "kind", "kind": "default", "target": "kind", "value": "organization", "loss": "It is not written back." },
                { "id": "currency", "kind": "field", "source": "Cur", "target": "defaultCurrency", "convert": "upper" }, { "id": "phone", "kind": "field", "source": "Phone[Primary=true].No", "target": "phones[kind=main].number", "convert": "text" } ] }
            """);
        var xml = folder.File("items.xml", "<r xmlns:w='urn:w'><w:Item><w:Ref><w:ID w:type='WID'>1</w:ID></w:Ref><w:Name>A</w:Name><w:Cur>EUR</w:Cur><w:Phone w:Primary='0'><w:No>1</w:No></w:Phone><w:Phone w:Primary='1'><w:No>2</w:No></w:Phone></w:Item><w:Item><w:Ref><w:ID w:type='WID'>2</w:ID></w:Ref><w:Name>B</w:Name><w:Cur>USD</w:Cur></w:Item></r>");

        var result = await Shell.RunAsync("map", document, xml, "--xml", "Item", "--xml-key", "ID=type", "--tenant", "t", "--instance", "i");

        Assert.Equal(0, result.Code);
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal("2", JsonDocument.Parse(lines[0]).RootElement.GetProperty("phones")[0].GetProperty("number").GetString());
        Assert.Equal(65, (await Shell.RunAsync("<a><b></a>", ["map", document, "--xml", "Item", "--tenant", "t", "--instance", "i"])).Code);
    }

    [Fact]
    public async Task Map_Overlay_IsApplied()
    {
        using var folder = new TempFolder();
        var overlay = folder.File("o.json", """
            { "overlay": "acme.accounts", "version": "1.0.0", "base": "salesforce.account-customer", "baseVersion": "^1.0.0", "scope": "tenant",
              "lenses": [ { "op": "add", "after": "industry", "lens": { "id": "notes", "kind": "field", "source": "Description", "target": "notes", "convert": "text" } } ] }
            """);

        var result = await Shell.RunAsync("""{"Id":"001","Name":"Acme","Description":"d"}""", ["map", Account, "--overlay", overlay, .. Acme]);
        var lineage = await Shell.RunAsync("lineage", Account, "notes", "--overlay", overlay);

        Assert.Equal("", result.Error);
        Assert.Equal("d", JsonDocument.Parse(result.Output).RootElement.GetProperty("notes").GetString());
        Assert.Contains("of overlay acme.accounts/1.0.0", lineage.Output, StringComparison.Ordinal);
    }
}
