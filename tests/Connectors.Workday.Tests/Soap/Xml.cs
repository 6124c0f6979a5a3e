using System.Text;

using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

/// <summary>Answers as texts.</summary>
internal static class Xml
{
    public static XmlLimits Limits { get; } = new(1_000_000, 64);

    public static string Fault(string inner, string prefix = "SOAP-ENV") =>
        $"<{prefix}:Envelope xmlns:{prefix}=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:wd=\"urn:com.workday/bsvc\"><{prefix}:Body><{prefix}:Fault>{inner}</{prefix}:Fault></{prefix}:Body></{prefix}:Envelope>";

    public static string Workers(string workers, string results = "") =>
        $"<env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/envelope/\"><env:Body><wd:Get_Workers_Response xmlns:wd=\"urn:com.workday/bsvc\" wd:version=\"v44.0\">{results}<wd:Response_Data>{workers}</wd:Response_Data></wd:Get_Workers_Response></env:Body></env:Envelope>";

    public static Task<(List<WorkerRecord> Workers, PageResults Results)> ReadAsync(string xml, XmlLimits? limits = null) =>
        ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(xml)), limits);

    public static async Task<(List<WorkerRecord> Workers, PageResults Results)> ReadAsync(Stream stream, XmlLimits? limits = null)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using GetWorkersResponse response = await GetWorkersResponse.OpenAsync(stream, limits ?? Limits, default, token);
        List<WorkerRecord> workers = [];
        await foreach (WorkerRecord worker in response.ReadWorkersAsync(token))
            workers.Add(worker);
        return (workers, response.Results);
    }

    public static async Task<WorkdayFaultException> ReadFaultAsync(string xml) => await Assert.ThrowsAsync<WorkdayFaultException>(() => ReadAsync(xml));

    public static async Task<ConnectorException> ReadFailureAsync(string xml, XmlLimits? limits = null) => await Assert.ThrowsAnyAsync<ConnectorException>(() => ReadAsync(xml, limits));
}
