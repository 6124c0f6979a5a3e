using System.Globalization;
using System.Xml.Linq;

namespace Canonical.Testing;

/// <summary>A Get_Workers request as the sandbox understands it, with everything in it that Workday's schema does not allow.</summary>
internal sealed class WorkdaySandboxRequest
{
    public static readonly XNamespace Bsvc = "urn:com.workday/bsvc";

    // The order of the schema (Worker_Response_GroupType); what the sandbox does not act on is allowed and ignored.
    private static readonly string[] GroupOrder =
    [
        "Include_Reference", "Include_Personal_Information", "Include_Additional_Jobs", "Include_Employment_Information", "Include_Compensation",
        "Include_Organizations", "Exclude_Organization_Support_Role_Data", "Exclude_Location_Hierarchies", "Exclude_Cost_Centers",
        "Exclude_Cost_Center_Hierarchies", "Exclude_Companies", "Exclude_Company_Hierarchies", "Exclude_Matrix_Organizations", "Exclude_Pay_Groups",
        "Exclude_Regions", "Exclude_Region_Hierarchies", "Exclude_Supervisory_Organizations", "Exclude_Teams", "Exclude_Custom_Organizations",
        "Include_Roles", "Include_Management_Chain_Data", "Include_Multiple_Managers_in_Management_Chain_Data", "Include_Transaction_Log_Data",
        "Include_User_Account",
    ];

    private static readonly string[] CriteriaOrder =
    [
        "Transaction_Log_Criteria_Data", "Organization_Reference", "Country_Reference", "Include_Subordinate_Organizations", "Position_Reference",
        "Event_Reference", "Benefit_Plan_Reference", "Field_And_Parameter_Criteria_Data", "National_ID_Criteria_Data", "Exclude_Inactive_Workers",
        "Exclude_Employees", "Exclude_Contingent_Workers", "Eligibility_Criteria_Data", "Universal_ID_Reference",
    ];

    private static readonly string[] RequestOrder = ["Request_References", "Request_Criteria", "Response_Filter", "Response_Group"];
    private static readonly string[] FilterOrder = ["As_Of_Effective_Date", "As_Of_Entry_DateTime", "Page", "Count"];

    private readonly List<string> _violations = [];

    public WorkdaySandboxRequest(XElement request)
    {
        Element = request;
        XElement? filter = request.Element(Bsvc + "Response_Filter");
        XElement? criteria = request.Element(Bsvc + "Request_Criteria");
        References = request.Element(Bsvc + "Request_References");
        Criteria = criteria;
        Filter = filter;
        Group = request.Element(Bsvc + "Response_Group");
        CheckOrder(request, RequestOrder);
        CheckOrder(filter, FilterOrder);
        CheckOrder(criteria, CriteriaOrder);
        CheckOrder(Group, GroupOrder);
        if (References is not null && criteria is not null)
            _violations.Add("Request_References and Request_Criteria together");
        foreach (XAttribute attribute in request.DescendantsAndSelf().Attributes())
        {
            if (!attribute.IsNamespaceDeclaration && attribute.Name.Namespace != Bsvc)
                _violations.Add($"attribute {attribute.Name.LocalName} is not qualified");
        }

        if (Text(filter, "As_Of_Effective_Date") is { } day)
        {
            // A dateTime is taken in production although the schema says date.
            if (day.Length > 10 && day[10] == 'T')
                _violations.Add("As_Of_Effective_Date is not an xs:date");
            EffectiveDate = DateOnly.ParseExact(day.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        if (Text(filter, "As_Of_Entry_DateTime") is { } moment)
            EntryMoment = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        else if (Text(filter, "Page") is not null)
            _violations.Add("Page without As_Of_Entry_DateTime");
        Page = Number(filter, "Page") ?? 1;
        Count = Number(filter, "Count") ?? 100;
    }

    public XElement Element { get; }

    public XElement? References { get; }

    public XElement? Criteria { get; }

    public XElement? Filter { get; }

    /// <summary>Null when absent, which means the defaults; empty means nothing at all.</summary>
    public XElement? Group { get; }

    public DateOnly? EffectiveDate { get; }

    public DateTimeOffset? EntryMoment { get; }

    public long Page { get; }

    public long Count { get; }

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Whether a part of a worker is asked for.</summary>
    public bool Wants(string part, bool byDefault) => Group is null ? byDefault : IsTrue(Group, part);

    public bool Excludes(string what) => IsTrue(Criteria, what);

    private static bool IsTrue(XElement? parent, string name) => Text(parent, name) is "true" or "1";

    private static string? Text(XElement? parent, string name) => parent?.Element(Bsvc + name)?.Value.Trim();

    private static long? Number(XElement? parent, string name) =>
        Text(parent, name) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private void CheckOrder(XElement? parent, string[] order)
    {
        int last = -1;
        foreach (XElement child in parent?.Elements() ?? [])
        {
            int place = child.Name.Namespace == Bsvc ? Array.IndexOf(order, child.Name.LocalName) : -1;
            if (place < 0)
                _violations.Add($"{child.Name.LocalName} in {parent!.Name.LocalName} is unknown to the sandbox");
            else if (place < last)
                _violations.Add($"{child.Name.LocalName} in {parent!.Name.LocalName} is out of order");
            last = Math.Max(last, place);
        }
    }
}
