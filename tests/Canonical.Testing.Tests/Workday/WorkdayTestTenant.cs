using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace Canonical.Testing.Tests.Workday;

/// <summary>A tenant with workers 1, 2, 3 …, and calls without any connector.</summary>
internal static class WorkdayTestTenant
{
    public const string Tenant = "acme_impl1";
    public const string User = "isu@example.com";
    public const string Password = "p<a&ss";

    public static readonly XNamespace Wd = "urn:com.workday/bsvc";

    public static async Task<WorkdaySandbox> StartAsync(int workers, TimeProvider? time = null)
    {
        var sandbox = new WorkdaySandbox(Tenant, User, Password, time);
        for (int i = 1; i <= workers; i++)
            sandbox.Add(Worker(i));
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return sandbox;
    }

    public static WorkdaySandboxWorker Worker(int number) => new()
    {
        Wid = number.ToString("x32", CultureInfo.InvariantCulture),
        WorkerId = number.ToString(CultureInfo.InvariantCulture),
        FirstName = "Ada",
        LastName = "Byron",
        Emails = [new WorkdaySandboxEmail("ada@acme.example", "WORK", IsPublic: true, IsPrimary: true)],
        Company = "GMS_USA",
        EnteredAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    public static string GetWorkers(string inner) => $"<bsvc:Get_Workers_Request xmlns:bsvc=\"urn:com.workday/bsvc\" bsvc:version=\"v44.0\">{inner}</bsvc:Get_Workers_Request>";

    public static async Task<(int Status, XElement Payload, HttpResponseHeaders Headers)> SendAsync(
        WorkdaySandbox sandbox, string payload, string? userName = $"{User}@{Tenant}", string path = $"ccx/service/{Tenant}/Human_Resources/v44.0")
    {
        string header = userName is null ? "" : new XElement(
            XNamespace.Get("http://schemas.xmlsoap.org/soap/envelope/") + "Header",
            new XElement(
                Wsse("Security"),
                new XElement(Wsse("UsernameToken"), new XElement(Wsse("Username"), userName), new XElement(Wsse("Password"), Password)))).ToString();
        using var client = new HttpClient();
        using var content = new StringContent(
            $"<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">{header}<soapenv:Body>{payload}</soapenv:Body></soapenv:Envelope>", Encoding.UTF8, "text/xml");
        using HttpResponseMessage response = await client.PostAsync(new Uri(sandbox.BaseAddress, path), content, TestContext.Current.CancellationToken);
        string xml = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, XElement.Parse(xml).Elements().Single().Elements().Single(), response.Headers);
    }

    private static XName Wsse(string name) => XNamespace.Get("http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd") + name;
}
