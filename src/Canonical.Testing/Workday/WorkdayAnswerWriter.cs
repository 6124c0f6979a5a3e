using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Canonical.Testing;

/// <summary>Writes answers in the form of the recordings: prefix env outside and wd inside, booleans as 1 and 0 except where recordings have true.</summary>
internal static class WorkdayAnswerWriter
{
    private const string Env = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Wd = "urn:com.workday/bsvc";

    public static void WriteTimestamp(XmlWriter writer, string version, string timestamp)
    {
        Begin(writer, "Server_Timestamp", version);
        Element(writer, "Server_Timestamp_Data", timestamp);
        End(writer);
    }

    public static void WriteWorkers(
        XmlWriter writer, string version, WorkdaySandboxRequest request, IReadOnlyList<WorkdaySandboxWorker> page, long total, long pages, DateOnly today)
    {
        Begin(writer, "Get_Workers_Response", version);
        foreach (XElement echo in new[] { request.References, request.Criteria, request.Filter }.OfType<XElement>())
            Echo(writer, echo);
        // An empty group is not echoed.
        if (request.Group is { HasElements: true })
            Echo(writer, request.Group);
        Start(writer, "Response_Results");
        Element(writer, "Total_Results", Text(total));
        Element(writer, "Total_Pages", Text(pages));
        Element(writer, "Page_Results", Text(page.Count));
        Element(writer, "Page", Text(request.Page));
        writer.WriteEndElement();
        if (page.Count > 0 && request.Group is not { HasElements: false })
        {
            Start(writer, "Response_Data");
            foreach (WorkdaySandboxWorker worker in page)
                WriteWorker(writer, request, worker, today);
            writer.WriteEndElement();
        }

        End(writer);
    }

