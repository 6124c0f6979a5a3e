using System.Text;
using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

/// <summary>What a check says holds of every record: generated documents of the customer contract, and records for them.</summary>
public sealed class CheckLawTests
{
    private static readonly MappingContext s_context = Bench.Context with { Parameters = new Dictionary<string, string> { ["cur"] = "EUR" } };

    private static readonly (string[] Right, string Wrong)[] s_members =
    [
        (
            [
                """{ "id": "name", "kind": "field", "source": "a", "target": "name", "convert": "text" }""",
            ],
            ""),
        (
            [
                """{ "id": "kind", "kind": "default", "target": "kind", "value": "organization", "loss": "It is not written back." }""",
                """{ "id": "kindTable", "kind": "table", "source": "b", "target": "kind", "entries": [ { "vendor": "o", "canonical": "organization" }, { "vendor": "p", "canonical": "person" } ] }""",
            ],
            """{ "id": "kindWrong", "kind": "table", "source": "b", "target": "kind", "entries": [ { "vendor": "o", "canonical": "organisation" } ] }"""),
        (
            [
                """{ "id": "currency", "kind": "constant", "target": "defaultCurrency", "parameter": "cur" }""",
            ],
            """{ "id": "currencyWrong", "kind": "constant", "target": "defaultCurrency", "value": "Euro" }"""),
        (
            [
                """{ "id": "employees", "kind": "field", "source": "c", "target": "employeeCount", "convert": "integer" }""",
            ],
            """{ "id": "employeesText", "kind": "field", "source": "c", "target": "employeeCount", "convert": "text" }"""),
        (
            [
                """{ "id": "limit", "kind": "money", "source": "d", "target": "creditLimit", "currency": { "value": "EUR" } }""",
            ],
            """{ "id": "hold", "kind": "quantity", "source": "d", "target": "creditLimit", "unit": "h" }"""),
        (
            [
                """{ "id": "parent", "kind": "reference", "source": "e", "target": "parent", "to": "customer" }""",
            ],
            ""),
        (
            [
                """{ "id": "phone", "kind": "field", "source": "f", "target": "phones[kind=main].number", "convert": "text" }""",
            ],
            """{ "id": "phoneKind", "kind": "field", "source": "f", "target": "phones[0].kind", "convert": "text" }"""),
        (
            [
                """{ "id": "status", "kind": "table", "source": "g", "target": "status", "entries": [ { "vendor": 1, "canonical": "active" }, { "vendor": 2, "canonical": "merged" } ] }""",
            ],
            ""),
        (
            [
                """{ "id": "branch", "kind": "when", "source": { "path": "h", "exists": true }, "target": { "path": "website", "exists": true }, "lenses": [ { "id": "site", "kind": "field", "source": "h", "target": "website", "convert": "text" } ] }""",
            ],
            ""),
    ];

    private static readonly string s_noise = "\"{}[],:<>/=01xnt\u007f '&;aw\u0000";

    // Every source has a value, in forms that the converters take.
    private const string Full = """{"id":"1","a":"Acme","b":"o","c":7,"d":"10.50","e":"99","f":"123","g":1,"h":"x"}""";

    [Fact]
    public void Run_OnGeneratedDocuments_ErrorsAndRecordsAgree()
    {
        var (sound, wrong) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            if (Document(new Random(seed)) is not { } document)
                continue;
            var errors = MappingCheck.Run(document).Findings.Where(finding => finding.Severity == MappingFindingSeverity.Error).ToList();
            var refusedAll = !new Mapper<Customer>(Mapper.Compile(document)).ToCanonical(Encoding.UTF8.GetBytes(Full), s_context).Succeeded;
            // A record with a value for everything is refused exactly when the check has an error: no false alarm, and nothing missed.
            Assert.True(refusedAll == errors.Count > 0, $"seed {seed}: {(refusedAll ? "refused" : "mapped")}, findings: {string.Join(" | ", errors)}; lenses: {string.Join(", ", document.Lenses.Select(lens => lens.Id))}");
            (sound, wrong) = refusedAll ? (sound, wrong + 1) : (sound + 1, wrong);
        }

