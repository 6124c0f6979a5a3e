using System.Globalization;
using System.Text;
using System.Xml;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>
/// Writes requests that are valid by Workday's schema: its order of elements, and qualified attributes (attributeFormDefault is "qualified", so a bare
/// <c>type</c> is wrong even where the server lets it pass).
/// </summary>
internal static class SoapRequestWriter
{
    private const string Prefix = "bsvc";

    public static byte[] ServerTimestamp(string version, string tenant, WorkdayCredential? credential) => Write(tenant, credential, writer =>
    {
        Start(writer, "Server_Timestamp_Get");
        writer.WriteAttributeString(Prefix, "version", SoapNames.Workday, version);
        writer.WriteEndElement();
    });

    public static byte[] GetWorkers(string version, string tenant, WorkdayCredential? credential, WorkersQuery query, WorkersSnapshot snapshot, long page) =>
        Write(tenant, credential, writer => GetWorkers(writer, version, query, snapshot, page));

    public static void GetWorkers(XmlWriter writer, string version, WorkersQuery query, WorkersSnapshot snapshot, long page)
    {
        Start(writer, "Get_Workers_Request");
        writer.WriteAttributeString(Prefix, "version", SoapNames.Workday, version);
        if (query.Workers.Count > 0)
            WriteReferences(writer, query.Workers);
        else
            WriteCriteria(writer, query);

        // All pages carry the same two moments; else each page is evaluated at its own "now" and rows move between pages.
        Start(writer, "Response_Filter");
        Element(writer, "As_Of_Effective_Date", snapshot.EffectiveDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Element(writer, "As_Of_Entry_DateTime", snapshot.EntryMomentText);
        Element(writer, "Page", page.ToString(CultureInfo.InvariantCulture));
        Element(writer, "Count", query.PageSize.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndElement();

        // Include_Reference first and always: without it a worker comes without any key.
        Start(writer, "Response_Group");
        Element(writer, "Include_Reference", "true");
        Element(writer, "Include_Personal_Information", "true");
        if (query.IncludeAdditionalJobs)
            Element(writer, "Include_Additional_Jobs", "true");
        Element(writer, "Include_Employment_Information", "true");
        Element(writer, "Include_Organizations", "true");
        if (query.ExcludeOrganizationSupportRoles)
            Element(writer, "Exclude_Organization_Support_Role_Data", "true");
        if (query.IncludeManagementChain)
            Element(writer, "Include_Management_Chain_Data", "true");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteReferences(XmlWriter writer, IReadOnlyList<WorkerKey> workers)
    {
        Start(writer, "Request_References");
        writer.WriteAttributeString(Prefix, "Skip_Non_Existing_Instances", SoapNames.Workday, "true");
        foreach (WorkerKey worker in workers)
        {
            Start(writer, "Worker_Reference");
            Start(writer, "ID");
            writer.WriteAttributeString(Prefix, "type", SoapNames.Workday, worker.Type);
            writer.WriteString(worker.Value);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteCriteria(XmlWriter writer, WorkersQuery query)
    {
        if (query is { ExcludeInactiveWorkers: false, ExcludeEmployees: false, ExcludeContingentWorkers: false })
            return;
        Start(writer, "Request_Criteria");
        if (query.ExcludeInactiveWorkers)
            Element(writer, "Exclude_Inactive_Workers", "true");
        if (query.ExcludeEmployees)
            Element(writer, "Exclude_Employees", "true");
        if (query.ExcludeContingentWorkers)
            Element(writer, "Exclude_Contingent_Workers", "true");
        writer.WriteEndElement();
    }

    private static byte[] Write(string tenant, WorkdayCredential? credential, Action<XmlWriter> payload)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            writer.WriteStartElement("soapenv", "Envelope", SoapNames.Envelope);
            writer.WriteAttributeString("xmlns", Prefix, null, SoapNames.Workday);
            if (credential is not null)
                WriteSecurity(writer, tenant, credential);
            writer.WriteStartElement("Body", SoapNames.Envelope);
            payload(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    // WS-Security UsernameToken Profile 1.0 with PasswordText: no nonce and no digest, as Workday has it.
    private static void WriteSecurity(XmlWriter writer, string tenant, WorkdayCredential credential)
    {
        try
        {
            writer.WriteStartElement("Header", SoapNames.Envelope);
            writer.WriteStartElement("wsse", "Security", SoapNames.Security);
            writer.WriteAttributeString("mustUnderstand", SoapNames.Envelope, "1");
            writer.WriteStartElement("UsernameToken", SoapNames.Security);
            writer.WriteElementString("Username", SoapNames.Security, credential.QualifiedFor(tenant));
            writer.WriteStartElement("Password", SoapNames.Security);
            writer.WriteAttributeString("Type", SoapNames.PasswordText);
            writer.WriteString(credential.Password);
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        catch (ArgumentException)
        {
            // The writer's exception would name the character, which is a part of the secret: it is not passed on.
            throw new ConnectorException(
                WorkdayErrorCodes.UnusableCredential,
                IssueKind.Configuration,
                "The user name or the password holds a character that XML 1.0 cannot carry. Set another password for the integration system user.");
        }
    }

    private static void Start(XmlWriter writer, string name) => writer.WriteStartElement(Prefix, name, SoapNames.Workday);

    private static void Element(XmlWriter writer, string name, string value) => writer.WriteElementString(Prefix, name, SoapNames.Workday, value);
}
