using System.Text.Json.Nodes;

namespace Connectors.Workday.Tests;

public sealed class WorkerSelectionTests
{
    [Fact]
    public void Select_ManyEmails_TakesThePublicPrimaryWorkOne()
    {
        JsonObject selected = Select("""
            {"Worker_Data":{"Personal_Data":{"Contact_Data":{"Email_Address_Data":[
              {"Email_Address":"private@home.example","Usage_Data":[{"Public":false,"Type_Data":[{"Primary":true,"Type_Reference":{"Communication_Usage_Type_ID":"HOME"}}]}]},
              {"Email_Address":"hidden@work.example","Usage_Data":[{"Public":false,"Type_Data":[{"Primary":true,"Type_Reference":{"Communication_Usage_Type_ID":"WORK"}}]}]},
              {"Email_Address":"second@work.example","Usage_Data":[{"Public":true,"Type_Data":[{"Primary":false,"Type_Reference":{"Communication_Usage_Type_ID":"WORK"}}]}]},
              {"Email_Address":"right@work.example","Usage_Data":[{"Public":true,"Type_Data":[{"Primary":true,"Type_Reference":{"Communication_Usage_Type_ID":"WORK"}}]}]}
            ]}}}}
            """);

        Assert.Equal("right@work.example", (string?)selected["Work_Email_Address"]);
    }

    [Fact]
    public void Select_PropertiesSpreadOverUsages_IsNotAWorkAddress()
    {
        JsonObject selected = Select("""
            {"Worker_Data":{"Personal_Data":{"Contact_Data":{"Email_Address_Data":[
              {"Email_Address":"only@home.example","Usage_Data":[
                {"Public":true,"Type_Data":[{"Primary":true,"Type_Reference":{"Communication_Usage_Type_ID":"HOME"}}]},
                {"Public":false,"Type_Data":[{"Primary":true,"Type_Reference":{"Communication_Usage_Type_ID":"WORK"}}]}]}
            ]}}}}
            """);

        Assert.False(selected.ContainsKey("Work_Email_Address"));
    }

    [Fact]
    public void Select_Names_TakesThePreferredBlockWholeAndElseTheLegalOne()
    {
        const string Legal = """ "Legal_Name_Data":{"Name_Detail_Data":{"Formatted_Name":"Robert Roe","First_Name":"Robert","Last_Name":"Roe"}} """;
        const string Preferred = """ "Preferred_Name_Data":{"Name_Detail_Data":{"Formatted_Name":"Bob","First_Name":"Bob"}} """;

        JsonObject both = Select($$$"""{"Worker_Data":{"Personal_Data":{"Name_Data":{ {{{Legal}}}, {{{Preferred}}} } } } }""");
        JsonObject legal = Select($$$"""{"Worker_Data":{"Personal_Data":{"Name_Data":{ {{{Legal}}} } } } }""");

        Assert.Equal("Bob", (string?)both["Name_Detail_Data"]!["Formatted_Name"]);
        Assert.Null(both["Name_Detail_Data"]!["Last_Name"]);
        Assert.Equal("Roe", (string?)legal["Name_Detail_Data"]!["Last_Name"]);
    }

    [Fact]
    public void Select_Company_GoesByTheKindOfIdAndNotByTheTenantsType()
    {
        JsonObject selected = Select("""
            {"Worker_Data":{"Organization_Data":{"Worker_Organization_Data":[
              {"Organization_Reference":{"WID":"h","Custom_Organization_Reference_ID":"x"},"Organization_Data":{"Organization_Type_Reference":{"Organization_Type_ID":"COMPANY_HIERARCHY"}}},
              {"Organization_Reference":{"WID":"c","Company_Reference_ID":"GMS_USA"},"Organization_Data":{"Organization_Type_Reference":{"Organization_Type_ID":"123456"}}},
              {"Organization_Reference":{"WID":"k","Cost_Center_Reference_ID":"70100"}}
            ]}}}
            """);

        Assert.Equal("c", (string?)selected["Company_Reference"]!["WID"]);
        Assert.Equal("k", (string?)selected["Cost_Center_Reference"]!["WID"]);
    }

    [Fact]
    public void Select_CostCenterOfThePrimaryPosition_GoesBeforeThatOfTheWorker()
    {
        JsonObject selected = Select("""
            {"Worker_Data":{
              "Employment_Data":{"Worker_Job_Data":[
                {"Primary_Job":false,"Position_Organizations_Data":{"Position_Organization_Data":[{"Organization_Reference":{"WID":"other","Cost_Center_Reference_ID":"1"}}]}},
                {"Primary_Job":true,"Position_Organizations_Data":{"Position_Organization_Data":[{"Organization_Reference":{"WID":"primary","Cost_Center_Reference_ID":"2"}}]}}]},
              "Organization_Data":{"Worker_Organization_Data":[{"Organization_Reference":{"WID":"worker","Cost_Center_Reference_ID":"3"}}]}}}
            """);

        Assert.Equal("primary", (string?)selected["Cost_Center_Reference"]!["WID"]);
    }

    [Fact]
    public void Select_Manager_IsTheLastLinkOfTheChainAndElseTheDetectedOne()
    {
        const string Chain = """ "Management_Chain_Data":{"Worker_Supervisory_Management_Chain_Data":{"Management_Chain_Data":[{"Manager_Reference":[{"WID":"top"}]},{"Manager_Reference":[{"WID":"direct"}]}]}} """;
        const string Job = """ "Employment_Data":{"Worker_Job_Data":[{"Primary_Job":true,"Position_Data":{"Manager_as_of_last_detected_manager_change_Reference":[{"WID":"detected"}]}}]} """;

        Assert.Equal("direct", (string?)Select($$$"""{"Worker_Data":{ {{{Chain}}}, {{{Job}}} }}""")["Manager_Reference"]!["WID"]);
        Assert.Equal("detected", (string?)Select($$$"""{"Worker_Data":{ {{{Job}}} }}""")["Manager_Reference"]!["WID"]);
    }

    [Theory]
    [InlineData("""{"Worker_Reference":{"WID":"w","Employee_ID":"1"}}""", "employee")]
    [InlineData("""{"Worker_Reference":{"WID":"w","Contingent_Worker_ID":"1"}}""", "contingent")]
    [InlineData("""{"Worker_Reference":{"WID":"w"},"Worker_Data":{"Employment_Data":{"Worker_Job_Data":[{"Primary_Job":true,"Position_Data":{"Worker_Type_Reference":{"Contingent_Worker_Type_ID":"C"}}}]}}}""", "contingent")]
    [InlineData("""{"Worker_Reference":{"WID":"w"},"Worker_Data":{"Employment_Data":{"Worker_Job_Data":[{"Primary_Job":false,"Position_Data":{"Worker_Type_Reference":{"Employee_Type_ID":"R"}}}]}}}""", null)]
    public void Select_Kind_GoesByTheReferenceThenByThePrimaryJob(string worker, string? expected) =>
        Assert.Equal(expected, (string?)Select(worker)["Worker_Kind"]);

    private static JsonObject Select(string worker) => WorkerSelection.Select(JsonNode.Parse(worker)!.AsObject());
}
