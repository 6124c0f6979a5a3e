using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

public sealed class GetWorkersResponseTests
{
    private const string Reference = "<wd:Worker_Reference><wd:ID wd:type=\"WID\">3aa5550b7fe348b98d7b5741afc65534</wd:ID><wd:ID wd:type=\"Employee_ID\">21001</wd:ID></wd:Worker_Reference>";

    [Fact]
    public async Task Read_AnyPrefixAndUnqualifiedAttributes_IsTheSameRecord()
    {
        string prefixed = Xml.Workers($"<wd:Worker>{Reference}</wd:Worker>");
        string defaulted = prefixed.Replace("wd:Get_Workers", "Get_Workers", StringComparison.Ordinal).Replace("<wd:", "<", StringComparison.Ordinal)
            .Replace("</wd:", "</", StringComparison.Ordinal).Replace("xmlns:wd=", "xmlns=", StringComparison.Ordinal).Replace("wd:", "", StringComparison.Ordinal);

        (List<WorkerRecord> one, _) = await Xml.ReadAsync(prefixed);
        (List<WorkerRecord> two, _) = await Xml.ReadAsync(defaulted);

        Assert.Equal(Json(one[0]), Json(two[0]));
        Assert.Equal("3aa5550b7fe348b98d7b5741afc65534", one[0].Wid);
        Assert.Equal(new WorkerKey("Employee_ID", "21001"), one[0].AlternateKey);
    }

