namespace Canonical.Model;

public sealed partial record ServiceContract
{
    static partial void CheckLaws(ServiceContract value, LawFindings findings) => ServiceContractLaws.Check(value, findings);
}

internal static class ServiceContractLaws
{
    internal static void Check(ServiceContract value, LawFindings findings)
    {
        findings.EndsAfterStart("LAW0401", "/effectiveTo", value.EffectiveFrom, value.EffectiveTo);
        if (value.Obligations is not null && value.TotalValue is { } total && total.Currency == value.Currency && LawChecks.Sum(value.Obligations, value.Currency, o => o.AllocatedPrice) is { } allocated)
        {
            findings.Agrees("LAW0402", "/obligations", total.Amount, allocated, value.Currency, "The total value", "Allocate the whole price to the obligations, or mend the total.");
        }
        CheckCurrencies(value, findings);
        findings.AtMost("LAW0404", "/totalValue", value.TotalValue, value.NotToExceed, "The total value", "Agree on a higher limit, or a lower value.");
        findings.Distinct("LAW0406", "/lines", value.Lines, l => l.LineId, "lineId", "lineId");
        findings.Distinct("LAW0406", "/obligations", value.Obligations, o => o.ObligationId, "obligationId", "obligationId");
        HashSet<string> obligations = [.. value.Obligations?.Select(o => o.ObligationId) ?? []];
        for (var i = 0; i < (value.Lines?.Count ?? 0) && !findings.IsFull; i++)
        {
            var line = value.Lines![i];
            var path = LawChecks.Item("/lines", i);
            if (line.ObligationId is { } obligation && !obligations.Contains(obligation)) findings.Add("LAW0405", path + "/obligationId", "The contract has no such obligation.", "Name an obligation of this contract.");
            findings.NotBefore("LAW0911", path + "/serviceEnd", line.ServiceStart, line.ServiceEnd);
        }
        if (value.TerminatedOn is { } ended && (ended < value.EffectiveFrom || ended >= value.EffectiveTo)) findings.Add("LAW0407", "/terminatedOn", "The contract ends early outside its term.", "Give a day of the term; a contract that ends with its term is not terminated.");
        findings.NotSelf("LAW0913", "/parentContract", value.Id, value.ParentContract?.Id);
        findings.NotSelf("LAW0913", "/mergedInto", value.Id, value.MergedInto?.Id);
    }

    private static void CheckCurrencies(ServiceContract value, LawFindings findings)
    {
        const string code = "LAW0403";
        findings.InCurrency(code, "/totalValue", value.Currency, value.TotalValue);
        findings.InCurrency(code, "/notToExceed", value.Currency, value.NotToExceed);
        findings.InCurrency(code, "/expenseCap", value.Currency, value.ExpenseCap);
        for (var i = 0; i < (value.Obligations?.Count ?? 0) && !findings.IsFull; i++)
        {
            findings.InCurrency(code, LawChecks.Item("/obligations", i, "standaloneSellingPrice"), value.Currency, value.Obligations![i].StandaloneSellingPrice);
            findings.InCurrency(code, LawChecks.Item("/obligations", i, "allocatedPrice"), value.Currency, value.Obligations[i].AllocatedPrice);
        }
        for (var i = 0; i < (value.Lines?.Count ?? 0) && !findings.IsFull; i++)
        {
            findings.InCurrency(code, LawChecks.Item("/lines", i, "unitPrice"), value.Currency, value.Lines![i].UnitPrice);
            findings.InCurrency(code, LawChecks.Item("/lines", i, "amount"), value.Currency, value.Lines[i].Amount);
        }
    }
}
