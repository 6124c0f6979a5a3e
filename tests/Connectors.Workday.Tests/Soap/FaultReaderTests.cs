using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

public sealed class FaultReaderTests
{
    private const string Secret = "Jane Roe jane.roe@example.com";

    [Fact]
    public async Task Read_AuthenticationError_IsNeverTransient()
    {
        ConnectorException failure = await Xml.ReadFailureAsync(Xml.Fault("<faultcode>SOAP-ENV:Client.authenticationError</faultcode><faultstring>invalid username or password</faultstring>"));

        Assert.IsType<AuthenticationFailedException>(failure);
        Assert.False(failure.IsTransient);
        Assert.Equal("Client.authenticationError", failure.VendorCode);
    }

    [Fact]
    public async Task Read_ValidationWithoutDetail_IsAWrongServiceOrVersion()
    {
        WorkdayFaultException failure = await Xml.ReadFaultAsync(Xml.Fault("<faultcode>SOAP-ENV:Client.validationError</faultcode><faultstring>The web service or version is invalid for the requested operation</faultstring>"));

        Assert.Equal(WorkdayErrorCodes.WrongServiceOrVersion, failure.Code);
        Assert.Equal(IssueKind.Configuration, failure.Kind);
        Assert.Equal(WorkdayFaultKind.WrongServiceOrVersion, failure.Fault.Kind);
    }

    [Fact]
    public async Task Read_ElementNotFoundWithoutPlace_IsAnUnknownOperation()
    {
        WorkdayFaultException failure = await Xml.ReadFaultAsync(Xml.Fault(
            "<faultcode>SOAP-ENV:Client.validationError</faultcode><faultstring>Validation error occurred. Element not found=Get_Nothing_Request-urn:com.workday/bsvc</faultstring><detail><wd:Validation_Fault><wd:Validation_Error><wd:Message>Element not found=Get_Nothing_Request-urn:com.workday/bsvc</wd:Message><wd:Detail_Message/><wd:Xpath/></wd:Validation_Error></wd:Validation_Fault></detail>"));

        Assert.Equal(WorkdayErrorCodes.UnknownOperation, failure.Code);
        Assert.Contains("Get_Nothing_Request", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ValidationErrors_GivesEachWithItsPlaceAndNoValue()
    {
        string text = $"Invalid ID value.  '{Secret}' is not a valid ID value for type = 'Employee_ID'";
        WorkdayFaultException failure = await Xml.ReadFaultAsync(Xml.Fault(
            $"<faultcode>SOAP-ENV:Client.validationError</faultcode><faultstring>Validation error occurred. {text}</faultstring><detail><wd:Validation_Fault>"
            + $"<wd:Validation_Error><wd:Message>{text}</wd:Message><wd:Detail_Message>{text}</wd:Detail_Message><wd:Xpath>/bsvc:Get_Workers_Request[1]/bsvc:Request_References[1]/bsvc:Worker_Reference[3]</wd:Xpath></wd:Validation_Error>"
            + $"<wd:Validation_Error><wd:Message>The worker {Secret} cannot be read.</wd:Message><wd:Detail_Message></wd:Detail_Message><wd:Xpath>/a[@name='{Secret}']</wd:Xpath></wd:Validation_Error>"
            + "</wd:Validation_Fault></detail>"));

        Assert.Equal(WorkdayErrorCodes.ValidationFault, failure.Code);
        Assert.Equal(IssueKind.Validation, failure.Kind);
        Assert.Collection(
            failure.Fault.ValidationErrors,
            first =>
            {
                Assert.Equal("Employee_ID", first.ReferenceType);
                Assert.Equal("/bsvc:Get_Workers_Request[1]/bsvc:Request_References[1]/bsvc:Worker_Reference[3]", first.XPath);
                Assert.Equal("Invalid ID value of type Employee_ID (the value is withheld).", first.Message);
            },
            second =>
            {
                Assert.Null(second.XPath);
                Assert.Null(second.ReferenceType);
                Assert.StartsWith("A message of ", second.Message, StringComparison.Ordinal);
            });
        Assert.DoesNotContain("Jane", failure.ToString() + failure.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", failure.ToString() + string.Join('|', failure.Fault.ValidationErrors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The task submitted is not authorized.", WorkdayErrorCodes.NotAuthorized, false)]
    [InlineData("Something else.", WorkdayErrorCodes.ProcessingFault, true)]
    public async Task Read_ProcessingError_IsTransientUnlessAPermissionIsMissing(string detail, string code, bool transient)
    {
        WorkdayFaultException failure = await Xml.ReadFaultAsync(Xml.Fault(
            $"<faultcode>SOAP-ENV:Server.processingError</faultcode><faultstring>Processing error occurred. {detail}</faultstring><detail><wd:Processing_Fault><wd:Detail_Message>{detail}</wd:Detail_Message></wd:Processing_Fault></detail>"));

        Assert.Equal(code, failure.Code);
        Assert.Equal(transient, failure.IsTransient);
    }

    [Theory]
    [InlineData("soapenv:Client.somethingNew", "Client.somethingNew")]
    [InlineData("Client", "Client")]
    [InlineData("SOAP-ENV:Jane Roe", "unreadable")]
    [InlineData("", "")]
    public async Task Read_UnknownCode_IsNotRepeated(string code, string shown)
    {
        WorkdayFaultException failure = await Xml.ReadFaultAsync(Xml.Fault($"<faultcode>{code}</faultcode><faultstring>{Secret}</faultstring>", "soapenv"));

        Assert.Equal(WorkdayErrorCodes.UnknownFault, failure.Code);
        Assert.Equal(shown, failure.Fault.Code);
        Assert.False(failure.IsTransient);
        Assert.DoesNotContain("Jane", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EmptyFault_IsUnknown()
    {
        WorkdayFaultException failure = await Xml.ReadFaultAsync("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><e:Fault/></e:Body></e:Envelope>");

        Assert.Equal(WorkdayFaultKind.Unknown, failure.Fault.Kind);
    }
}