    [Fact]
    public async Task Read_ElementsNotInTheMap_NeverReachTheRecord()
    {
        (List<WorkerRecord> workers, _) = await Xml.ReadAsync(Xml.Workers(
            $"<wd:Worker>{Reference}<wd:Worker_Descriptor>Jane Roe</wd:Worker_Descriptor><wd:Worker_Data><wd:Worker_ID>21001</wd:Worker_ID><wd:Personal_Data>"
            + "<wd:Birth_Date>1980-01-01</wd:Birth_Date><wd:Identification_Data><wd:National_ID><wd:National_ID_Data><wd:ID>123-45-6789</wd:ID></wd:National_ID_Data></wd:National_ID></wd:Identification_Data>"
            + "</wd:Personal_Data><wd:Compensation_Data><wd:Amount>99999</wd:Amount></wd:Compensation_Data></wd:Worker_Data></wd:Worker>"));

        string json = Json(workers[0]);
        Assert.Contains("\"Worker_ID\":\"21001\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("1980", json, StringComparison.Ordinal);
        Assert.DoesNotContain("6789", json, StringComparison.Ordinal);
        Assert.DoesNotContain("99999", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ValueOfTheWrongType_IsLeftOutAndSaid()
    {
        (List<WorkerRecord> workers, _) = await Xml.ReadAsync(Xml.Workers(
            $"<wd:Worker>{Reference}<wd:Worker_Data><wd:Employment_Data><wd:Worker_Status_Data><wd:Active>maybe</wd:Active><wd:Hire_Date>06/01/2020</wd:Hire_Date><wd:Terminated>0</wd:Terminated></wd:Worker_Status_Data></wd:Employment_Data></wd:Worker_Data></wd:Worker>"));

        Assert.Collection(
            workers[0].Issues,
            issue =>
            {
                Assert.Equal(WorkdayErrorCodes.InvalidValue, issue.Code);
                Assert.Equal("/Worker_Data/Employment_Data/Worker_Status_Data/Active", issue.VendorPath);
                Assert.DoesNotContain("maybe", issue.ToString(), StringComparison.Ordinal);
            },
            issue => Assert.Equal("/Worker_Data/Employment_Data/Worker_Status_Data/Hire_Date", issue.VendorPath));
        Assert.Contains("\"Worker_Status_Data\":{\"Terminated\":false}", Json(workers[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RepeatedElement_UsesTheFirstAndSaysSo()
    {
        (List<WorkerRecord> workers, _) = await Xml.ReadAsync(Xml.Workers($"<wd:Worker>{Reference}<wd:Worker_Data><wd:User_ID>a</wd:User_ID><wd:User_ID>b</wd:User_ID></wd:Worker_Data></wd:Worker>"));

        Assert.Equal(WorkdayErrorCodes.RepeatedElement, Assert.Single(workers[0].Issues).Code);
        Assert.Contains("\"User_ID\":\"a\"", Json(workers[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EmptyElements_AreNoValues()
    {
        (List<WorkerRecord> workers, _) = await Xml.ReadAsync(Xml.Workers(
            $"<wd:Worker>{Reference}<wd:Worker_Data><wd:User_ID/><wd:Universal_ID>  </wd:Universal_ID><wd:Employment_Data><wd:Worker_Status_Data><wd:Hire_Date></wd:Hire_Date></wd:Worker_Status_Data></wd:Employment_Data></wd:Worker_Data></wd:Worker>"));

        Assert.Empty(workers[0].Issues);
        Assert.Contains("\"Worker_Data\":{\"Employment_Data\":{\"Worker_Status_Data\":{}}}", Json(workers[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EmptyReferenceAndEmptyWorker_HaveNoKey()
    {
        (List<WorkerRecord> workers, _) = await Xml.ReadAsync(Xml.Workers("<wd:Worker><wd:Worker_Reference/></wd:Worker><wd:Worker/>" + $"<wd:Worker>{Reference}</wd:Worker>"));

        Assert.Equal([null, null, "3aa5550b7fe348b98d7b5741afc65534"], workers.Select(worker => worker.Wid));
    }

    [Fact]
    public async Task Read_ResultsBehindTheData_AreRead()
    {
        string xml = Xml.Workers($"<wd:Worker>{Reference}</wd:Worker>").Replace(
            "</wd:Get_Workers_Response>",
            "<wd:Response_Results><wd:Total_Results>1</wd:Total_Results><wd:Total_Pages>1</wd:Total_Pages><wd:Page_Results>1</wd:Page_Results><wd:Page>1</wd:Page></wd:Response_Results></wd:Get_Workers_Response>",
            StringComparison.Ordinal);

        (_, PageResults results) = await Xml.ReadAsync(xml);

        Assert.Equal(new PageResults(1, 1, 1, 1), results);
    }

    [Fact]
    public async Task Read_Dtd_IsRefused()
    {
        string xml = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + Xml.Workers($"<wd:Worker>{Reference}</wd:Worker>");

        ConnectorException failure = await Xml.ReadFailureAsync(xml);

        Assert.Equal(WorkdayErrorCodes.UnreadableResponse, failure.Code);
        Assert.DoesNotContain("passwd", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DeeperThanTheLimit_IsRefusedEvenWhereItIsPassedOver()
    {
        string deep = string.Concat(Enumerable.Repeat("<wd:X>", 100)) + string.Concat(Enumerable.Repeat("</wd:X>", 100));

        ConnectorException failure = await Xml.ReadFailureAsync(Xml.Workers($"<wd:Worker>{Reference}{deep}</wd:Worker>"));

        Assert.Equal(WorkdayErrorCodes.ResponseTooLarge, failure.Code);
        Assert.Equal(IssueKind.Configuration, failure.Kind);
    }

    [Fact]
    public async Task Read_MoreBytesThanTheLimit_IsRefused()
    {
        ConnectorException failure = await Xml.ReadFailureAsync(Xml.Workers($"<wd:Worker>{Reference}{new string(' ', 10_000)}</wd:Worker>"), new XmlLimits(5_000, 64));

        Assert.Equal(WorkdayErrorCodes.ResponseTooLarge, failure.Code);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task Read_CutOffAfterTheLastWorker_IsNotTakenForTheWhole()
    {
        string xml = Xml.Workers($"<wd:Worker>{Reference}</wd:Worker>");

        ConnectorException failure = await Xml.ReadFailureAsync(xml[..xml.IndexOf("</wd:Response_Data>", StringComparison.Ordinal)]);

        Assert.Equal(WorkdayErrorCodes.UnreadableResponse, failure.Code);
        Assert.True(failure.IsTransient);
    }

    [Theory]
    [InlineData("<html><body>Workday is down for maintenance.</body></html>")]
    [InlineData("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body/></e:Envelope>")]
    [InlineData("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header><x/></e:Header><e:Body><y/></e:Body></e:Envelope>")]
    public async Task Read_NoGetWorkersAnswer_SaysSo(string xml)
    {
        ConnectorException failure = await Xml.ReadFailureAsync(xml);

        Assert.Equal(WorkdayErrorCodes.NotSoap, failure.Code);
    }

    private static string Json(WorkerRecord worker)
    {
        using JsonDocument document = JsonDocument.Parse(worker.Utf8Json);
        return document.RootElement.GetRawText();
    }
}
