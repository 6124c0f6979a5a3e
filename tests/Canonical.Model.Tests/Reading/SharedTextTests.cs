using System.Text;

namespace Canonical.Model.Tests;

public sealed class SharedTextTests
{
    // Millions of objects come from one source: where they are from is one text in memory.
    [Fact]
    public void TryRead_ObjectsOfOneSource_ShareTheTextsOfTheSource()
    {
        var first = Read("salesforce", "00D1", "Account", "1");
        var second = Read("salesforce", "00D1", "Account", "2");
        Assert.Same(first.System, second.System);
        Assert.Same(first.Instance, second.Instance);
        Assert.Same(first.ObjectType, second.ObjectType);
        Assert.Equal(("1", "2"), (first.RecordId, second.RecordId));
    }

    [Fact]
    public void TryRead_SourcesByTurns_KeepTheirOwnTexts()
    {
        foreach (var (system, instance, type) in ((string, string, string)[])[("netsuite", "1", "job"), ("netsuite", "11", "jo"), ("workday", "1", "Größe"), ("netsuite", "Größe", "a\\\"b"), ("netsuite", "Größe", "a\\\"b"), ("workday", "a\\\\", "job")])
        {
            var read = Read(system, instance, type, "1");
            Assert.Equal((system, instance.Replace("\\\\", "\\", StringComparison.Ordinal), type.Replace("\\\"", "\"", StringComparison.Ordinal)), (read.System, read.Instance, read.ObjectType));
        }
    }

    [Fact]
    public void TryRead_SourceThatBreaksTheContract_IsRefusedBehindASoundOne()
    {
        Read("salesforce", "00D1", "Account", "1");
        Assert.False(Customer.TryRead(Json("Sales force", "00D1", "Account", "1"), out _, out var report));
        Assert.Contains(report.Errors, error => error.InstancePath == "/sourceRefs/0/system");
        Assert.False(Customer.TryRead(Json("salesforce", "", "Account", "1"), out _, out _));
        // And what was refused is not taken for good the next time.
        Assert.False(Customer.TryRead(Json("Sales force", "00D1", "Account", "1"), out _, out _));
    }

    private static SourceRef Read(string system, string instance, string type, string id)
    {
        Assert.True(Customer.TryRead(Json(system, instance, type, id), out var customer, out var report), string.Join('\n', report.Errors));
        return Assert.Single(customer.SourceRefs);
    }

    private static byte[] Json(string system, string instance, string type, string id) => Encoding.UTF8.GetBytes(
        $$"""{"id":"db6d0219-5b71-81bb-bf91-1347b0295efe","contract":"customer/1.0.0","sourceRefs":[{"system":"{{system}}","instance":"{{instance}}","objectType":"{{type}}","recordId":"{{id}}"}],"status":"active","observedAt":"2026-11-21T15:43:31Z","name":"A","kind":"organization","defaultCurrency":"EUR"}""");
}
