using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;

namespace Connectors.Salesforce.Tests;

/// <summary>No secret and no value of a record in what people and log stores read: exceptions with their causes, outcomes, logs, traces.</summary>
public sealed class RedactionTrapTests
{
    // Everything that must not be seen holds this word.
    private const string Mark = "janedoe";
    private const string Token = "POST /services/oauth2/token";
    private const string Upsert = "PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/janedoe%40example.com";
    private const string Query = "GET /services/data/v64.0/query?q=SELECT%20Id%20FROM%20Account%20WHERE%20Email__c%20%3D%20%27janedoe%27";
    private const string Drawing = @"\nWHERE Email__c = 'janedoe' AND Nam = 'x'\n                ^\nERROR at Row:1:Column:33\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "STRING_TOO_LONG", "Name: data value too large: janedoe (max length=10)")]
    [InlineData(400, "DUPLICATE_VALUE", "duplicate value found: Email__c duplicates value on record with id: janedoe")]
    [InlineData(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value for restricted picklist field: janedoe")]
    [InlineData(400, "INVALID_EMAIL_ADDRESS", "Email: invalid email address: janedoe@")]
    [InlineData(400, "JSON_PARSER_ERROR", "Cannot deserialize instance of date from VALUE_STRING value janedoe")]
    [InlineData(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "trigger: janedoe")]
    [InlineData(400, "MALFORMED_QUERY", Drawing + "unexpected token: 'janedoe'")]
    [InlineData(400, "INVALID_QUERY_FILTER_OPERATOR", Drawing + "invalid ID field: janedoe")]
    [InlineData(400, "INVALID_FIELD", Drawing + "No such column 'Nam' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.")]
    [InlineData(400, "QUERY_TIMEOUT", "Your query request was running for too long: janedoe")]
    [InlineData(401, "INVALID_SESSION_ID", "janedoe")]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "janedoe")]
    [InlineData(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: janedoe")]
    [InlineData(500, "UNKNOWN_EXCEPTION", "janedoe")]
    [InlineData(503, "SERVER_UNAVAILABLE", "janedoe")]
    [InlineData(400, "janedoe was here, and wrote a code of its own", "m")]
    [InlineData(300, null, """["/services/data/v64.0/sobjects/Account/janedoe"]""")]
    [InlineData(200, null, "{\"totalSize\":\"janedoe")]
    [InlineData(200, null, "{\"janedoe\":1}")]
    [InlineData(200, null, "janedoe")]
    public async Task Answer_QuotesValues_NobodySeesThem(int status, string? code, string message)
    {
        string body = code is null ? message : "[{\"errorCode\":" + Json(code) + ",\"message\":\"" + message.Replace("\"", "\\\"", StringComparison.Ordinal) + "\",\"fields\":[\"Name\",\"a janedoe field\"]}]";
        await CheckAsync(new RouteTable().On(Token, 200, """{"access_token":"janedoe-token","instance_url":"https://na1.salesforce.com","id":"https://login.salesforce.com/id/00Dx0000000BV7zEAG/005x00000012Q9P"}""").On(Upsert, status, body).On(Query, status, body));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"user janedoe@example.com hasn't approved this consumer"}""")]
    [InlineData(400, """{"error":"janedoe is unknown here","error_description":"x"}""")]
    [InlineData(200, """{"access_token":"janedoe token"}""")]
    [InlineData(200, """{"access_token":"janedoe token","instance_url":"https://janedoe:janedoe@na1.salesforce.com"}""")]
    [InlineData(200, """{"access_token":"janedoe""")]
    [InlineData(503, "janedoe")]
    public async Task TokenAnswer_QuotesTheUserOrIsOdd_NobodySeesIt(int status, string body) => await CheckAsync(new RouteTable().On(Token, status, body));

    [Fact]
    public async Task Connection_BreaksInTheMiddle_TheAddressIsNotShown() =>
        await CheckAsync(new RouteTable().Token().On(Upsert, _ => throw new HttpRequestException(HttpRequestError.ResponseEnded)).On(Query, _ => throw new HttpRequestException(HttpRequestError.ResponseEnded)));

    [Fact]
    public async Task MalformedQuery_TheReasonSaysWhere()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 400, "[{\"errorCode\":\"MALFORMED_QUERY\",\"message\":\"" + Drawing + "unexpected token: 'janedoe'\"}]"));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Ask(), cancellationToken: Cancellation).ToListAsync());
        Assert.Equal("Salesforce refused query: MALFORMED_QUERY: ERROR at Row:1:Column:33: unexpected token: …", failed.Message);
    }

    private static async Task CheckAsync(RouteTable routes)
    {
        var seen = new ConcurrentQueue<string>();
        var source = new ActivitySource("redaction");
        using var listener = new ActivityListener
        {
            ShouldListenTo = static s => s.Name is ConnectorTelemetry.Name or "redaction",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                seen.Enqueue(activity.DisplayName + activity.StatusDescription + string.Join(' ', activity.TagObjects) + string.Join(' ', activity.Baggage) + string.Join(' ', activity.Events.SelectMany(static e => e.Tags)));
            },
        };
        ActivitySource.AddActivityListener(listener);
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(new Collector(seen)));
        using (source)
        using (var client = SalesforceClient.Create(
            TestClients.Options(o => o.UseClientCredentials(new SalesforceClientCredentials("janedoe-app", "janedoe-secret"))),
            loggers: loggers,
            primaryHandler: () => routes))
        {
            await TryAsync(async () => Tell(await client.UpsertAsync("Account", "ERP_Id__c", "janedoe@example.com", """{"Name":"janedoe","Owner":{"Email":"janedoe"}}"""u8.ToArray(), Cancellation)));
            await TryAsync(async () => Tell(await client.UpsertAsync("Account", "ERP_Id__c", new string('j', 1) + Mark + (char)0xD800, """{"Name":"janedoe"}"""u8.ToArray(), Cancellation)));
            await TryAsync(() => client.QueryAsync(Ask(), cancellationToken: Cancellation).ToListAsync());
            await TryAsync(() => client.QueryAsync(Ask(), continuation: "janedoe", cancellationToken: Cancellation).ToListAsync());
            await TryAsync(() => client.GetAsync("Account", "janedoe", cancellationToken: Cancellation));
        }

        Assert.NotEmpty(seen);
        Assert.All(seen, text => Assert.DoesNotContain(Mark, text, StringComparison.OrdinalIgnoreCase));

        async Task TryAsync(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (Exception e) when (e is ConnectorException or ArgumentException)
            {
                // With its causes, as a log store keeps it, but without the lines of this file.
                for (Exception? at = e; at is not null; at = at.InnerException)
                    seen.Enqueue(at.GetType().Name + " " + at.Message + " " + string.Join(' ', at.Data.Values.Cast<object?>()) + (at is ConnectorException c ? $" {c.Code} {c.VendorCode} {c.VendorRequestId}" : ""));
            }
        }

        void Tell(WriteOutcome outcome) => seen.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{outcome.Kind} {string.Join(' ', outcome.Issues.Select(static i => $"{i} {i.Message} {i.Remedy} {i.VendorPath} {i.VendorCode}"))}"));
    }

    private static Soql Ask() => SoqlBuilder.From("Account", "Id").Where(SoqlCondition.Equal("Email__c", Mark)).Build();

    private static string Json(string text) => System.Text.Json.Nodes.JsonValue.Create(text)!.ToJsonString();

    private sealed class Collector(ConcurrentQueue<string> seen) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Enqueue(new StringBuilder(formatter(state, exception)).Append(exception?.Message).ToString());

        public void Dispose()
        {
        }
    }
}
