using static Connectors.Workday.ElementShape;

namespace Connectors.Workday;

/// <summary>The element map of a Worker (Human_Resources, Get_Workers): what canonical resources need and no more.</summary>
internal static class WorkerShape
{
    private static readonly ElementShape NameDetail = Structure(
        "Name_Detail_Data",
        [Text("Formatted_Name"), Text("Reporting_Name")],
        Reference("Country_Reference"),
        Text("First_Name"),
        Text("Middle_Name"),
        Text("Last_Name"),
        Text("Secondary_Last_Name"));

    private static readonly ElementShape Usage = Structure(
        "Usage_Data",
        [Boolean("Public")],
        Structure("Type_Data", [Boolean("Primary")], Reference("Type_Reference")).Many()).Many();

    private static readonly ElementShape Organization = Structure(
        "Organization_Data",
        [],
        Text("Organization_Reference_ID"),
        Text("Organization_Code"),
        Text("Organization_Name"),
        Reference("Organization_Type_Reference"),
        Reference("Organization_Subtype_Reference"));

    private static readonly ElementShape Position = Structure(
        "Position_Data",
        [Date("Effective_Date")],
        Reference("Position_Reference"),
        Text("Position_ID"),
        Text("Position_Title"),
        Text("Business_Title"),
        Date("Start_Date"),
        Date("End_Employment_Date"),
        Date("End_Date"),
        Reference("Worker_Type_Reference"),
        Reference("Position_Time_Type_Reference"),
        Decimal("Scheduled_Weekly_Hours"),
        Decimal("Default_Weekly_Hours"),
        Decimal("Full_Time_Equivalent_Percentage"),
        Boolean("Specify_Paid_FTE"),
        Decimal("Paid_FTE"),
        Boolean("Specify_Working_FTE"),
        Decimal("Working_FTE"),
        Structure(
            "Job_Profile_Summary_Data",
            [],
            Reference("Job_Profile_Reference"),
            Reference("Management_Level_Reference"),
            Reference("Job_Family_Reference").Many(),
            Text("Job_Profile_Name")),
        Structure(
            "Business_Site_Summary_Data",
            [],
            Reference("Location_Reference"),
            Text("Name"),
            Structure("Address_Data", [], Reference("Country_Reference"))),
        Reference("Manager_as_of_last_detected_manager_change_Reference").Many());

    private static readonly ElementShape Status = Structure(
        "Worker_Status_Data",
        [],
        Boolean("Active"),
        Date("Active_Status_Date"),
        Date("Hire_Date"),
        Date("Original_Hire_Date"),
        Date("End_Employment_Date"),
        Date("Continuous_Service_Date"),
        Date("First_Day_of_Work"),
        Boolean("Terminated"),
        Date("Termination_Date"),
        Boolean("Hire_Rescinded"),
        Date("Termination_Last_Day_of_Work"),
        Boolean("Rehire"));

    /// <summary>The map from the Worker element downwards.</summary>
    public static ElementShape Worker { get; } = Structure(
        "Worker",
        [],
        Reference("Worker_Reference"),
        Reference("Universal_Identifier_Reference"),
        Structure(
            "Worker_Data",
            [],
            Text("Worker_ID"),
            Text("User_ID"),
            Text("Universal_ID"),
            Structure(
                "Personal_Data",
                [],
                Structure(
                    "Name_Data",
                    [],
                    Structure("Legal_Name_Data", [], NameDetail),
                    Structure("Preferred_Name_Data", [], NameDetail)),
                Structure(
                    "Contact_Data",
                    [],
                    Structure("Email_Address_Data", [], Text("Email_Address"), Usage).Many())),
            Structure(
                "Employment_Data",
                [],
                Structure(
                    "Worker_Job_Data",
                    [Boolean("Primary_Job")],
                    Position,
                    Structure(
                        "Position_Organizations_Data",
                        [],
                        Structure("Position_Organization_Data", [], Reference("Organization_Reference"), Organization).Many())).Many(),
                Status,
                Structure(
                    "Worker_Contract_Data",
                    [],
                    Date("Contract_End_Date"),
                    Reference("Supplier_Reference"))),
            Structure(
                "Organization_Data",
                [],
                Structure("Worker_Organization_Data", [], Reference("Organization_Reference"), Organization).Many()),
            Structure(
                "Management_Chain_Data",
                [],
                Structure(
                    "Worker_Supervisory_Management_Chain_Data",
                    [],
                    Structure("Management_Chain_Data", [], Reference("Organization_Reference"), Reference("Manager_Reference").Many()).Many()))));
}