        Assert.True(sound > 50 && wrong > 50, $"{sound} sound, {wrong} wrong");
    }

    [Fact]
    public void Run_OnGeneratedDocumentsWithAShapeOfTheirRecords_FindsNoMissingField()
    {
        var sampler = new ShapeSampler();
        sampler.Add(Encoding.UTF8.GetBytes(Full));
        var shape = sampler.ToShape("test", "Thing");
        for (var seed = 0; seed < 100; seed++)
        {
            if (Document(new Random(seed), onlyRight: true) is not { } document)
                continue;
            Assert.DoesNotContain(MappingCheck.Run(document, shape).Findings, finding => finding.Code is MappingCodes.SourceUnknown or MappingCodes.SourceKind);
            Assert.Empty(MappingCheck.Compare(document, shape, shape).Findings);
            var lineage = MappingLineage.Of(document);
            Assert.All(document.Lenses.Where(lens => lens.Kind is not "when").SelectMany(lens => lens.TargetPaths), path => Assert.Contains(lineage.CanonicalFields, field => field.Path == path));
        }
    }

    // Of the lenses for one member at most one; now and then a wrong one or none.
    private static MappingDocument? Document(Random random, bool onlyRight = false)
    {
        var chosen = new List<string>();
        foreach (var (right, wrong) in s_members)
        {
            var pick = random.Next(10);
            if (pick < 8 || onlyRight)
                chosen.Add(right[random.Next(right.Length)]);
            else if (pick == 8 && wrong.Length > 0)
                chosen.Add(wrong);
        }

        try
        {
            return MappingDocument.Parse(Encoding.UTF8.GetBytes(
                $$"""{ "mapping": "test.thing", "version": "1.0.0", "source": { "system": "test", "object": "Thing", "key": "id" }, "target": "customer/1.0.0", "parameters": { "cur": { "type": "currency" } }, "lenses": [ {{string.Join(", ", chosen)}} ] }"""));
        }
        catch (MappingDocumentException)
        {
            // Two lenses on one member: the document itself is refused, which is another check.
            return null;
        }
    }

    [Fact]
    public void Readers_MutatedDescriptions_ThrowNothingButTheirOwn()
    {
        byte[][] seeds =
        [
            """{"name":"A","fields":[{"name":"F","type":"string","length":5,"picklistValues":[{"value":"x","active":true}],"referenceTo":["B"],"relationshipName":"R"}],"childRelationships":[{"relationshipName":"C"}]}"""u8.ToArray(),
            """{"type":"object","properties":{"a":{"type":["string","null"],"maxLength":3},"b":{"$ref":"#/definitions/c"}},"definitions":{"c":{"type":"array","items":{"allOf":[{"properties":{"x":{"enum":["1"]}}}]}}}}"""u8.ToArray(),
            """{"system":"s","object":"o","fields":[{"path":"a.'b c'[].d","type":"decimal","scale":2,"values":["x"]}]}"""u8.ToArray(),
            """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="o"><xs:sequence><xs:element name="a" type="xs:decimal" maxOccurs="unbounded"/><xs:element name="b"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="c"/></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:schema>"""u8.ToArray(),
        ];
        var options = new VendorSchemaOptions { System = "s", ObjectType = "o" };
        for (var seed = 0; seed < 4000; seed++)
        {
            var random = new Random(seed);
            var bytes = (byte[])seeds[seed % seeds.Length].Clone();
            for (var i = random.Next(1, 5); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)s_noise[random.Next(s_noise.Length)];
            bytes = bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)];
            try
            {
                _ = (seed % seeds.Length) switch
                {
                    0 => VendorShape.FromSalesforceDescribe(bytes),
                    1 => VendorShape.FromJsonSchema(bytes, options),
                    2 => VendorShape.Parse(bytes),
                    _ => VendorShape.FromXsd(new MemoryStream(bytes), options),
                };
            }
            catch (VendorShapeException)
            {
                // Said in words.
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }

    [Fact]
    public async Task XmlReader_MutatedDocuments_GiveJsonOrTheirOwnError()
    {
        const string Xml = """<r xmlns:w="urn:w"><w:Item w:Id="1"><w:Ref><w:ID w:type="WID">a</w:ID></w:Ref><w:Rows><w:Row><w:A>1</w:A></w:Row><w:Row/></w:Rows><!-- c --><w:T>x &amp; &#65;</w:T></w:Item></r>""";
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder(Xml);
            for (var i = random.Next(1, 4); i > 0; i--)
                text[random.Next(text.Length)] = s_noise[random.Next(s_noise.Length)];
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
            using var reader = new XmlRecordReader(stream, new XmlRecordOptions { RecordElement = "Item", Arrays = ["Rows.Row[]"], KeyedElements = new Dictionary<string, string> { ["ID"] = "type" } });
            try
            {
                while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                    JsonDocument.Parse(reader.Record).Dispose();
            }
            catch (XmlRecordException)
            {
                // Said in words.
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }
}
