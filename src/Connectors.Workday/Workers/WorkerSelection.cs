using System.Text.Json.Nodes;

namespace Connectors.Workday;

/// <summary>
/// Choices that a document of lenses cannot make: which of several jobs, e-mail addresses, organizations or managers is meant. What is chosen stands in the record
/// under <c>Selected</c>, beside the elements that it was chosen from. Nothing is ever chosen because it came first.
/// </summary>
internal static class WorkerSelection
{
    private const string Work = "WORK";

    public static JsonObject Select(JsonObject worker)
    {
        JsonObject? data = worker.Object("Worker_Data");
        JsonObject? name = data.Object("Personal_Data").Object("Name_Data");
        JsonObject? employment = data.Object("Employment_Data");
        JsonObject? job = PrimaryJob(employment);
        JsonObject? position = job.Object("Position_Data");
        var selected = new JsonObject();
        Add(selected, "Alternate_Key", WorkerRecords.AlternateKey(worker.Object("Worker_Reference"))?.ToString());
        Add(selected, "Worker_Kind", Kind(worker.Object("Worker_Reference"), position));
        Add(selected, "Name_Detail_Data", name.Object("Preferred_Name_Data").Object("Name_Detail_Data") ?? name.Object("Legal_Name_Data").Object("Name_Detail_Data"));
        Add(selected, "Work_Email_Address", WorkEmail(data));
        Add(selected, "Company_Reference", Organization(data, job, "Company_Reference_ID"));
        Add(selected, "Cost_Center_Reference", Organization(data, job, "Cost_Center_Reference_ID"));
        Add(selected, "Manager_Reference", Manager(data, position));
        return selected;
    }

    /// <summary>The address whose usage is public, of type WORK and primary, all in one usage. The others may be private and are not looked at.</summary>
    private static string? WorkEmail(JsonObject? data)
    {
        foreach (JsonObject email in data.Object("Personal_Data").Object("Contact_Data").Objects("Email_Address_Data"))
        {
            foreach (JsonObject usage in email.Objects("Usage_Data"))
            {
                bool isWork = usage.IsTrue("Public")
                    && usage.Objects("Type_Data").Any(static type =>
                        type.IsTrue("Primary") && type.Object("Type_Reference").Text("Communication_Usage_Type_ID") == Work);
                if (isWork)
                    return email.Text("Email_Address");
            }
        }

        return null;
    }

    private static JsonObject? PrimaryJob(JsonObject? employment) =>
        employment.Objects("Worker_Job_Data").FirstOrDefault(static job => job.IsTrue("Primary_Job"));

    /// <summary>By the type of the reference first: it is how Workday itself tells an employee from a contingent worker.</summary>
    private static string? Kind(JsonObject? reference, JsonObject? position)
    {
        if (reference.Text("Contingent_Worker_ID") is not null)
            return "contingent";
        if (reference.Text("Employee_ID") is not null)
            return "employee";
        JsonObject? type = position.Object("Worker_Type_Reference");
        if (type.Text("Contingent_Worker_Type_ID") is not null)
            return "contingent";
        return type.Text("Employee_Type_ID") is not null ? "employee" : null;
    }

    /// <summary>The organization with this kind of reference id: types of organizations are editable by the tenant (a recorded company has the type 123456), kinds of ids are not.</summary>
    private static JsonObject? Organization(JsonObject? data, JsonObject? job, string idType)
    {
        IEnumerable<JsonObject> ofJob = job.Object("Position_Organizations_Data").Objects("Position_Organization_Data");
        IEnumerable<JsonObject> ofWorker = data.Object("Organization_Data").Objects("Worker_Organization_Data");
        return ofJob.Concat(ofWorker)
            .Select(static organization => organization.Object("Organization_Reference"))
            .FirstOrDefault(reference => reference.Text(idType) is not null);
    }

    /// <summary>The last link of the supervisory chain, which is the worker's own organization; else the manager that a background process detected, which may lag.</summary>
    private static JsonObject? Manager(JsonObject? data, JsonObject? position)
    {
        JsonObject? link = data.Object("Management_Chain_Data").Object("Worker_Supervisory_Management_Chain_Data").Objects("Management_Chain_Data").LastOrDefault();
        return link.Objects("Manager_Reference").FirstOrDefault()
            ?? position.Objects("Manager_as_of_last_detected_manager_change_Reference").FirstOrDefault();
    }

    private static void Add(JsonObject selected, string name, string? value)
    {
        if (value is not null)
            selected[name] = JsonValue.Create(value);
    }

    private static void Add(JsonObject selected, string name, JsonObject? value)
    {
        if (value is not null)
            selected[name] = value.DeepClone();
    }
}
