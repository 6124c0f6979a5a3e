using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>A plain HTTP client of the sandbox, for what jsforce hides.</summary>
internal sealed class SalesforceTestClient(SalesforceSandbox sandbox) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private string? _token;

    public async Task<(int Status, JsonElement Body, HttpResponseHeaders Headers)> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = await RequestAsync(method, path);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response), response.Headers);
    }

    /// <summary>A call whose body and answer are CSV.</summary>
    public async Task<(int Status, string Body, HttpResponseHeaders Headers)> CsvAsync(HttpMethod method, string path, string? csv = null)
    {
        using HttpRequestMessage request = await RequestAsync(method, path);
        if (csv is not null)
            request.Content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }

    /// <summary>Runs a bulk write to its end.</summary>
    public async Task<JsonElement> IngestAsync(string jobJson, string csv)
    {
        (int created, JsonElement job, _) = await SendAsync(HttpMethod.Post, "/services/data/v64.0/jobs/ingest", jobJson);
        Assert.True(created == 200, job.ToString());
        Assert.Equal(201, (await CsvAsync(HttpMethod.Put, "/" + job.GetProperty("contentUrl").GetString(), csv)).Status);
        string path = "/services/data/v64.0/jobs/ingest/" + job.GetProperty("id").GetString();
        await SendAsync(HttpMethod.Patch, path, """{"state":"UploadComplete"}""");
        return await FinishAsync(path);
    }

    public async Task<JsonElement> FinishAsync(string path)
    {
        for (int polls = 0; polls < 10_000; polls++)
        {
            (_, JsonElement job, _) = await GetAsync(path);
            if (job.GetProperty("state").GetString() is "JobComplete" or "Failed" or "Aborted")
                return job;
        }

        throw new InvalidOperationException($"The job {path} does not end.");
    }

    public async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path)
    {
        _token ??= (await TokenAsync(("grant_type", "client_credentials"), ("client_id", SalesforceSandboxOptions.DefaultClientId), ("client_secret", SalesforceSandboxOptions.DefaultClientSecret))).Body.GetProperty("access_token").GetString();
        // Not through Uri's own rules, which would fold dots and decode.
        var request = new HttpRequestMessage(method, new Uri(sandbox.BaseAddress.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return request;
    }

    public Task<(int Status, JsonElement Body, HttpResponseHeaders Headers)> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<(int Status, JsonElement Body, HttpResponseHeaders Headers)> QueryAsync(string soql, params (string Name, string Value)[] headers) =>
        GetAsync("/services/data/v64.0/query?q=" + Uri.EscapeDataString(soql), headers);

    public async Task<JsonElement[]> RecordsAsync(string soql)
    {
        (int status, JsonElement body, _) = await QueryAsync(soql);
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("records").EnumerateArray()];
    }

    public Task<(int Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] form) => FormAsync("services/oauth2/token", form);

    public async Task<(int Status, JsonElement Body)> FormAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        using HttpResponseMessage response = await _http.PostAsync(new Uri(sandbox.BaseAddress, path), content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentEncoding.Contains("gzip"))
        {
            using var unzipped = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(new MemoryStream(body), System.IO.Compression.CompressionMode.Decompress))
                await gzip.CopyToAsync(unzipped, TestContext.Current.CancellationToken);
            body = unzipped.ToArray();
        }

        if (body.Length == 0)
            return default;
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
