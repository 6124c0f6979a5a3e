using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>
/// Speaks Workday Web Services (SOAP 1.1, document/literal) on loopback: Human_Resources with Get_Workers and Server_Timestamp_Get, as far as the recordings of real tenants
/// and the schema of v30.0 tell. Thread-safe once started.
/// </summary>
/// <remarks>
/// Faithful in: the path with tenant, service and version; WS-Security user names <c>user@tenant</c> split at the last <c>@</c>, or a bearer token; faults as HTTP 500 with
/// the recorded codes and shapes; paging from 1 with totals; reads as of a day and a moment; Response_Group absent, empty and without Include_Reference;
/// <c>WD-RateLimit-Tokens-Remaining</c> and <c>wd-stat-request-id</c>; a terminated worker turning inactive on the day after.
/// A request that breaks the schema is answered all the same, as Workday does, and noted in <see cref="SchemaViolations"/>.
/// Not modelled: transaction log criteria, other services, compensation, writes.
/// </remarks>
public sealed class WorkdaySandbox : SandboxServer
{
    /// <summary>The tokens that a fresh channel has: 700, as recorded.</summary>
    public const int InitialTokens = 700;

    private const string SoapNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string SecurityNamespace = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private const int MaxCount = 999;

    private static readonly XNamespace Soap = SoapNamespace;
    private static readonly XNamespace Security = SecurityNamespace;
    private static readonly XNamespace Bsvc = WorkdaySandboxRequest.Bsvc;

    private readonly ConcurrentQueue<string> _violations = new();
    private readonly Lock _gate = new();
    private readonly List<WorkdaySandboxWorker> _workers = [];
    private readonly string _tenant;
    private readonly string _userName;
    private readonly string _password;
    private int _tokens = InitialTokens;
    private int _requestIds;

    /// <summary>Creates the sandbox.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="userName">The one user, without the tenant.</param>
    /// <param name="password">Its password.</param>
    /// <param name="timeProvider">The sandbox's clock; null for the system's.</param>
    public WorkdaySandbox(string tenant, string userName, string password, TimeProvider? timeProvider = null)
        : base(timeProvider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        ArgumentException.ThrowIfNullOrWhiteSpace(userName);
        ArgumentException.ThrowIfNullOrEmpty(password);
        _tenant = tenant;
        _userName = userName;
        _password = password;
    }

    /// <summary>A bearer token that is taken in place of WS-Security; null for none.</summary>
    public string? BearerToken { get; set; }

    /// <summary>True to answer every task with "The task submitted is not authorized.", as for a user without the domain.</summary>
    public bool DenyTasks { get; set; }

    /// <summary>What in the requests so far breaks Workday's schema. Workday itself takes such requests.</summary>
    public IReadOnlyCollection<string> SchemaViolations => _violations;

    /// <summary>Called before each page of workers is put together; for tests of what happens when the tenant changes meanwhile. Null for nothing.</summary>
    public Action<long>? BeforePage { get; set; }