    private static void WriteWorker(XmlWriter writer, WorkdaySandboxRequest request, WorkdaySandboxWorker worker, DateOnly today)
    {
        Start(writer, "Worker");
        if (request.Wants("Include_Reference", true))
        {
            Reference(writer, "Worker_Reference", worker.Wid, worker.IsContingent ? "Contingent_Worker_ID" : "Employee_ID", worker.WorkerId);
            Element(writer, "Worker_Descriptor", FullName(worker.FirstName, worker.LastName));
        }

        bool personal = request.Wants("Include_Personal_Information", true);
        bool employment = request.Wants("Include_Employment_Information", true);
        bool organizations = request.Wants("Include_Organizations", true);
        bool chain = request.Wants("Include_Management_Chain_Data", false);
        if (personal || employment || organizations || chain)
        {
            Start(writer, "Worker_Data");
            Element(writer, "Worker_ID", worker.WorkerId);
            if (personal)
                WritePersonal(writer, worker);
            if (employment)
                WriteEmployment(writer, request, worker, today);
            if (organizations)
                WriteOrganizations(writer, request, worker);
            if (chain && worker.ManagerWid is not null)
                WriteChain(writer, worker.ManagerWid);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WritePersonal(XmlWriter writer, WorkdaySandboxWorker worker)
    {
        Start(writer, "Personal_Data");
        Start(writer, "Name_Data");
        WriteName(writer, "Legal_Name_Data", worker.FirstName, worker.LastName);
        if (worker.PreferredFirstName is not null)
            WriteName(writer, "Preferred_Name_Data", worker.PreferredFirstName, worker.LastName);
        writer.WriteEndElement();
        // Things a connector must not carry on: they stand in every real answer.
        Element(writer, "Birth_Date", "1980-02-29-08:00");
        Start(writer, "Contact_Data");
        foreach (WorkdaySandboxEmail email in worker.Emails)
        {
            Start(writer, "Email_Address_Data");
            Element(writer, "Email_Address", email.Address);
            Start(writer, "Usage_Data");
            Attribute(writer, "Public", email.IsPublic ? "1" : "0");
            Start(writer, "Type_Data");
            Attribute(writer, "Primary", email.IsPrimary ? "true" : "0");
            Reference(writer, "Type_Reference", "1f27f250dfaa4724ab1e1617174281e4", "Communication_Usage_Type_ID", email.Usage);
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteName(XmlWriter writer, string element, string? first, string last)
    {
        Start(writer, element);
        Start(writer, "Name_Detail_Data");
        Attribute(writer, "Formatted_Name", FullName(first, last));
        Attribute(writer, "Reporting_Name", first is null ? last : $"{last}, {first}");
        Reference(writer, "Country_Reference", null, "ISO_3166-1_Alpha-2_Code", "US");
        if (first is not null)
            Element(writer, "First_Name", first);
        Element(writer, "Last_Name", last);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteEmployment(XmlWriter writer, WorkdaySandboxRequest request, WorkdaySandboxWorker worker, DateOnly today)
    {
        Start(writer, "Employment_Data");
        if (worker.HasAdditionalJobFirst && request.Wants("Include_Additional_Jobs", false))
            WriteJob(writer, worker, "Second job", null, isPrimary: false);
        WriteJob(writer, worker, worker.PositionTitle, worker.BusinessTitle, isPrimary: true);
        // The termination takes effect on the day after.
        bool terminated = worker.TerminationDate < today;
        Start(writer, "Worker_Status_Data");
        Element(writer, "Active", terminated ? "0" : "1");
        Element(writer, "Active_Status_Date", Text(terminated ? worker.TerminationDate!.Value.AddDays(1) : worker.HireDate));
        Element(writer, "Hire_Date", Text(worker.HireDate));
        Element(writer, "Original_Hire_Date", Text(worker.HireDate) + "-08:00");
        Element(writer, "Terminated", terminated ? "1" : "0");
        if (worker.TerminationDate is { } end)
            Element(writer, "Termination_Date", Text(end));
        Element(writer, "Rehire", "0");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteJob(XmlWriter writer, WorkdaySandboxWorker worker, string title, string? businessTitle, bool isPrimary)
    {
        Start(writer, "Worker_Job_Data");
        Attribute(writer, "Primary_Job", isPrimary ? "1" : "0");
        Start(writer, "Position_Data");
        Attribute(writer, "Effective_Date", Text(worker.HireDate));
        Element(writer, "Position_Title", title);
        if (businessTitle is not null)
            Element(writer, "Business_Title", businessTitle);
        Element(writer, "Start_Date", Text(worker.HireDate));
        Reference(writer, "Worker_Type_Reference", null, worker.IsContingent ? "Contingent_Worker_Type_ID" : "Employee_Type_ID", worker.IsContingent ? "Contractor" : "Regular");
        Element(writer, "Full_Time_Equivalent_Percentage", worker.FullTimeEquivalentPercentage.ToString(CultureInfo.InvariantCulture));
        // Zero here means "not specified", as in the recording.
        Element(writer, "Specify_Paid_FTE", "0");
        Element(writer, "Paid_FTE", "0");
        if (worker.Location is not null)
        {
            Start(writer, "Business_Site_Summary_Data");
            Reference(writer, "Location_Reference", null, "Location_ID", worker.Location);
            Element(writer, "Name", worker.Location);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteOrganizations(XmlWriter writer, WorkdaySandboxRequest request, WorkdaySandboxWorker worker)
    {
        Start(writer, "Organization_Data");
        if (worker.CostCenter is not null)
            WriteOrganization(writer, request, "Cost_Center_Reference_ID", worker.CostCenter, "COST_CENTER");
        // The type of a company is what the tenant made of it: a recorded one is 123456.
        if (worker.Company is not null)
            WriteOrganization(writer, request, "Company_Reference_ID", worker.Company, "123456");
        writer.WriteEndElement();
    }

    private static void WriteOrganization(XmlWriter writer, WorkdaySandboxRequest request, string idType, string id, string type)
    {
        Start(writer, "Worker_Organization_Data");
        Start(writer, "Organization_Reference");
        Id(writer, "WID", WorkdaySandbox.OrganizationWid(id));
        Id(writer, "Organization_Reference_ID", id);
        Id(writer, idType, id);
        writer.WriteEndElement();
        Start(writer, "Organization_Data");
        Element(writer, "Organization_Reference_ID", id);
        Element(writer, "Organization_Name", id);
        Reference(writer, "Organization_Type_Reference", null, "Organization_Type_ID", type);
        if (!request.Wants("Exclude_Organization_Support_Role_Data", false))
        {
            Start(writer, "Organization_Support_Role_Data");
            Start(writer, "Organization_Support_Role");
            Reference(writer, "Organization_Role_Reference", null, "Organization_Role_ID", "Integration_Partner");
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteChain(XmlWriter writer, string managerWid)
    {
        Start(writer, "Management_Chain_Data");
        Start(writer, "Worker_Supervisory_Management_Chain_Data");
        foreach (string wid in new[] { new string('0', 31) + "f", managerWid })
        {
            Start(writer, "Management_Chain_Data");
            Reference(writer, "Manager_Reference", wid, null, null);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void Begin(XmlWriter writer, string payload, string version)
    {
        writer.WriteStartElement("env", "Envelope", Env);
        writer.WriteStartElement("env", "Body", Env);
        Start(writer, payload);
        Attribute(writer, "version", version);
    }

    private static void End(XmlWriter writer)
    {
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void Echo(XmlWriter writer, XElement element)
    {
        Start(writer, element.Name.LocalName);
        foreach (XAttribute attribute in element.Attributes().Where(static a => !a.IsNamespaceDeclaration))
            Attribute(writer, attribute.Name.LocalName, attribute.Value);
        foreach (XElement child in element.Elements())
            Echo(writer, child);
        if (!element.HasElements)
            writer.WriteString(element.Value switch { "true" => "1", "false" => "0", var other => other });
        writer.WriteEndElement();
    }

    private static void Reference(XmlWriter writer, string element, string? wid, string? type, string? value)
    {
        Start(writer, element);
        if (wid is not null)
            Id(writer, "WID", wid);
        if (type is not null)
            Id(writer, type, value!);
        writer.WriteEndElement();
    }

    private static void Id(XmlWriter writer, string type, string value)
    {
        Start(writer, "ID");
        Attribute(writer, "type", type);
        writer.WriteString(value);
        writer.WriteEndElement();
    }

    private static string FullName(string? first, string last) => first is null ? last : $"{first} {last}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Start(XmlWriter writer, string name) => writer.WriteStartElement("wd", name, Wd);

    private static void Attribute(XmlWriter writer, string name, string value) => writer.WriteAttributeString("wd", name, Wd, value);

    private static void Element(XmlWriter writer, string name, string value) => writer.WriteElementString("wd", name, Wd, value);
}
