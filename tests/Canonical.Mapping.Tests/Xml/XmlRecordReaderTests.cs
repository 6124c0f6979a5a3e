using System.Text;

namespace Canonical.Mapping.Tests;

public sealed class XmlRecordReaderTests
{
    private static readonly Dictionary<string, string> s_ids = new() { ["ID"] = "type" };

    [Fact]
    public async Task Read_ElementsAttributesText_AreMembersByLocalName()
    {
        const string Xml = """
            <r xmlns:a="urn:a" xmlns:b="urn:b"><a:Item b:Id="7"><a:Name>Ann &amp; Bo</a:Name><Empty/><Part Kind="x">12</Part><Group><One>1</One></Group><![CDATA[ ]]></a:Item>
            <Item><Name>Two</Name></Item></r>
            """;

        Assert.Equal(
            ["""{"Id":"7","Name":"Ann & Bo","Empty":"","Part":{"Kind":"x","#text":"12"},"Group":{"One":"1"}}""", """{"Name":"Two"}"""],
            await ReadAll(Xml, new XmlRecordOptions { RecordElement = "Item" }));
    }

    [Fact]
    public async Task Read_DeclaredArrays_AreArraysEvenOfOne()
    {
        var options = new XmlRecordOptions { RecordElement = "Item", Arrays = ["Lines.Line[]"] };

        Assert.Equal(
            ["""{"Lines":{"Line":[{"A":"1"},{"A":"2"}],"Other":"x"}}""", """{"Lines":{"Line":["3"]}}"""],
            await ReadAll("<r><Item><Lines><Line><A>1</A></Line><Other>x</Other><Line><A>2</A></Line></Lines></Item><Item><Lines><Line>3</Line></Lines></Item></r>", options));
    }

