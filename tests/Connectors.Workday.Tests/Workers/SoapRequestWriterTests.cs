using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

public sealed class SoapRequestWriterTests
{
    private static readonly XNamespace Bsvc = "urn:com.workday/bsvc";
    private static readonly XNamespace Wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static readonly WorkersSnapshot Snapshot = new(new DateOnly(2026, 3, 8), new DateTimeOffset(2026, 3, 8, 15, 30, 0, 120, TimeSpan.FromHours(-8)));

    public static TheoryData<string> Queries { get; } = ["all", "criteria", "references", "minimal"];

    [Fact]
    public void GetWorkers_AlwaysAsksForTheReferenceFirst()
    {
        XElement group = Payload(new WorkersQuery()).Element(Bsvc + "Response_Group")!;

        Assert.Equal("Include_Reference", group.Elements().First().Name.LocalName);
        Assert.Equal("true", (string?)group.Element(Bsvc + "Exclude_Organization_Support_Role_Data"));
    }

    [Fact]
    public void GetWorkers_EveryPage_DiffersInThePageAlone()
    {
        string one = Payload(new WorkersQuery(), 1).ToString();
        string two = Payload(new WorkersQuery(), 2).ToString();

        Assert.Contains("2026-03-08T23:30:00.120Z", one, StringComparison.Ordinal);
        Assert.Contains(">2026-03-08<", one, StringComparison.Ordinal);
        Assert.Equal(one, two.Replace(">2</bsvc:Page>", ">1</bsvc:Page>", StringComparison.Ordinal));
    }

    [Fact]
    public void GetWorkers_Attributes_AreQualified()
    {
        XElement payload = Payload(Query("references"));

        Assert.All(payload.DescendantsAndSelf().Attributes().Where(a => !a.IsNamespaceDeclaration), attribute => Assert.Equal(Bsvc, attribute.Name.Namespace));
        Assert.Equal("v44.0", (string?)payload.Attribute(Bsvc + "version"));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    [Trait("Category", "Fixtures")]
    public void GetWorkers_EveryQuery_IsValidBySchema(string query)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, SharedFixtures.Path("workday/schema/Human_Resources.v30.0.requests.xsd"));

        List<string> faults = [];
        new XDocument(Payload(Query(query))).Validate(schemas, (_, e) => faults.Add(e.Message));

        Assert.Empty(faults);
    }

    [Fact]
    [Trait("Category", "Fixtures")]
    public void ServerTimestamp_IsValidBySchema()
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, SharedFixtures.Path("workday/schema/Human_Resources.v30.0.requests.xsd"));

        List<string> faults = [];
        new XDocument(Body(SoapRequestWriter.ServerTimestamp("v30.0", "acme", null))).Validate(schemas, (_, e) => faults.Add(e.Message));

        Assert.Empty(faults);
    }

    [Fact]
    public void Write_Credential_IsEscapedAndQualifiedByTheTenant()
    {
        XElement envelope = XElement.Parse(Encoding.UTF8.GetString(SoapRequestWriter.ServerTimestamp("v44.0", "acme_impl1", new WorkdayCredential("jane@example.com", "a<b&c>\"d'"))));
        XElement token = Assert.Single(envelope.Descendants(Wsse + "UsernameToken"));

        Assert.Equal("jane@example.com@acme_impl1", (string?)token.Element(Wsse + "Username"));
        Assert.Equal("a<b&c>\"d'", (string?)token.Element(Wsse + "Password"));
        Assert.EndsWith("#PasswordText", (string?)token.Element(Wsse + "Password")!.Attribute("Type"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithoutCredential_HasNoHeader()
    {
        XElement envelope = XElement.Parse(Encoding.UTF8.GetString(SoapRequestWriter.ServerTimestamp("v44.0", "acme_impl1", null)));

        Assert.Equal("Body", Assert.Single(envelope.Elements()).Name.LocalName);
    }

    [Fact]
    public void Write_PasswordThatXmlCannotCarry_IsRefusedWithoutShowingIt()
    {
        ConnectorException failure = Assert.Throws<ConnectorException>(() => SoapRequestWriter.ServerTimestamp("v44.0", "acme", new WorkdayCredential("isu", "sec\u0001ret")));

        Assert.Equal(WorkdayErrorCodes.UnusableCredential, failure.Code);
        Assert.DoesNotContain("sec\u0001ret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0x01", failure.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Null(failure.InnerException);
    }

    [Theory]
    [InlineData("isu", "isu@acme")]
    [InlineData("isu@acme", "isu@acme")]
    [InlineData("jane@example.com@acme", "jane@example.com@acme")]
    [InlineData("jane@example.com", "jane@example.com@acme")]
    [InlineData("isu@ACME", "isu@ACME@acme")]
    [InlineData("@acme", "@acme@acme")]
    public void QualifiedFor_SplitsAtTheLastAt(string userName, string expected) =>
        Assert.Equal(expected, new WorkdayCredential(userName, "x").QualifiedFor("acme"));

    [Fact]
    public void Credential_AsText_ShowsNothing() => Assert.Equal("WorkdayCredential (redacted)", new WorkdayCredential("isu", "hunter2").ToString());

    private static WorkersQuery Query(string name) => name switch
    {
        "criteria" => new WorkersQuery { ExcludeInactiveWorkers = true, ExcludeEmployees = true, ExcludeContingentWorkers = true },
        "references" => new WorkersQuery { Workers = [new WorkerKey("Employee_ID", "21001"), new WorkerKey(WorkerKey.WidType, "3aa5550b7fe348b98d7b5741afc65534")] },
        "minimal" => new WorkersQuery { IncludeAdditionalJobs = false, IncludeManagementChain = false, ExcludeOrganizationSupportRoles = false, PageSize = 999 },
        _ => new WorkersQuery(),
    };

    private static XElement Payload(WorkersQuery query, long page = 1) => Body(SoapRequestWriter.GetWorkers("v44.0", "acme", null, query, Snapshot, page));

    private static XElement Body(byte[] envelope)
    {
        XElement root = XElement.Load(XmlReader.Create(new MemoryStream(envelope)));
        return root.Elements().Single(e => e.Name.LocalName == "Body").Elements().Single();
    }
}
