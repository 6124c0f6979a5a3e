using System.Text;
using System.Text.Json.Nodes;

using Canonical.Mapping;
using Canonical.Model;

namespace Connectors.Salesforce.Tests;

/// <summary>
/// The laws of the way back, on generated records: a record that was read and is written again has its fields as they were, and an object that is written over any other record of the org is read as it was,
/// but for what the document declares as lost.
/// </summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData(11, false)]
    [InlineData(12, false)]
    [InlineData(13, false)]
    [InlineData(14, true)]
    public async Task Laws_GeneratedRecords_HoldForEveryPackThatIsWritten(int seed, bool oneCurrency)
    {
        await using PackOrg org = await PackOrg.StartAsync(seed, multiCurrency: !oneCurrency);
        var report = new StringBuilder();
        await CheckAsync<Customer>(SalesforceMappings.AccountToCustomer(oneCurrency));
        await CheckAsync<Contact>(SalesforceMappings.ContactToContact(), SoqlCondition.NotEqual("AccountId", SoqlValue.Null));
        await CheckAsync<Opportunity>(SalesforceMappings.OpportunityToOpportunity(oneCurrency));
        await CheckAsync<Opportunity>(SalesforceMappings.OpportunityToOpportunity(oneCurrency, itemField: PackOrg.ItemField));
        await CheckAsync<ServiceContract>(SalesforceMappings.ContractToContract(oneCurrency));
        await CheckAsync<ServiceContract>(SalesforceMappings.OrderToContract(oneCurrency, itemField: PackOrg.ItemField));
        await CheckAsync<Project>(CertiniaMappings.Project(oneCurrency));
        await CheckAsync<Resource>(CertiniaMappings.Resource(), SoqlCondition.Equal("pse__Is_Resource__c", true));
        await CheckAsync<Assignment>(CertiniaMappings.Assignment(oneCurrency));
        await CheckAsync<Milestone>(CertiniaMappings.Milestone(oneCurrency));
        await CheckAsync<RateCard>(CertiniaMappings.RateCard(oneCurrency));
        await CheckAsync<ExpenseReport>(CertiniaMappings.ExpenseReport(oneCurrency));
        Assert.True(report.Length == 0, report.ToString());

        async Task CheckAsync<T>(MappingDocument mapping, SoqlCondition? where = null)
            where T : class, ICanonicalObject<T>
        {
            var laws = new PackLaws(mapping);
            Mapper mapper = Mapper.Compile(mapping);
            MappingContext context = org.Context(mapping);
            MappingContext clearing = org.Context(mapping, AbsentMembers.Cleared);
            List<JsonObject> records = [.. (await org.RecordsAsync<T>(mapping, where)).Select(r => JsonNode.Parse(r.Json.GetRawText())!.AsObject())];
            List<JsonObject> objects = [.. records.Select(record => Map(mapper.ToCanonical(Bytes(record), context), record))];
            int compared = 0;
            for (int i = 0; i < records.Count; i++)
            {
                JsonObject written = Map(mapper.ToVendor(Bytes(objects[i]), context), objects[i]);
                Add(laws.OfFields(records[i], written), $"record {records[i]["Id"]}");

                // Over the next record: nothing of it may shine through.
                JsonObject other = records[(i + 1) % records.Count].DeepClone().AsObject();
                foreach (string relation in other.Where(m => m.Value is JsonObject { } inner && inner.ContainsKey("records")).Select(m => m.Key).ToList())
                    other.Remove(relation);
                JsonObject whole = Map(mapper.ToVendor(Bytes(objects[i]), clearing), objects[i]);
                JsonObject read = Map(mapper.ToCanonical(Bytes(PackLaws.Put(other, whole)), context), whole);
                Add(laws.OfMembers(objects[i], read), $"object of {records[i]["Id"]} over {other["Id"]}");
            }

            // A law that was held against nothing proves nothing.
            if (records.Count < 3 || compared < 10 * records.Count)
                report.AppendLine(FormattableString.Invariant($"{mapping.Id}: {compared} values of {records.Count} records were compared (seed {seed})."));

            void Add((List<string> Broken, int Compared) outcome, string what)
            {
                compared += outcome.Compared;
                foreach (string broken in outcome.Broken.Take(4))
                    report.AppendLine(FormattableString.Invariant($"{mapping.Id}, {what}: {broken} (seed {seed})"));
            }

            JsonObject Map(MappingResult result, JsonNode from)
            {
                Assert.True(result.Succeeded, FormattableString.Invariant($"{mapping.Id} (seed {seed}): {string.Join('\n', result.Issues)}\n{from.ToJsonString()}"));
                return JsonNode.Parse(result.Json.Span)!.AsObject();
            }
        }
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
