using System.Text;
using Canonical.Schema;

namespace Canonical.Mapping.Tests;

public sealed class VendorShapeTests
{
    [Fact]
    public void Parse_WhatWasWritten_IsTheSameAndKeepsItsSchema()
    {
        var shape = VendorShape.Create("test", "Thing",
        [
            new VendorField { Path = "name", Type = VendorFieldType.Text, Length = 80, Label = "Name", IsNullable = false, IsRequiredOnCreate = true, IsAlwaysPresent = true },
            new VendorField { Path = "lines[].'a.b'.amount", Type = VendorFieldType.Decimal, Precision = 18, Scale = 2, IsUpdateable = false, IsCreateable = false },
            new VendorField { Path = "stage", Type = VendorFieldType.Text, Values = ["open", "won"], HasOnlyValues = true, VendorType = "picklist" },
            new VendorField { Path = "owner", Type = VendorFieldType.Object, IsOpen = true, References = ["User"] },
        ], isComplete: false, "v1", "test");

        var written = shape.ToUtf8Bytes();
        var read = VendorShape.Parse(written);

        Assert.Empty(JsonSchema.Parse(File.ReadAllBytes(Repository.Path("docs", "cli-schemas", "shape.schema.json"))).Validate(written).Errors);
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(read.ToUtf8Bytes()));
        Assert.Equal(["name", "lines", "lines[]", "lines[].'a.b'", "lines[].'a.b'.amount", "stage", "owner"], read.Fields.Select(field => field.Path));
        Assert.Equal(VendorFieldType.Array, read.Find("lines")!.Type);
        Assert.Equal((18, 2, false), (read.Find("lines[].'a.b'.amount")!.Precision, read.Find("lines[].'a.b'.amount")!.Scale, read.Find("lines[].'a.b'.amount")!.IsCreateable));
        Assert.Null(read.Find("lines[0]"));
        Assert.False(read.IsComplete);
    }

    [Theory]
    [InlineData("""[]""", "no JSON object")]
    [InlineData("""{"system":"s","object":"o"}""", "no array 'fields'")]
    [InlineData("""{"system":"s","object":"o","fields":[{"path":"a","type":"number"}]}""", "the type is none of")]
    [InlineData("""{"system":"s","object":"o","fields":[{"path":"a..b","type":"text"}]}""", "a member name is expected at character 3")]
    [InlineData("""{"system":"s","object":"o","fields":[{"path":"a","type":"text"},{"path":"a","type":"text"}]}""", "stands twice")]
    [InlineData("""{"system":"s","object":"o","fields":[{"path":"a","type":"text"},{"path":"a.b","type":"text"}]}""", "is no object, but a path leads into it")]
    [InlineData("""{"system":"s","object":"o","fields":[{"path":"a.b","type":"text"},{"path":"a","type":"text"}]}""", "has members and is no object")]
    [InlineData("""{"system":"s","object":"o","fields":[{"path":"a","type":"text","lenght":3}]}""", "there is no member 'lenght'")]
    [InlineData("""{"system":"s","object":"o","fields":[]} x""", "is not JSON")]
    [InlineData("""{"object":"o","fields":[]}""", "the member 'system' is missing")]
    public void Parse_WrongForm_SaysWhat(string json, string expected)
    {
        var exception = Assert.Throws<VendorShapeException>(() => VendorShape.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(MappingCodes.UnreadableShape, exception.Code);
    }

    [Fact]
    public void Create_TooDeepOrTooMany_Refuses()
    {
        var deep = string.Join('.', Enumerable.Repeat("a", VendorShape.MaxDepth + 1));

        Assert.Throws<VendorShapeException>(() => VendorShape.Create("s", "o", [new VendorField { Path = deep, Type = VendorFieldType.Text }]));
        Assert.Throws<VendorShapeException>(() => VendorShape.Create("s", "o", Enumerable.Range(0, VendorShape.MaxFields + 1).Select(i => new VendorField { Path = $"f{i}", Type = VendorFieldType.Text })));
    }

    [Fact]
    public void FromSalesforceDescribe_Recorded_HasTheFieldsOfTheRecord()
    {
        var shape = VendorShape.FromSalesforceDescribe(Repository.Shared("fixtures", "salesforce", "describe-Account.json"), "v48.0");

        Assert.Equal(("salesforce", "Account", "v48.0", true), (shape.System, shape.ObjectType, shape.Version, shape.IsComplete));
        var name = shape.Find("Name")!;
        Assert.Equal((VendorFieldType.Text, 255, false, true), (name.Type, name.Length, name.IsNullable, name.IsRequiredOnCreate));
        Assert.Equal((VendorFieldType.Boolean, false, false), (shape.Find("IsDeleted")!.Type, shape.Find("IsDeleted")!.IsCreateable, shape.Find("IsDeleted")!.IsRequiredOnCreate));
        Assert.Equal((VendorFieldType.Decimal, 15), (shape.Find("BillingLatitude")!.Type, shape.Find("BillingLatitude")!.Scale));
        Assert.Equal(VendorFieldType.Text, shape.Find("BillingAddress.city")!.Type);
        Assert.True(shape.Find("Owner")!.IsOpen);
        Assert.Equal(["User"], shape.Find("OwnerId")!.References);
        Assert.Equal(["Account"], shape.Find("attributes.type")!.Values);
        Assert.Null(shape.Find("CurrencyIsoCode"));
        Assert.Equal(shape.ToUtf8Bytes(), VendorShape.Parse(shape.ToUtf8Bytes()).ToUtf8Bytes());
    }

    [Fact]
    public void FromSalesforceDescribe_OldAnswerOfACustomObject_IsRead()
    {
        var shape = VendorShape.FromSalesforceDescribe(Repository.Shared("fixtures", "salesforce", "describe-custom-object.json"));

        Assert.Contains(shape.Fields, field => field is { VendorType: "picklist", Values.Count: > 0 });
        Assert.All(shape.Fields.Where(field => field.VendorType == "multipicklist"), field => Assert.False(field.HasOnlyValues));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"Account"}""")]
    [InlineData("""{"name":"Account","fields":[{}]}""")]
    [InlineData("""[{"message":"session expired","errorCode":"INVALID_SESSION_ID"}]""")]
    public void FromSalesforceDescribe_AnotherAnswer_Refuses(string json) =>
        Assert.Throws<VendorShapeException>(() => VendorShape.FromSalesforceDescribe(Encoding.UTF8.GetBytes(json)));

    // The form of NetSuite's metadata-catalog answer in application/schema+json, cut to what matters.
    private const string Catalog = """
        {
          "$schema": "http://json-schema.org/draft-06/hyper-schema#", "type": "object",
          "properties": {
            "id": { "title": "Internal ID", "type": "string" },
            "companyName": { "title": "Company Name", "type": "string", "maxLength": 83 },
            "balance": { "type": "number", "format": "double", "readOnly": true },
            "terms": { "type": "object", "properties": { "id": { "type": "string" }, "refName": { "type": "string" } } },
            "isPerson": { "type": "boolean" },
            "lastModifiedDate": { "type": "string", "format": "date-time", "nullable": true },
            "startDate": { "type": ["string", "null"], "format": "date" },
            "subsidiary": { "$ref": "/services/rest/record/v1/metadata-catalog/subsidiary" },
            "contact": { "$ref": "#/definitions/contact" },
            "custentity_seg": { "type": "string", "x-ns-custom-field": true, "enum": ["a", "b"] },
            "addressBook": { "type": "object", "properties": { "items": { "type": "array", "items": { "type": "object", "properties": { "label": { "type": "string" } } } } } }
          },
          "definitions": { "contact": { "type": "object", "properties": { "email": { "type": "string", "format": "email" }, "company": { "$ref": "#/definitions/contact" } } } }
        }
        """;

    [Theory]
    [InlineData("""{"name":"A","\ud800":1,"fields":[{"name":"N","type":"string"}]}""")]
    [InlineData("""{"name":"A","fields":[{"name":"N","type":"\ud800"}]}""")]
    public void Read_StringThatIsNoText_IsRefused(string json)
    {
        Assert.Throws<VendorShapeException>(() => VendorShape.FromSalesforceDescribe(Encoding.UTF8.GetBytes(json)));
        Assert.Throws<VendorShapeException>(() => VendorShape.Parse(Encoding.UTF8.GetBytes(json)));
        Assert.Throws<VendorShapeException>(() => VendorShape.FromJsonSchema(Encoding.UTF8.GetBytes(json), new VendorSchemaOptions { System = "s", ObjectType = "o" }));
    }

    [Fact]
    public void FromJsonSchema_PropertyThatIsNoSchema_IsAFieldOfAnyType()
    {
        var shape = VendorShape.FromJsonSchema("""{"properties":{"a":"text","b":true,"c":{"type":"array","items":{"type":"string"}}}}"""u8, new VendorSchemaOptions { System = "s", ObjectType = "o" });
        Assert.Equal(VendorFieldType.Any, shape.Find("a")!.Type);
        Assert.Equal(VendorFieldType.Text, shape.Find("c[]")!.Type);
    }

    [Fact]
    public void FromJsonSchema_MetadataCatalog_HasTheFields()
    {
        var shape = VendorShape.FromJsonSchema(Encoding.UTF8.GetBytes(Catalog), new VendorSchemaOptions { System = "netsuite", ObjectType = "customer" });

        Assert.Equal((VendorFieldType.Text, 83, "Company Name"), (shape.Find("companyName")!.Type, shape.Find("companyName")!.Length, shape.Find("companyName")!.Label));
        Assert.False(shape.Find("balance")!.IsCreateable);
        Assert.Equal(VendorFieldType.Instant, shape.Find("lastModifiedDate")!.Type);
        Assert.Equal(VendorFieldType.Date, shape.Find("startDate")!.Type);
        Assert.True(shape.Find("subsidiary")!.IsOpen);
        Assert.Equal(VendorFieldType.Text, shape.Find("addressBook.items[].label")!.Type);
        Assert.Equal(["a", "b"], shape.Find("custentity_seg")!.Values);
        // A type that contains itself ends as an open object, not as an endless shape.
        Assert.Equal(VendorFieldType.Text, shape.Find("contact.email")!.Type);
        Assert.True(shape.Find("contact.company")!.IsOpen);
        Assert.Null(shape.Find("contact.company.company"));
    }

    [Fact]
    public void FromJsonSchema_OpenApi_NeedsThePlace()
    {
        var openApi = Repository.Shared("fixtures", "workday", "schema", "staffing_v6_workers.openapi.json");
        var options = new VendorSchemaOptions { System = "workday", ObjectType = "worker" };

        Assert.Contains("/components/schemas/", Assert.Throws<VendorShapeException>(() => VendorShape.FromJsonSchema(openApi, options)).Message, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(openApi);
        var names = json.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)).Select(schema => schema.Name).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.NotEmpty(VendorShape.FromJsonSchema(openApi, options with { Root = "/components/schemas/" + name }).Fields));
        Assert.Throws<VendorShapeException>(() => VendorShape.FromJsonSchema(openApi, options with { Root = "/components/schemas/none" }));
    }

    [Fact]
    public void FromXsd_WorkdayWorker_HasThePathsThatTheReaderGives()
    {
        using var xsd = new MemoryStream(Repository.Shared("fixtures", "workday", "schema", "Human_Resources.v30.0.Get_Workers_Response.nodoc.xsd"));
        var shape = VendorShape.FromXsd(xsd, new VendorSchemaOptions { System = "workday", ObjectType = "Worker", KeyedElements = new Dictionary<string, string> { ["ID"] = "type" } });

        Assert.InRange(shape.Fields.Count, 3000, 10_000);
        Assert.Equal(VendorFieldType.Array, shape.Find("Worker_Data.Employment_Data.Worker_Job_Data")!.Type);
        Assert.Equal(VendorFieldType.Boolean, shape.Find("Worker_Data.Employment_Data.Worker_Job_Data[].Primary_Job")!.Type);
        Assert.Equal(VendorFieldType.Date, shape.Find("Worker_Data.Employment_Data.Worker_Status_Data.Hire_Date")!.Type);
        Assert.Equal(VendorFieldType.Boolean, shape.Find("Worker_Data.Employment_Data.Worker_Status_Data.Active")!.Type);
        Assert.True(shape.Find("Worker_Reference")!.IsOpen);
        Assert.Null(shape.Find("Worker_Reference.ID"));
        Assert.Contains(shape.Fields, field => field is { Type: VendorFieldType.Decimal, Precision: not null, Scale: not null });
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "no DTD")]
    [InlineData("<a/>", "no XML Schema")]
    [InlineData("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='B'/></xs:schema>", "no complex type and no element 'WorkerType' or 'Worker'")]
    [InlineData("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>", "line 1")]
    public void FromXsd_WhatIsNone_Refuses(string xml, string expected)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        var exception = Assert.Throws<VendorShapeException>(() => VendorShape.FromXsd(stream, new VendorSchemaOptions { System = "workday", ObjectType = "Worker" }));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sampler_Records_LearnsKindsAndNeverValues()
    {
        var sampler = new ShapeSampler();
        sampler.Add("""{"id":1,"title":"Ann Smith","rate":1.0,"on":true,"day":"2026-03-01","at":"2026-03-01T10:00:00Z","tags":[{"n":1}],"status":{"color":"green"},"x":1}"""u8);
        sampler.Add("""{"id":2,"title":null,"rate":20,"on":false,"day":"2026-03-02","at":"2026-03-01T10:00:00+01:00","tags":[],"status":{},"x":"1"}"""u8);
        var shape = sampler.ToShape("kantata", "workspace");
        string Line(string path) => shape.Find(path) is { } f ? $"{f.Type} {(f.IsNullable ? "nullable" : "given")} {(f.IsAlwaysPresent ? "always" : "sometimes")}" : "none";

        Assert.Equal("Integer given always", Line("id"));
        Assert.Equal("Text nullable always", Line("title"));
        Assert.Equal("Decimal given always", Line("rate"));
        Assert.Equal("Boolean given always", Line("on"));
        Assert.Equal("Date given always", Line("day"));
        Assert.Equal("Instant given always", Line("at"));
        Assert.Equal("Array given always", Line("tags"));
        Assert.Equal("Integer given always", Line("tags[].n"));
        Assert.Equal("Text nullable sometimes", Line("status.color"));
        Assert.Equal("Any given always", Line("x"));
        Assert.False(shape.IsComplete);
        Assert.DoesNotContain("Smith", Encoding.UTF8.GetString(shape.ToUtf8Bytes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\":1} {\"a\":1}")]
    [InlineData("{\"a\":")]
    [InlineData("{\"\":1}")]
    public void Sampler_NoRecord_Refuses(string json) =>
        Assert.Throws<VendorShapeException>(() => new ShapeSampler().Add(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Sampler_MembersThatAreData_Refuses()
    {
        var sampler = new ShapeSampler();
        var record = "{" + string.Join(',', Enumerable.Range(0, VendorShape.MaxFields + 1).Select(i => $"\"k{i}\":1")) + "}";

        Assert.Contains("members are data", Assert.Throws<VendorShapeException>(() => sampler.Add(Encoding.UTF8.GetBytes(record))).Message, StringComparison.Ordinal);
        Assert.Throws<VendorShapeException>(() => new ShapeSampler().ToShape("s", "o"));
    }
}
