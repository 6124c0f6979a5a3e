using System.Text;

namespace Canonical.Mapping.Tests;

public sealed class MappingCheckTests
{
    // A contract small enough to see what each rule is about.
    private const string Contract = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://schemas.test/thing/1.0.0", "type": "object",
          "properties": {
            "id": { "type": "string" }, "status": { "enum": ["active", "inactive", "merged"] }, "mergedInto": { "$ref": "#/$defs/reference", "x-canonical-ref": "thing" },
            "name": { "type": "string", "minLength": 1, "maxLength": 20 },
            "stage": { "enum": ["open", "won", "lost"] },
            "count": { "type": "integer" }, "on": { "type": "boolean" }, "day": { "type": "string", "format": "date" },
            "rate": { "$ref": "#/$defs/decimal" },
            "price": { "type": "object", "properties": { "amount": { "$ref": "#/$defs/decimal" }, "currency": { "type": "string", "pattern": "^[A-Z]{3}$" } }, "required": ["amount", "currency"] },
            "hours": { "type": "object", "properties": { "value": { "$ref": "#/$defs/decimal" }, "unit": { "enum": ["h"] } }, "required": ["value", "unit"] },
            "owner": { "$ref": "#/$defs/reference", "x-canonical-ref": "resource" },
            "about": { "type": "object", "properties": { "id": { "type": "string" }, "objectType": { "enum": ["thing", "resource"] } }, "required": ["id", "objectType"], "additionalProperties": false, "x-canonical-ref": ["thing", "resource"] },
            "owners": { "type": "array", "items": { "$ref": "#/$defs/reference" }, "x-canonical-ref": "resource" },
            "address": { "type": "object", "properties": { "city": { "type": "string" }, "country": { "type": "string" } }, "required": ["country"] },
            "lines": { "type": "array", "items": { "type": "object", "properties": { "no": { "type": "integer" }, "text": { "type": "string" } }, "required": ["no"] } },
            "extensions": { "type": "object", "additionalProperties": { "type": "object" } }
          },
          "required": ["id", "status", "name"],
          "dependentRequired": { "rate": ["count"] },
          "allOf": [ { "if": { "properties": { "status": { "const": "merged" } }, "required": ["status"] }, "then": { "required": ["mergedInto"] } } ],
          "$defs": {
            "reference": { "type": "object", "properties": { "id": { "type": "string" } }, "required": ["id"], "additionalProperties": false },
            "decimal": { "type": "string", "pattern": "^[0-9.]+$", "x-canonical-decimal": { "integerDigits": 6, "scale": 2, "sign": "nonNegative" } }
          }
        }
        """;

    private const string Name = """{ "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" }""";

    [Fact]
    public void Run_ReferenceWhoseTypeADefaultFills_FindsNothing()
    {
        var document = Document(Name + """, { "id": "r", "kind": "reference", "source": "O", "target": "about", "to": "resource" }, { "id": "d", "kind": "default", "target": "about.objectType", "value": "resource", "loss": "It is always one." }""");
        Assert.DoesNotContain(MappingCheck.Run(document, null, s_options).Findings, finding => finding.Severity != MappingFindingSeverity.Note);
    }

    [Theory]
    // What the contract requires.
    [InlineData("""{ "id": "a", "kind": "field", "source": "A", "target": "count", "convert": "integer" }""", "MAP3001 Error at /lenses")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "City", "target": "address.city", "convert": "text" }""", "MAP3001 Error at /lenses/1/target (lens a)")]
    [InlineData(Name + """, { "id": "a", "kind": "each", "source": "L", "target": "lines", "lenses": [ { "id": "t", "kind": "field", "source": "T", "target": "text", "convert": "text" } ] }""", "MAP3001 Error at /lenses/1/lenses/0/target (lens t)")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "R", "target": "rate", "convert": "decimal" }""", "MAP3002 Warning at /lenses")]
    [InlineData(Name + """, { "id": "a", "kind": "table", "source": "S", "target": "status", "entries": [ { "vendor": "a", "canonical": "active" }, { "vendor": "i", "canonical": "inactive" }, { "vendor": "m", "canonical": "merged" } ] }""", "MAP3002 Warning at /lenses")]
    [InlineData("""{ "id": "w", "kind": "when", "source": { "path": "T", "equals": 1 }, "target": { "path": "count", "equals": 1 }, "lenses": [ { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" } ] }""", "MAP3003 Warning at /lenses/0/lenses/0 (lens name)")]
    // What can never happen.
    [InlineData(Name + """, { "id": "c", "kind": "constant", "target": "stage", "value": "open" }, { "id": "d", "kind": "default", "target": "stage", "value": "won", "loss": "It is not written back." }""", "MAP3004 Warning at /lenses/2 (lens d)")]
    [InlineData(Name + """, { "id": "w", "kind": "when", "only": "toCanonical", "loss": "Read only here.", "source": { "path": "T", "equals": 1 }, "lenses": [ { "id": "v", "kind": "when", "source": { "path": "T", "equals": 2 }, "lenses": [ { "id": "x", "kind": "field", "source": "X", "target": "count", "convert": "integer" } ] } ] }""", "MAP3004 Warning at /lenses/1/lenses/0/source (lens v)")]
    [InlineData(Name + """, { "id": "f", "kind": "first", "sources": ["A", "B", "A"], "target": "day", "convert": "date", "loss": "Which one is not kept." }""", "MAP3004 Warning at /lenses/1/sources/2 (lens f)")]
    [InlineData(Name + """, { "id": "w", "kind": "when", "source": "T == 1", "target": "stage == 'open' or stage == 'opened'", "lenses": [ { "id": "x", "kind": "field", "source": "X", "target": "count", "convert": "integer" } ] }""", "MAP3004 Warning at /lenses/1/target (lens w)")]
    // Types and values.
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "A", "target": "count", "convert": "text" }""", "MAP3005 Error at /lenses/1/target (lens a)")]
    [InlineData(Name + """, { "id": "a", "kind": "quantity", "source": "A", "target": "price", "unit": "h" }""", "MAP3005 Error at /lenses/1/target (lens a)")]
    [InlineData(Name + """, { "id": "a", "kind": "quantity", "source": "A", "target": "hours", "unit": "min" }""", "MAP3006 Error at /lenses/1/unit (lens a)")]
    [InlineData(Name + """, { "id": "c", "kind": "constant", "target": "stage", "value": "opened" }""", "MAP3006 Error at /lenses/1/value (lens c)")]
    [InlineData(Name + """, { "id": "c", "kind": "constant", "target": "day", "value": "31.01.2026" }""", "MAP3006 Error at /lenses/1/value (lens c)")]
    [InlineData(Name + """, { "id": "r", "kind": "reference", "source": "O", "target": "owner", "to": "customer" }""", "MAP3007 Error at /lenses/1/to (lens r)")]
    [InlineData(Name + """, { "id": "r", "kind": "reference", "source": "O", "target": "owners[0]", "to": "customer" }""", "MAP3007 Error at /lenses/1/to (lens r)")]
    [InlineData(Name + """, { "id": "r", "kind": "reference", "source": "O", "target": "about", "to": "resource" }""", "MAP3005 Error at /lenses/1/target (lens r)")]
    [InlineData(Name + """, { "id": "t", "kind": "table", "source": "S", "target": "stage", "entries": [ { "vendor": "o", "canonical": "open" }, { "vendor": "w", "canonical": "won" } ] }""", "MAP3010 Warning at /lenses/1 (lens t)")]
    public void Run_AgainstTheContract_FindsIt(string lenses, string expected)
    {
        var findings = Check(lenses).Findings.Where(finding => finding.Severity != MappingFindingSeverity.Note).Select(Short).ToList();

        Assert.Equal([expected], findings);
    }

    [Theory]
    [InlineData(Name)]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "A", "target": "extensions.x.y" }, { "id": "m", "kind": "money", "source": "P", "target": "price", "currency": { "value": "EUR" } }""")]
    [InlineData(Name + """, { "id": "r", "kind": "reference", "source": "O", "target": "owners[0]", "to": "resource" }, { "id": "q", "kind": "quantity", "source": "H", "target": "hours", "unit": "h" }""")]
    [InlineData("""{ "id": "w", "kind": "when", "source": { "path": "T", "equals": 1 }, "target": { "path": "count", "equals": 1 }, "lenses": [ { "id": "c", "kind": "constant", "target": "name", "value": "one" } ], "else": [ { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" } ] }""")]
    [InlineData(Name + """, { "id": "w", "kind": "when", "source": { "path": "T", "equals": 1 }, "target": { "path": "stage", "equals": "lost" }, "lenses": [ { "id": "c", "kind": "constant", "target": "stage", "value": "lost" } ], "else": [ { "id": "t", "kind": "table", "source": "S", "target": "stage", "entries": [ { "vendor": "o", "canonical": "open" }, { "vendor": "w", "canonical": "won" } ] } ] }""")]
    [InlineData(Name + """, { "id": "c", "kind": "field", "source": "C", "target": "address", "only": "toCanonical", "loss": "Not written back." }, { "id": "d", "kind": "default", "target": "stage", "value": "open", "loss": "Not written back." }""")]
    public void Run_SoundDocuments_NothingButNotes(string lenses) =>
        Assert.Empty(Check(lenses).Findings.Where(finding => finding.Severity != MappingFindingSeverity.Note).Select(finding => finding.ToString()));

    [Fact]
    public void Run_DeclarationsThatNobodyUses_AreFound()
    {
        const string Tables = """ "parameters": { "currency": { "type": "currency" } }, "tables": { "used": { "entries": [ { "vendor": "o", "canonical": "open" } ] }, "idle": { "entries": [ { "vendor": "o", "canonical": "open" } ] } }, """;
        var report = Check(Name + """, { "id": "t", "kind": "table", "source": "S", "target": "stage", "table": "used" }""", extra: Tables);

        Assert.Equal(["MAP3011 Warning at /parameters/currency", "MAP3011 Warning at /tables/idle"], report.Findings.Where(finding => finding.Code == MappingCodes.DeclaredNotUsed).Select(Short));
    }

    [Fact]
    public void Run_MembersThatNobodyMaps_AreNotes()
    {
        var report = Check(Name);

        Assert.Equal(["about", "address", "count", "day", "hours", "lines", "on", "owner", "owners", "price", "rate", "stage"], report.Findings.Where(finding => finding.Code == MappingCodes.TargetNotMapped).Select(finding => finding.TargetPath!).Order(StringComparer.Ordinal));
        Assert.False(report.HasErrors);
    }

    private static readonly VendorField[] s_fields =
    [
        new() { Path = "id", Type = VendorFieldType.Text, IsNullable = false, IsAlwaysPresent = true },
        new() { Path = "Name", Type = VendorFieldType.Text, Length = 20, IsAlwaysPresent = true },
        new() { Path = "Long", Type = VendorFieldType.Text, Length = 40 },
        new() { Path = "On", Type = VendorFieldType.Boolean },
        new() { Path = "Day", Type = VendorFieldType.Date },
        new() { Path = "At", Type = VendorFieldType.Instant },
        new() { Path = "Rate", Type = VendorFieldType.Decimal, Precision = 10, Scale = 4 },
        new() { Path = "Small", Type = VendorFieldType.Decimal, Precision = 4, Scale = 2 },
        new() { Path = "Stage", Type = VendorFieldType.Text, Values = ["o", "w", "x"], HasOnlyValues = true, VendorType = "picklist" },
        new() { Path = "Total", Type = VendorFieldType.Integer, IsCreateable = false, IsUpdateable = false },
        new() { Path = "Lines[].No", Type = VendorFieldType.Integer },
        new() { Path = "Owner", Type = VendorFieldType.Object, IsOpen = true },
        new() { Path = "Address.City", Type = VendorFieldType.Text },
    ];

    private static VendorShape Shape(params VendorField[] more) => VendorShape.Create("test", "Thing", [.. s_fields.Where(field => !more.Any(other => other.Path == field.Path)), .. more]);

    [Theory]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Rated", "target": "extensions.x.y" }""", "MAP3014 Error at /lenses/1/source (lens a)", "the nearest name is 'Rate'")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Address.Zip", "target": "extensions.x.y" }""", "MAP3014 Error at /lenses/1/source (lens a)", "'Address.Zip'")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Lines[Kind=x].No", "target": "count", "convert": "integer" }""", "MAP3014 Error at /lenses/1/source (lens a)", "'Lines[Kind=x].Kind'")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Long.First", "target": "extensions.x.y" }""", "MAP3015 Error at /lenses/1/source (lens a)", "needs an object there")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "On", "target": "day", "convert": "date" }""", "MAP3015 Error at /lenses/1/source (lens a)", "boolean")]
    [InlineData(Name + """, { "id": "a", "kind": "each", "source": "Address", "target": "lines", "lenses": [ { "id": "n", "kind": "field", "source": "City", "target": "no", "convert": "integer" } ] }""", "MAP3015 Error at /lenses/1/source (lens a)", "needs an array")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "At", "target": "day" }""", "MAP3005 Error at /lenses/1/convert (lens a)", "goes through without a converter")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "On", "target": "stage" }""", "MAP3005 Error at /lenses/1/convert (lens a)", "is boolean")]
    [InlineData("""{ "id": "a", "kind": "field", "source": "Long", "target": "name", "convert": "text" }""", "MAP3008 Warning at /lenses/0/source (lens a)", "40 characters")]
    [InlineData(Name + """, { "id": "c", "kind": "constant", "target": "count", "value": 1 }, { "id": "a", "kind": "field", "source": "Rate", "target": "rate", "convert": "decimal" }""", "MAP3009 Warning at /lenses/2/source (lens a)", "6 digits before and 4 behind")]
    [InlineData(Name + """, { "id": "t", "kind": "table", "source": "Stage", "target": "stage", "unknown": "default", "default": { "toCanonical": "lost", "toVendor": "x" }, "entries": [ { "vendor": "o", "canonical": "open" }, { "vendor": "z", "canonical": "won" } ], "loss": "Others are lost." }""", "MAP3004 Warning at /lenses/1 (lens t)", "never is 'z'")]
    [InlineData(Name + """, { "id": "t", "kind": "table", "source": "Stage", "target": "stage", "only": "toCanonical", "loss": "Read only here.", "entries": [ { "vendor": "o", "canonical": "open" }, { "vendor": "w", "canonical": "won" } ] }""", "MAP3010 Warning at /lenses/1 (lens t)", "'x'")]
    [InlineData(Name + """, { "id": "w", "kind": "when", "only": "toCanonical", "loss": "Read only here.", "source": "Stage in ('o', 'q') and not (On == 'yes')", "lenses": [ { "id": "x", "kind": "field", "source": "Total", "target": "count", "convert": "integer" } ] }""", "MAP3004 Warning at /lenses/1/source (lens w)", "'On' (boolean) never is 'yes'")]
    [InlineData(Name + """, { "id": "a", "kind": "each", "source": "Lines", "target": "lines", "where": { "source": "Kind == 'x'", "target": "exists(no)" }, "loss": "Others are left out.", "lenses": [ { "id": "n", "kind": "field", "source": "No", "target": "no", "convert": "integer" } ] }""", "MAP3014 Error at /lenses/1/where/source (lens a)", "'Lines[].Kind'")]
    [InlineData(Name + """, { "id": "t", "kind": "table", "source": "On", "target": "stage", "only": "toCanonical", "loss": "Read only here.", "entries": [ { "vendor": "true", "canonical": "open" } , { "vendor": "false", "canonical": "won" } ] }""", "MAP3004 Error at /lenses/1 (lens t)", "never is 'false', 'true'")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Total", "target": "count", "convert": "integer" }""", "MAP3016 Error at /lenses/1/source (lens a)", "read-only")]
    [InlineData(Name + """, { "id": "w", "kind": "when", "only": "toCanonical", "loss": "Read only here.", "source": { "path": "Stage", "equals": "zz" }, "lenses": [ { "id": "x", "kind": "field", "source": "Total", "target": "count", "convert": "integer" } ] }""", "MAP3004 Warning at /lenses/1/source (lens w)", "never run")]
    public void Run_AgainstAShape_FindsIt(string lenses, string expected, string part)
    {
        var findings = Check(lenses, Shape()).Findings.Where(finding => finding.Severity != MappingFindingSeverity.Note).ToList();

        Assert.Contains(expected, findings.Select(Short));
        Assert.Contains(findings, finding => Short(finding) == expected && finding.Message.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Owner.Name", "target": "extensions.x.y" }""")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Lines[0].No", "target": "count", "convert": "integer" }, { "id": "b", "kind": "field", "source": "Day", "target": "day", "convert": "date" }""")]
    [InlineData(Name + """, { "id": "a", "kind": "each", "source": "Lines", "target": "lines", "lenses": [ { "id": "n", "kind": "field", "source": "No", "target": "no", "convert": "integer" } ] }""")]
    [InlineData(Name + """, { "id": "a", "kind": "field", "source": "Total", "target": "count", "convert": "integer", "only": "toCanonical", "loss": "Read only at the vendor." }""")]
    public void Run_AgainstAShape_SoundDocumentsHaveNoFinding(string lenses) =>
        Assert.Empty(Check(lenses, Shape()).Findings.Where(finding => finding.Severity != MappingFindingSeverity.Note).Select(finding => finding.ToString()));

    [Fact]
    public void Run_DigitsThatTheVendorCannotHold_AreANote()
    {
        var report = Check(Name + """, { "id": "a", "kind": "money", "source": "Small", "target": "price", "currency": { "value": "EUR" } }""", Shape());

        Assert.Contains("MAP3009 Note at /lenses/1/source (lens a)", report.Findings.Select(Short));
    }

    [Fact]
    public void Run_FieldThatTheVendorRequires_IsFoundWhenNobodyWritesIt()
    {
        var shape = Shape(new VendorField { Path = "Type", Type = VendorFieldType.Text, IsRequiredOnCreate = true, IsNullable = false });

        Assert.Contains("MAP3017 Warning at /lenses", Check(Name, shape).Findings.Select(Short));
        Assert.DoesNotContain("MAP3017 Warning at /lenses", Check(Name + """, { "id": "t", "kind": "constant", "source": "Type", "value": "x" }""", shape).Findings.Select(Short));
    }

    [Fact]
    public void Run_FieldsThatTheConnectorAdds_AreNotMissing()
    {
        const string Lenses = Name + """, { "id": "a", "kind": "field", "source": "computed.money.rate", "target": "extensions.x.y" }""";

        Assert.Contains("MAP3014 Error at /lenses/1/source (lens a)", Check(Lenses, Shape()).Findings.Select(Short));
        Assert.False(Check(Lenses, Shape(), options: new MappingCheckOptions { AddedPaths = ["computed"], Contracts = Known }).HasErrors);
    }

    [Fact]
    public void Run_ShapeOfSamples_IsNoProofThatAFieldIsMissing()
    {
        var sampler = new ShapeSampler();
        sampler.Add("""{"id":"1","Other":"x"}"""u8);

        Assert.Equal(["MAP3014 Warning at /lenses/0/source (lens name)"], Check(Name, sampler.ToShape("test", "Thing")).Findings.Where(finding => finding.Severity != MappingFindingSeverity.Note).Select(Short));
    }

    [Fact]
    public void Run_ShapeOfAnotherRecord_IsToldOnce() =>
        Assert.Contains("MAP3018 Warning at /source", Check(Name, VendorShape.Create("other", "Thing", s_fields)).Findings.Select(Short));

    [Theory]
    [InlineData("Name", null, "MAP3101 Error at /lenses/0/source (lens name)", "is gone")]
    [InlineData("Name", "Name__c", "MAP3102 Error at /lenses/0/source (lens name)", "'Name__c' is new")]
    [InlineData("Long", null, "MAP3101 Note at /", "is gone")]
    [InlineData("id", null, "MAP3101 Error at /source/key", "is gone")]
    public void Compare_FieldGoneOrRenamed_IsFound(string gone, string? instead, string expected, string part)
    {
        var after = VendorShape.Create("test", "Thing", [.. s_fields.Where(field => field.Path != gone), .. instead is null ? Array.Empty<VendorField>() : [new VendorField { Path = instead, Type = VendorFieldType.Text }]]);
        var report = MappingCheck.Compare(Document(Name), Shape(), after, s_options);

        Assert.Contains(report.Findings, finding => Short(finding) == expected && finding.Message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_EveryOtherChange_IsFound()
    {
        var document = Document(Name + """, { "id": "t", "kind": "table", "source": "Stage", "target": "stage", "entries": [ { "vendor": "o", "canonical": "open" }, { "vendor": "w", "canonical": "won" }, { "vendor": "x", "canonical": "lost" } ] }, { "id": "on", "kind": "field", "source": "On", "target": "on", "convert": "boolean" }""");
        var after = Shape(
            new VendorField { Path = "Name", Type = VendorFieldType.Text, Length = 10 },
            new VendorField { Path = "On", Type = VendorFieldType.Text },
            new VendorField { Path = "Stage", Type = VendorFieldType.Text, Values = ["o", "w", "y"], HasOnlyValues = true, IsCreateable = false, IsUpdateable = false },
            new VendorField { Path = "Must", Type = VendorFieldType.Text, IsRequiredOnCreate = true },
            new VendorField { Path = "New", Type = VendorFieldType.Text });

        Assert.Equal(
            [
                "MAP3105 Warning at /lenses/0/source (lens name)",
                "MAP3106 Error at /lenses/1/source (lens t)", "MAP3107 Warning at /lenses/1/source (lens t)", "MAP3107 Warning at /lenses/1/source (lens t)",
                "MAP3103 Error at /lenses/2/source (lens on)",
                "MAP3104 Error at /", "MAP3108 Note at /",
            ],
            MappingCheck.Compare(document, Shape(), after, s_options).Findings.Select(Short));
    }

    [Fact]
    public void Compare_SameShape_NothingIsFound() => Assert.Empty(MappingCheck.Compare(Document(Name), Shape(), Shape(), s_options).Findings);

    [Fact]
    public void Compare_FewerSamples_IsNoDrift()
    {
        var more = new ShapeSampler();
        more.Add("""{"id":"1","Name":"x","Rate":1}"""u8);
        more.Add("""{"id":"2","Name":"y"}"""u8);
        var fewer = new ShapeSampler();
        fewer.Add("""{"id":"2","Name":"y"}"""u8);
        var document = Document(Name + """, { "id": "r", "kind": "field", "source": "Rate", "target": "extensions.x.rate" }""");

        Assert.Empty(MappingCheck.Compare(document, more.ToShape("test", "Thing"), fewer.ToShape("test", "Thing"), s_options).Findings);
    }

    private static ReadOnlyMemory<byte>? Known(string id) => id == "thing/1.0.0" ? Encoding.UTF8.GetBytes(Contract) : default(ReadOnlyMemory<byte>?);

    private static readonly MappingCheckOptions s_options = new() { Contracts = Known };

    private static MappingDocument Document(string lenses, string extra = "") =>
        MappingDocument.Parse(Encoding.UTF8.GetBytes(Bench.Document(lenses, extra)), new MappingDocumentOptions { Contracts = Known });

    private static MappingCheckReport Check(string lenses, VendorShape? shape = null, string extra = "", MappingCheckOptions? options = null) =>
        MappingCheck.Run(Document(lenses, extra), shape, options ?? s_options);

    private static string Short(MappingFinding finding) => finding.ToString().Split(':')[0];
}