    /// <summary>The Workday ID that the sandbox gives to an organization: the same for the same reference id.</summary>
    /// <param name="referenceId">The reference id, for example that of a company.</param>
    /// <returns>32 lower-case hexadecimal digits.</returns>
    public static string OrganizationWid(string referenceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(referenceId);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(referenceId)).AsSpan(0, 16));
    }

    /// <summary>Adds a worker. Employees are listed before contingent workers, each in the order of adding.</summary>
    /// <param name="worker">The worker.</param>
    /// <returns>The same sandbox.</returns>
    public WorkdaySandbox Add(WorkdaySandboxWorker worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        lock (_gate)
            _workers.Add(worker.EnteredAt is null ? worker with { EnteredAt = Time.GetUtcNow() } : worker);
        return this;
    }

    /// <inheritdoc/>
    protected override async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string[] path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is not ["ccx", "service", var tenant, var service, var version] || tenant != _tenant)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.QueryString.Value == "?wsdl")
        {
            await WriteAsync(context, StatusCodes.Status200OK, WorkdayWsdl.Create(version, new Uri(BaseAddress, context.Request.Path.Value))).ConfigureAwait(false);
            return;
        }

        try
        {
            XElement envelope = await ReadAsync(context).ConfigureAwait(false);
            Authenticate(context, envelope);
            string answer = Answer(service, version, envelope);
            context.Response.Headers["WD-RateLimit-Tokens-Remaining"] = Interlocked.Decrement(ref _tokens).ToString(CultureInfo.InvariantCulture);
            await WriteAsync(context, StatusCodes.Status200OK, answer).ConfigureAwait(false);
        }
        catch (WorkdaySandboxFault fault)
        {
            await WriteAsync(context, StatusCodes.Status500InternalServerError, fault.ToXml()).ConfigureAwait(false);
        }
    }

    private string Answer(string service, string version, XElement envelope)
    {
        if (service != "Human_Resources")
            throw WorkdaySandboxFault.WrongService();
        XElement payload = envelope.Element(Soap + "Body")?.Elements().FirstOrDefault() ?? throw WorkdaySandboxFault.WrongService();
        if (DenyTasks)
            throw WorkdaySandboxFault.NotAuthorized();
        if (payload.Name == Bsvc + "Server_Timestamp_Get")
            return Write(writer => WorkdayAnswerWriter.WriteTimestamp(writer, version, PacificNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture)));
        if (payload.Name != Bsvc + "Get_Workers_Request")
            throw WorkdaySandboxFault.UnknownOperation(payload.Name.LocalName);
        return GetWorkers(version, new WorkdaySandboxRequest(payload));
    }

    private string GetWorkers(string version, WorkdaySandboxRequest request)
    {
        foreach (string violation in request.Violations)
            _violations.Enqueue(violation);
        if (request.Page == 0)
            throw WorkdaySandboxFault.Validation("Page number cannot be zero", "/bsvc:Get_Workers_Request[1]/bsvc:Response_Filter[1]/bsvc:Page[1]");
        if (request.Count is < 1 or > MaxCount)
            throw WorkdaySandboxFault.Validation($"Count must be between 1 and {MaxCount}", "/bsvc:Get_Workers_Request[1]/bsvc:Response_Filter[1]/bsvc:Count[1]");
        BeforePage?.Invoke(request.Page);
        DateOnly today = request.EffectiveDate ?? DateOnly.FromDateTime(PacificNow().DateTime);
        DateTimeOffset entered = request.EntryMoment ?? Time.GetUtcNow();
        List<WorkdaySandboxWorker> all;
        lock (_gate)
            all = [.. Select(request, today, entered)];
        long pages = (all.Count + request.Count - 1) / request.Count;
        List<WorkdaySandboxWorker> page = [.. all.Skip((int)((request.Page - 1) * request.Count)).Take((int)request.Count)];
        return Write(writer => WorkdayAnswerWriter.WriteWorkers(writer, version, request, page, all.Count, pages, today));
    }

    private IEnumerable<WorkdaySandboxWorker> Select(WorkdaySandboxRequest request, DateOnly today, DateTimeOffset entered)
    {
        // A hire in the future is not there yet as of today; what was entered later is not known yet.
        IEnumerable<WorkdaySandboxWorker> visible = _workers
            .Where(worker => worker.EnteredAt <= entered && worker.HireDate <= today)
            .OrderBy(static worker => worker.IsContingent);
        if (request.References is not null)
            return Find(request.References, visible);
        return visible.Where(worker =>
            !(request.Excludes("Exclude_Inactive_Workers") && worker.TerminationDate < today)
            && !(request.Excludes("Exclude_Employees") && !worker.IsContingent)
            && !(request.Excludes("Exclude_Contingent_Workers") && worker.IsContingent));
    }

    private static List<WorkdaySandboxWorker> Find(XElement references, IEnumerable<WorkdaySandboxWorker> visible)
    {
        bool skip = references.Attribute(Bsvc + "Skip_Non_Existing_Instances")?.Value is "true" or "1";
        List<WorkdaySandboxWorker> known = [.. visible];
        List<WorkdaySandboxWorker> found = [];
        int index = 0;
        foreach (XElement reference in references.Elements(Bsvc + "Worker_Reference"))
        {
            index++;
            XElement id = reference.Elements(Bsvc + "ID").First();
            string type = (id.Attribute(Bsvc + "type") ?? id.Attribute("type"))?.Value ?? "";
            WorkdaySandboxWorker? worker = known.Find(candidate => type switch
            {
                "WID" => candidate.Wid == id.Value,
                "Employee_ID" => !candidate.IsContingent && candidate.WorkerId == id.Value,
                "Contingent_Worker_ID" => candidate.IsContingent && candidate.WorkerId == id.Value,
                _ => false,
            });
            if (worker is not null)
                found.Add(worker);
            else if (!skip)
                throw WorkdaySandboxFault.Validation(
                    $"Invalid ID value.  '{id.Value}' is not a valid ID value for type = '{type}'",
                    $"/bsvc:Get_Workers_Request[1]/bsvc:Request_References[1]/bsvc:Worker_Reference[{index}]");
        }

        return found;
    }

    private void Authenticate(HttpContext context, XElement envelope)
    {
        string? authorization = context.Request.Headers.Authorization;
        if (BearerToken is not null && authorization == $"Bearer {BearerToken}")
            return;
        XElement? token = envelope.Element(Soap + "Header")?.Element(Security + "Security")?.Element(Security + "UsernameToken");
        string name = token?.Element(Security + "Username")?.Value ?? "";
        // A user name may itself hold an @: the tenant is what stands behind the last one.
        int at = name.LastIndexOf('@');
        bool known = at > 0 && name[..at] == _userName && name[(at + 1)..] == _tenant && token?.Element(Security + "Password")?.Value == _password;
        if (!known)
            throw WorkdaySandboxFault.Authentication();
    }

    private DateTimeOffset PacificNow() => Time.GetUtcNow().ToOffset(TimeSpan.FromHours(-8));

    private static async Task<XElement> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        buffer.Position = 0;
        try
        {
            using var reader = XmlReader.Create(buffer, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw WorkdaySandboxFault.WrongService();
        }
    }

    private static string Write(Action<XmlWriter> write)
    {
        var text = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
            write(writer);
        return text.ToString();
    }

    private async Task WriteAsync(HttpContext context, int status, string xml)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml; charset=UTF-8";
        context.Response.Headers["wd-stat-request-id"] = Interlocked.Increment(ref _requestIds).ToString("D32", CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(xml, context.RequestAborted).ConfigureAwait(false);
    }
}
