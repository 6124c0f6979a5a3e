using System.Net;
using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

/// <summary>The client on answers that were recorded from a real account.</summary>
[Trait("Category", "Fixtures")]
public sealed class RecordedAnswersTests
{
    [Theory]
    [InlineData("rest-vendor-list-page1.json", "vendor", 3493, "5:5", "-3", "37060", "69564", "27595", "66890")]
    [InlineData("rest-vendorBill-list-total-capped.json", "vendorBill", 5000, "5:5", "887470", "829778", "883577", "994939", "884255")]
    public async Task List_RecordedPage_GivesIdsAndGoesOnByWhatCame(string file, string recordType, long total, string continuation, params string[] ids)
    {
        using NetSuiteClient client = Client(SharedFixtures.Json(file), out StubHandler stub, pageSize: 5);
        await using IAsyncEnumerator<NetSuiteRecordPage> pages = client.ListAsync(recordType, null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await pages.MoveNextAsync());
        Assert.Equal(ids, pages.Current.Ids);
        Assert.Equal(total, pages.Current.TotalResults);
        Assert.Equal(continuation, pages.Current.Continuation);
        Assert.EndsWith($"/{recordType}?limit=5&offset=0", Assert.Single(stub.Requests).Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rest-subsidiary-list-single-page.json", "subsidiary")]
    [InlineData("rest-expenseReport-list-lowercase-links.json", "expenseReport")]
    public async Task List_OtherRecordedPages_AreRead(string file, string recordType)
    {
        JsonElement recorded = SharedFixtures.Json(file);
        JsonElement body = recorded.GetProperty("response").GetProperty("body");
        using NetSuiteClient client = Client(recorded, out _, pageSize: body.GetProperty("count").GetInt32());
        await using IAsyncEnumerator<NetSuiteRecordPage> pages = client.ListAsync(recordType, null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await pages.MoveNextAsync());
        Assert.Equal(body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!), pages.Current.Ids);
        Assert.Equal(body.GetProperty("hasMore").GetBoolean(), pages.Current.Continuation is not null);
    }

    [Theory]
    [InlineData("rest-vendor-get.json")]
    [InlineData("rest-vendor-get-expandSubResources.json")]
    public async Task Get_RecordedVendor_IsReadAsItStands(string file)
    {
        using NetSuiteClient client = Client(SharedFixtures.Json(file), out _);
        NetSuiteRecord record = await client.GetAsync("vendor", NetSuiteRecordKey.Internal("134775"), null, TestContext.Current.CancellationToken);

        Assert.Equal("134775", record.Id);
        using JsonDocument document = JsonDocument.Parse(record.Utf8Json);
        Assert.Equal("EUR", document.RootElement.GetProperty("currency").GetProperty("refName").GetString());
    }

    [Theory]
    [InlineData("rest-employee-missing-404.json", NetSuiteErrorCodes.NotFound, "3459c6f5-b657-4a25-ad0d-34cb38b4313e job bf383716-7971-44af-aa22-2bab73d62798")]
    [InlineData("rest-vendorBill-missing-400.json", NetSuiteErrorCodes.WrongRecordType, "2b898cc6-16cd-4c14-a557-539c5393154a job b607b137-b213-409e-8abe-6253fd044239")]
    public async Task Get_RecordedError_SaysThatTheRecordIsNotThere(string file, string code, string requestId)
    {
        using NetSuiteClient client = Client(SharedFixtures.Json(file), out _);
        NetSuiteException e = await Assert.ThrowsAsync<NetSuiteException>(() => client.GetAsync("employee", NetSuiteRecordKey.Internal("999999"), null, TestContext.Current.CancellationToken));

        Assert.Equal(code, e.Code);
        Assert.Equal(IssueKind.NotFound, e.Kind);
        Assert.Equal(requestId, e.VendorRequestId);
    }

    private static NetSuiteClient Client(JsonElement recorded, out StubHandler stub, int pageSize = 1000)
    {
        JsonElement response = recorded.GetProperty("response");
        stub = new StubHandler(StubHandler.Status((HttpStatusCode)response.GetProperty("status").GetInt32(), r =>
        {
            r.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(response.GetProperty("body").GetRawText()));
            foreach (JsonProperty header in response.GetProperty("headers").EnumerateObject())
            {
                // The recorder kept the body decompressed.
                if (header.Name == "content-type")
                    r.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
                else if (!header.Name.StartsWith("content-", StringComparison.Ordinal))
                    r.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }
        }));
        var options = new NetSuiteOptions
        {
            AccountId = "1234567_SB1",
            PageSize = pageSize,
            Token = _ => new ValueTask<NetSuiteTokenCredential>(new NetSuiteTokenCredential("ck", "cs", "tk", "ts")),
        };
        return NetSuiteClient.Create(options, primaryHandler: stub);
    }
}
