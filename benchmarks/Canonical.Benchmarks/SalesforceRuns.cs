using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Canonical.Model;
using Connectors.Abstractions;
using Connectors.Salesforce;

namespace Canonical.Benchmarks;

/// <summary>
/// Reading accounts over loopback: login, paging, mapping, validation and binding, against a plain <see cref="HttpClient"/> and <see cref="JsonDocument"/> loop that only reads the fields; and a bulk query.
/// The server gives prepared answers, so that its own work counts little and the same for both. <c>-- salesforce [--quick] [rows of the bulk query, 1000000 unless given]</c>; best of interleaved rounds.
/// </summary>
internal static class SalesforceRuns
{
    private const int PageRows = 2000;
    private static readonly string[] s_fields = ["Id", "Name", "AccountNumber", "Phone", "Fax", "Website", "Industry", "NumberOfEmployees", "ParentId", "BillingStreet", "BillingCity", "BillingState", "BillingPostalCode", "BillingCountry", "CurrencyIsoCode", "SystemModstamp", "CreatedDate", "IsDeleted"];

    public static async Task<int> RunAsync(bool quick, int bulkRows)
    {
        var pages = quick ? 10 : 50;
        using var server = new Server(pages, bulkRows);
        var options = new SalesforceOptions { LoginAddress = server.Address };
        options.UseClientCredentials(new SalesforceClientCredentials("id", "secret"));
        using var client = SalesforceClient.Create(options);
        var read = new SalesforceReadOptions { Tenant = "acme", Instance = "00D000000000062EAA" };
        var mapping = SalesforceMappings.AccountToCustomer();
        var source = new SalesforceObjectSource<Customer>(client, mapping, read);
        var byTurns = new SalesforceObjectSource<Customer>(client, mapping, read with { PagesAhead = 0 });
        Best plain = new(), ours = new(), turns = new();
        // The first rounds are the compiler's: the plain loop comes compiled with .NET, and ours does not.
        var (warm, rounds) = quick ? (6, 5) : (4, 12);
        for (var round = -warm; round < rounds; round++)
        {
            await plain.RunAsync(round >= 0, () => PlainAsync(server.Address)).ConfigureAwait(false);
            await ours.RunAsync(round >= 0, () => OursAsync(source.ReadAsync())).ConfigureAwait(false);
            await turns.RunAsync(round >= 0, () => OursAsync(byTurns.ReadAsync())).ConfigureAwait(false);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages * PageRows} accounts in pages of {PageRows}, {Environment.ProcessorCount} processors; best of {rounds} rounds, records a second, and processor time a record with the server's:"));
        plain.Write("HttpClient and JsonDocument, fields read", plain);
        ours.Write("Connectors.Salesforce, mapped and valid", plain);
        turns.Write("the same, no page fetched ahead", plain);
        await HeldAsync(source.ReadAsync(), pages).ConfigureAwait(false);

        long most = 0;
        var rows = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        await foreach (var row in client.BulkQueryAsync(SoqlBuilder.From("Account", "Id", "Name", "Phone").Build()).ConfigureAwait(false))
        {
            if (row.GetUtf8(0).Length == 0)
                throw new InvalidOperationException("A row has no id.");
            if (++rows % 100_000 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (rows != bulkRows)
            throw new InvalidOperationException($"{rows} rows instead of {bulkRows}.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Bulk query: {rows:N0} rows in {seconds:0.0} s (two of them the first wait), {rows / seconds:N0} a second, at most {most / 1024:N0} KiB held more than before."));
        return 0;
    }

    private static async Task<int> OursAsync(IAsyncEnumerable<Page<SourceItem<Customer>>> pages)
    {
        var count = 0;
        await foreach (var page in pages.ConfigureAwait(false))
        {
            foreach (var item in page.Items)
                count += item.IsMapped ? 1 : throw new InvalidOperationException(item.Issues[0].Message);
        }

        return count;
    }

    // What is alive in the middle of the first half of the pages, and of the second: it must not grow with them.
    private static async Task HeldAsync(IAsyncEnumerable<Page<SourceItem<Customer>>> pages, int count)
    {
        long first = 0, second = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var at = 0;
        await foreach (var page in pages.ConfigureAwait(false))
        {
            ref var half = ref at++ < count / 2 ? ref first : ref second;
            half = Math.Max(half, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  held while reading: at most {first / 1024:N0} KiB in the first half of the pages, {second / 1024:N0} KiB in the second."));
    }

    private static async Task<int> PlainAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token");
        var count = 0;
        for (var target = "/services/data/v64.0/query?q=x"; target is not null;)
        {
            using var response = await http.GetAsync(new Uri(target, UriKind.Relative)).ConfigureAwait(false);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
            foreach (var record in document.RootElement.GetProperty("records").EnumerateArray())
            {
                foreach (var field in s_fields)
                    _ = record.GetProperty(field).ToString();
                count++;
            }

            target = document.RootElement.TryGetProperty("nextRecordsUrl", out var next) ? next.GetString() : null;
        }

        return count;
    }

    private sealed class Best
    {
        private double _rate;
        private double _processor = double.MaxValue;

        public async Task RunAsync(bool counts, Func<Task<int>> run)
        {
            var processor = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            var count = await run().ConfigureAwait(false);
            if (!counts)
                return;
            _rate = Math.Max(_rate, count / Stopwatch.GetElapsedTime(started).TotalSeconds);
            _processor = Math.Min(_processor, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / count);
        }

        public void Write(string name, Best plain) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-42} {_rate,9:N0}  ({_rate / plain._rate:0.00} x)  {_processor:0.00} µs"));
    }

    /// <summary>Prepared answers on a loopback port.</summary>
    private sealed class Server : IDisposable
    {
        private const int BulkPageRows = 50_000;
        private readonly HttpListener _listener = new();
        private readonly byte[][] _pages;
        private readonly byte[] _csv;
        private readonly int _bulkRows;
        private readonly Task _serving;

        public Server(int pages, int bulkRows)
        {
            _bulkRows = bulkRows;
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/"));
            }

            _pages = [.. Enumerable.Range(0, pages).Select(page => Page(page, pages))];
            _csv = Csv();
            _listener.Prefixes.Add(Address.ToString());
            _listener.Start();
            _serving = ServeAsync();
        }

        public Uri Address { get; }

        public void Dispose()
        {
            _listener.Close();
            _serving.Wait();
        }

        private async Task ServeAsync()
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                await AnswerAsync(context).ConfigureAwait(false);
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            var path = context.Request.Url!.AbsolutePath;
            var last = path[(path.LastIndexOf('/') + 1)..];
            context.Response.ContentType = "application/json";
            ReadOnlyMemory<byte> body;
            if (last == "token")
                body = Encoding.UTF8.GetBytes($$"""{"access_token":"token","instance_url":"{{Address.GetLeftPart(UriPartial.Authority)}}","token_type":"Bearer"}""");
            else if (path.Contains("/jobs/query", StringComparison.Ordinal) && last != "results")
                body = """{"id":"750Tn000004ZoR3IAK","state":"JobComplete"}"""u8.ToArray();
            else if (last == "results")
                body = Results(context);
            else
                body = _pages[last == "query" ? 0 : int.Parse(last, CultureInfo.InvariantCulture)];
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body).ConfigureAwait(false);
            context.Response.Close();
        }

        private ReadOnlyMemory<byte> Results(HttpListenerContext context)
        {
            var from = int.Parse(context.Request.QueryString["locator"] ?? "0", CultureInfo.InvariantCulture);
            var count = Math.Min(BulkPageRows, _bulkRows - from);
            context.Response.ContentType = "text/csv";
            context.Response.Headers["Sforce-NumberOfRecords"] = count.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["Sforce-Locator"] = from + count < _bulkRows ? (from + count).ToString(CultureInfo.InvariantCulture) : "null";
            // All rows are of one length, so that a part of them is a part of the bytes.
            var header = "\"Id\",\"Name\",\"Phone\"\n".Length;
            return _csv.AsMemory(0, header + (count * ((_csv.Length - header) / BulkPageRows)));
        }

        private static byte[] Csv()
        {
            var text = new StringBuilder("\"Id\",\"Name\",\"Phone\"\n");
            for (var i = 0; i < BulkPageRows; i++)
                text.Append(CultureInfo.InvariantCulture, $"\"001dM{i:D10}AAA\",\"Account, {i:D6} \"\"Ltd\"\"\",\"+49 30 {i:D6}\"\n");
            return Encoding.UTF8.GetBytes(text.ToString());
        }

        private static byte[] Page(int page, int pages)
        {
            var output = new ArrayBufferWriter<byte>();
            using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            writer.WriteStartObject();
            writer.WriteNumber("totalSize", pages * PageRows);
            writer.WriteBoolean("done", page == pages - 1);
            if (page < pages - 1)
                writer.WriteString("nextRecordsUrl", string.Create(CultureInfo.InvariantCulture, $"/services/data/v64.0/query/{page + 1}"));
            writer.WriteStartArray("records");
            for (var i = 0; i < PageRows; i++)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("attributes");
                writer.WriteString("type", "Account");
                writer.WriteEndObject();
                foreach (var field in s_fields)
                {
                    if (field == "NumberOfEmployees")
                        writer.WriteNumber(field, i);
                    else if (field == "IsDeleted")
                        writer.WriteBoolean(field, false);
                    else if (field is "ParentId" or "Fax")
                        writer.WriteNull(field);
                    else
                        writer.WriteString(field, Value(field, (page * PageRows) + i));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.Flush();
            return output.WrittenSpan.ToArray();
        }

        private static string Value(string field, int i) => field switch
        {
            "Id" => string.Create(CultureInfo.InvariantCulture, $"001000{i:D9}AAA"),
            "CurrencyIsoCode" => "EUR",
            "BillingCountry" => "Germany",
            "SystemModstamp" or "CreatedDate" => "2026-05-06T12:00:00.000+0000",
            "Website" => "https://www.example.com",
            _ => string.Create(CultureInfo.InvariantCulture, $"{field} {i}"),
        };
    }
}