    [Fact]
    public async Task Read_RepeatedAndNotDeclared_IsAnErrorThatNamesTheElement()
    {
        var exception = await Assert.ThrowsAsync<XmlRecordException>(() => ReadAll("<r><Item><A>secret</A><A>2</A></Item></r>", new XmlRecordOptions { RecordElement = "Item" }));

        Assert.Equal(MappingCodes.XmlRepeatedElement, exception.Code);
        Assert.Contains("'A'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Shape_GivesBooleansAndNumbers()
    {
        var shape = VendorShape.Create("t", "Item",
        [
            new VendorField { Path = "On", Type = VendorFieldType.Boolean }, new VendorField { Path = "Amount", Type = VendorFieldType.Decimal },
            new VendorField { Path = "Count", Type = VendorFieldType.Integer }, new VendorField { Path = "Lines[].On", Type = VendorFieldType.Boolean }, new VendorField { Path = "None", Type = VendorFieldType.Date },
        ]);

        Assert.Equal(
            ["""{"On":true,"Amount":-0.5,"Count":7,"Lines":[{"On":false}],"None":null}""", """{"On":"maybe","Amount":"1,5"}"""],
            await ReadAll("<r><Item On='1'><Amount>-.50</Amount><Count>+07</Count><Lines><On>0</On></Lines><None/></Item><Item><On>maybe</On><Amount>1,5</Amount></Item></r>", new XmlRecordOptions { RecordElement = "Item", Shape = shape }));
    }

    [Fact]
    public async Task Read_NumberWithoutDigits_StaysText()
    {
        var shape = VendorShape.Create("t", "Item", [new VendorField { Path = "Amount", Type = VendorFieldType.Decimal }]);

        Assert.Equal(
            ["""{"Amount":"-"}""", """{"Amount":"+"}""", """{"Amount":"."}""", """{"Amount":0}"""],
            await ReadAll("<r><Item><Amount>-</Amount></Item><Item><Amount>+</Amount></Item><Item><Amount>.</Amount></Item><Item><Amount>-00.</Amount></Item></r>", new XmlRecordOptions { RecordElement = "Item", Shape = shape }));
    }

    [Fact]
    public async Task Read_PathsAndNamespaceAndKeys_LeaveTheRestOut()
    {
        const string Xml = """
            <e:Env xmlns:e="urn:e" xmlns:w="urn:w" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><w:Data><w:Worker>
              <w:Ref><w:ID w:type="WID">a1</w:ID><w:ID w:type="Employee_ID">e1</w:ID><w:ID w:type="WID">a2</w:ID></w:Ref>
              <w:Big><w:X>1</w:X><w:X>2</w:X></w:Big><e:Ref>no</e:Ref><w:Nil xsi:nil="true"/><w:Name e:Lang="en">N</w:Name>
            </w:Worker></w:Data><w:Other><w:Worker/></w:Other></e:Env>
            """;
        var options = new XmlRecordOptions { RecordElement = "Data/Worker", Namespace = "urn:w", KeyedElements = s_ids, Paths = ["Ref.WID", "Nil", "Name"] };

        Assert.Equal(["""{"Ref":{"WID":"a1"},"Nil":null,"Name":"N"}"""], await ReadAll(Xml, options));
    }

    [Theory]
    [InlineData("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><Item>&x;</Item></r>", MappingCodes.XmlUnreadable)]
    [InlineData("<r><Item><A>1</Item></r>", MappingCodes.XmlUnreadable)]
    [InlineData("<r><Item><A>1", MappingCodes.XmlUnreadable)]
    public async Task Read_Hostile_IsRefusedWithoutItsText(string xml, string code)
    {
        var exception = await Assert.ThrowsAsync<XmlRecordException>(() => ReadAll(xml, new XmlRecordOptions { RecordElement = "Item" }));

        Assert.Equal(code, exception.Code);
    }

    [Fact]
    public async Task Read_LargeDeepOrManyElements_IsBounded()
    {
        var options = new XmlRecordOptions { RecordElement = "Item", MaxRecordBytes = 10_000, MaxDepth = 20, Arrays = ["A[]"] };
        var large = "<r><Item><A>" + new string('x', 20_000) + "</A></Item></r>";
        var many = "<r><Item>" + string.Concat(Enumerable.Repeat("<A/>", 1000)) + "</Item></r>";
        var deep = string.Concat(Enumerable.Repeat("<A>", 30)) + string.Concat(Enumerable.Repeat("</A>", 30));

        foreach (var xml in new[] { large, many, deep })
            Assert.Equal(MappingCodes.XmlTooLarge, (await Assert.ThrowsAsync<XmlRecordException>(() => ReadAll(xml, options))).Code);
    }

    [Theory]
    [InlineData("<r><Item A='")]
    [InlineData("<r><Item><A>")]
    [InlineData("<r><Item><![CDATA[")]
    [InlineData("<r><Other A='")]
    [InlineData("<r><Other>")]
    [InlineData("<r><!--")]
    [InlineData("<")]
    public async Task Read_ANodeWithoutEnd_IsNotReadIntoMemory(string beginning)
    {
        using var stream = new EndlessStream(beginning, 64 * 1024 * 1024);
        using var reader = new XmlRecordReader(stream, new XmlRecordOptions { RecordElement = "Item", MaxRecordBytes = 10_000 });

        var exception = await Assert.ThrowsAsync<XmlRecordException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(MappingCodes.XmlTooLarge, exception.Code);
        Assert.True(stream.Given < 1024 * 1024, $"{stream.Given} bytes were read.");
    }

    /// <summary>A beginning, and then one letter again and again.</summary>
    private sealed class EndlessStream(string beginning, long length) : MemoryStream
    {
        private int _at;

        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (Given >= length)
                return 0;
            for (var i = 0; i < buffer.Length; i++)
                buffer[i] = _at < beginning.Length ? (byte)beginning[_at++] : (byte)'x';
            Given += buffer.Length;
            return buffer.Length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }

    [Fact]
    public async Task Read_Cancelled_Throws()
    {
        using var stream = new MemoryStream("<r><Item/></r>"u8.ToArray());
        using var reader = new XmlRecordReader(stream, new XmlRecordOptions { RecordElement = "Item" });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(new CancellationToken(canceled: true)).AsTask());
    }

    [Fact]
    public async Task For_WorkdayDocument_ReadsTheRecordedWorkerByItsPaths()
    {
        var xml = Repository.Shared("fixtures", "workday", "soap", "get_workers_employment_only_no_reference.xml");
        var document = MappingDocument.Parse(await File.ReadAllBytesAsync(Repository.Path("src", "Connectors.Workday", "Mappings", "worker.resource.json"), TestContext.Current.CancellationToken));
        var options = XmlRecordOptions.For(document, "Response_Data/Worker") with { Namespace = "urn:com.workday/bsvc", KeyedElements = s_ids };
        using var stream = new MemoryStream(xml);
        using var reader = new XmlRecordReader(stream, options);

        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        var record = Encoding.UTF8.GetString(reader.Record.Span);
        Assert.DoesNotContain("Federal_Withholding_FEIN", record, StringComparison.Ordinal);
        Assert.Contains("\"Primary_Job\":true", record, StringComparison.Ordinal);
        var result = Mapper.Compile(document).ToCanonical(reader.Record.Span, Bench.Context);

        // The recording has no reference and no name, so it cannot become a resource; what it has arrives through the document's own paths.
        var missing = result.Issues.Select(issue => issue.SourcePath).ToList();
        Assert.DoesNotContain("Worker_Data.Employment_Data.Worker_Status_Data.Active", missing);
        Assert.DoesNotContain(result.Issues, issue => issue.Kind is MappingIssueKind.Value or MappingIssueKind.UnknownCode);
        Assert.Contains("Selected.Worker_Kind", missing);
        Assert.False(await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("get_workers_employment_only_no_reference.xml", 1)]
    [InlineData("get_workers_organizations_only.xml", 1)]
    [InlineData("get_workers_personal_many_contacts.trimmed.xml", 1)]
    [InlineData("get_workers_reference_only.xml", 1)]
    [InlineData("get_workers_empty_response_group_no_data.xml", 0)]
    [InlineData("get_workers_v25_1_descriptors.xml", 1)]
    public async Task Read_RecordedAnswers_GiveWhatTheWorkdayDocumentReads(string file, int least)
    {
        using var xsd = new MemoryStream(Repository.Shared("fixtures", "workday", "schema", "Human_Resources.v30.0.Get_Workers_Response.nodoc.xsd"));
        var shape = VendorShape.FromXsd(xsd, new VendorSchemaOptions { System = "workday", ObjectType = "Worker", KeyedElements = s_ids });
        var document = MappingDocument.Parse(await File.ReadAllBytesAsync(Repository.Path("src", "Connectors.Workday", "Mappings", "worker.resource.json"), TestContext.Current.CancellationToken));
        var xml = Encoding.UTF8.GetString(Repository.Shared("fixtures", "workday", "soap", file));

        var records = await ReadAll(xml, XmlRecordOptions.For(document, "Response_Data/Worker", shape) with { Namespace = "urn:com.workday/bsvc", KeyedElements = s_ids });

        Assert.True(records.Count >= least);
        Assert.All(records, record => Assert.True(record.Length < 4000, "More was kept than the document reads."));
        Assert.All(records, record => System.Text.Json.JsonDocument.Parse(record).Dispose());
        var mapper = Mapper.Compile(document);
        // Whatever is wrong with these partial recordings, no value is of a form that the lenses cannot read.
        Assert.All(records, record => Assert.DoesNotContain(mapper.ToCanonical(Encoding.UTF8.GetBytes(record), Bench.Context).Issues, issue => issue.Code is MappingCodes.WrongKind or MappingCodes.NotConvertible));
    }

    [Fact]
    public async Task Read_WholeWorkerByTheXsd_HasEveryElementOfTheRecording()
    {
        using var xsd = new MemoryStream(Repository.Shared("fixtures", "workday", "schema", "Human_Resources.v30.0.Get_Workers_Response.nodoc.xsd"));
        var shape = VendorShape.FromXsd(xsd, new VendorSchemaOptions { System = "workday", ObjectType = "Worker", KeyedElements = s_ids });
        var xml = Encoding.UTF8.GetString(Repository.Shared("fixtures", "workday", "soap", "get_workers_organizations_only.xml"));

        var record = Assert.Single(await ReadAll(xml, new XmlRecordOptions { RecordElement = "Response_Data/Worker", Namespace = "urn:com.workday/bsvc", KeyedElements = s_ids, Shape = shape }));

        using var json = System.Text.Json.JsonDocument.Parse(record);
        Assert.True(json.RootElement.GetProperty("Worker_Data").GetProperty("Organization_Data").GetProperty("Worker_Organization_Data").GetArrayLength() > 3);
        // Samples of the records and the XSD agree on what is there.
        var sampler = new ShapeSampler();
        sampler.Add(Encoding.UTF8.GetBytes(record));
        Assert.All(sampler.ToShape("workday", "Worker").Fields.Where(field => shape.Find(field.Path) is { Type: not VendorFieldType.Object and not VendorFieldType.Array }), field =>
            Assert.True(shape.Find(field.Path)!.Type == field.Type || field.Type == VendorFieldType.Text || shape.Find(field.Path)!.Type is VendorFieldType.Text or VendorFieldType.Decimal, field.Path));
    }

    private static async Task<List<string>> ReadAll(string xml, XmlRecordOptions options)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        using var reader = new XmlRecordReader(stream, options);
        var records = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            records.Add(Encoding.UTF8.GetString(reader.Record.Span));
        return records;
    }
}
