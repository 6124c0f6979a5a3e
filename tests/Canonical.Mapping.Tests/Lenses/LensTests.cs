using System.Text;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

public sealed class LensTests
{
    [Fact]
    public void Field_WithoutConverter_CopiesTheValueAsItStands()
    {
        var mapper = Bench.Mapper("""{ "id": "f", "kind": "field", "source": "a.b", "target": "c" }""");
        const string value = """{"x":[1.50,null,{"y":"é"}],"z":1E3}""";
        Assert.Equal($$"""{"c":{{value}}}""", mapper.Forth($$$"""{"id":1,"a":{"b":{{{value}}}}}""").Body());
        Assert.Equal($$$"""{"a":{"b":{{{value}}}}}""", mapper.Back($$"""{"c":{{value}}}""").Text());
    }

    [Fact]
    public void Field_UnsetNullAndValue_AreThreeThingsOnTheWayBack()
    {
        var mapper = Bench.Mapper("""
            { "id": "a", "kind": "field", "source": "A", "target": "a", "convert": "text" },
            { "id": "b", "kind": "field", "source": "B", "target": "n.b", "convert": "date", "clear": "empty" },
            { "id": "c", "kind": "field", "source": "C", "target": "c", "clear": "never" }
            """);
        Assert.Equal("{}", mapper.Back("{}").Text());
        Assert.Equal("""{"A":null,"B":""}""", mapper.Back("""{"a":null,"n":null}""").Text());
        Assert.Equal("""{"A":"x"}""", mapper.Back("""{"a":"x"}""").Text());
        var kept = mapper.Back("""{"c":null}""");
        Assert.True(kept.Succeeded);
        Assert.Equal("{}", Encoding.UTF8.GetString(kept.Json.Span));
        Assert.Equal((MappingCodes.NotCleared, MappingSeverity.Warning, MappingValueKind.Null), (kept.Issue().Code, kept.Issue().Severity, kept.Issue().ValueKind));
        Assert.Equal("""{"A":null,"B":""}""", mapper.Back("{}", Bench.Context with { AbsentMembers = AbsentMembers.Cleared }).Text());
    }

    [Fact]
    public void Field_Required_SaysWhatIsMissing()
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "A.B", "target": "a", "convert": "text", "required": "both" }""");
        var forth = mapper.Forth("""{"id":1,"A":{"B":" "}}""").Issue();
        Assert.Equal((MappingCodes.RequiredMissing, MappingIssueKind.MissingValue, MappingValueKind.EmptyString, "A.B", "a"), (forth.Code, forth.Kind, forth.ValueKind, forth.SourcePath, forth.TargetPath));
        Assert.Equal(MappingValueKind.Missing, mapper.Back("{}").Issue().ValueKind);
    }

    [Fact]
    public void Field_OnlyOneDirection_DoesNotRunInTheOther()
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "Formula__c", "target": "a", "only": "toCanonical", "loss": "Salesforce computes it." }""");
        Assert.Equal("""{"a":1}""", mapper.Forth("""{"id":1,"Formula__c":1}""").Body());
        Assert.Equal("{}", mapper.Back("""{"a":1}""").Text());
    }

    [Fact]
    public void Field_SelectedElements_RoundTrip()
    {
        var mapper = Bench.Mapper("""
            { "id": "p", "kind": "field", "source": "Phone", "target": "phones[kind=main].number", "convert": "text" },
            { "id": "f", "kind": "field", "source": "Fax", "target": "phones[kind=fax].number", "convert": "text" }
            """);
        Assert.Equal("""{"phones":[{"kind":"fax","number":"2"}]}""", mapper.Forth("""{"id":1,"Fax":"2"}""").Body());
        Assert.Equal("""{"phones":[{"kind":"main","number":"1"},{"kind":"fax","number":"2"}]}""", mapper.Forth("""{"id":1,"Fax":"2","Phone":"1"}""").Body());
        Assert.Equal("""{"Phone":"1","Fax":"2"}""", mapper.Back("""{"phones":[{"kind":"fax","number":"2"},{"number":"1","kind":"main"},{"kind":"other","number":"3"}]}""").Text());
    }

    [Fact]
    public void Money_CurrencyOfTheRecord_IsSharedByItsAmounts()
    {
        var mapper = Bench.Mapper("""
            { "id": "a", "kind": "money", "source": "Amount", "target": "amount", "currency": { "path": "Cur", "parameter": "home" } },
            { "id": "b", "kind": "money", "source": "Tax", "target": "tax", "currency": { "path": "Cur", "parameter": "home" } }
            """, """ "parameters": { "home": { "type": "currency", "default": "EUR" } }, """);
        Assert.Equal("""{"amount":{"amount":"15000","currency":"SEK"},"tax":{"amount":"0.1","currency":"SEK"}}""", mapper.Forth("""{"id":1,"Amount":1.50E4,"Tax":"0.10","Cur":"sek"}""").Body());
        Assert.Equal("""{"amount":{"amount":"1","currency":"EUR"}}""", mapper.Forth("""{"id":1,"Amount":1}""").Body());
        Assert.Equal("""{"Cur":"SEK","Amount":15000,"Tax":0.1}""", mapper.Back("""{"amount":{"amount":"15000.00","currency":"SEK"},"tax":{"amount":"0.1","currency":"SEK"}}""").Text());
        var conflict = mapper.Back("""{"amount":{"amount":"1","currency":"SEK"},"tax":{"amount":"1","currency":"USD"}}""").Issue();
        Assert.Equal((MappingCodes.CurrencyConflict, "b"), (conflict.Code, conflict.Lens));
    }

    [Fact]
    public void Money_ByParameterTableAndMinorUnits_RunsBothWays()
    {
        var mapper = Bench.Mapper("""
            { "id": "a", "kind": "money", "source": "cents", "target": "a", "shift": -2, "as": "string", "currency": { "parameter": "home" } },
            { "id": "b", "kind": "money", "source": "rate", "target": "b", "currency": { "path": "currency.id", "table": "currencies" } }
            """, """ "parameters": { "home": { "type": "currency" } }, "tables": { "currencies": { "entries": [ { "vendor": "1", "canonical": "EUR" }, { "vendor": "2", "canonical": "USD" } ] } }, """);
        var context = Bench.Context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["home"] = "GBP" } };
        const string canonical = """{"a":{"amount":"-1.5","currency":"GBP"},"b":{"amount":"7","currency":"USD"}}""";
        const string vendor = """{"cents":"-150","currency":{"id":"2"},"rate":7}""";
        Assert.Equal(canonical, mapper.Forth("""{"id":1,"cents":-150,"rate":7.00,"currency":{"id":"2","refName":"USD"}}""", context).Body());
        Assert.Equal(vendor, mapper.Back(canonical, context).Text());
        Assert.Equal(MappingCodes.CurrencyConflict, mapper.Back("""{"a":{"amount":"1","currency":"SEK"}}""", context).Issue().Code);
        Assert.Equal(MappingCodes.UnknownCode, mapper.Back("""{"b":{"amount":"1","currency":"SEK"}}""", context).Issue().Code);
        Assert.Equal((MappingCodes.ParameterMissing, MappingIssueKind.Configuration), (mapper.Forth("""{"id":1,"cents":1}""").Issue().Code, mapper.Forth("""{"id":1,"cents":1}""").Issue().Kind));
        Assert.Equal(MappingCodes.CurrencyMissing, mapper.Forth("""{"id":1,"rate":1}""", context).Issue().Code);
        var wrong = context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["home"] = "Pounds" } };
        Assert.Equal(MappingCodes.ParameterInvalid, mapper.Forth("""{"id":1,"cents":1}""", wrong).Issue().Code);
    }

    [Theory]
    [InlineData(""" "unit": "min", "form": "h:mm" """, "\"25:42\"", "1542", "min")]
    [InlineData(""" "unit": "h", "form": "h:mm" """, "\"25:42\"", "25.7", "h")]
    [InlineData(""" "unit": "min" """, "20", "20", "min")]
    [InlineData(""" "unit": "h", "vendorUnit": "min" """, "20", "0.333333", "h")]
    [InlineData(""" "unit": "min", "vendorUnit": "h" """, "1.5", "90", "min")]
    [InlineData(""" "unit": "h" """, "7.25", "7.25", "h")]
    [InlineData(""" "unit": "h", "form": "string" """, "\"7.25\"", "7.25", "h")]
    [InlineData(""" "unit": "ea" """, "3", "3", "ea")]
    public void Quantity_EveryForm_RunsBothWays(string members, string vendor, string value, string unit)
    {
        var mapper = Bench.Mapper($$"""{ "id": "q", "kind": "quantity", "source": "s", "target": "t", {{members}} }""");
        Assert.Equal($$$"""{"t":{"value":"{{{value}}}","unit":"{{{unit}}}"}}""", mapper.Forth($$"""{"id":1,"s":{{vendor}}}""").Body());
        Assert.Equal($$"""{"s":{{vendor}}}""", mapper.Back($$$"""{"t":{"value":"{{{value}}}","unit":"{{{unit}}}"}}""").Text());
    }

    [Fact]
    public void Quantity_OtherUnitOnTheWayBack_ConvertsHoursAndMinutesOnly()
    {
        var mapper = Bench.Mapper("""{ "id": "q", "kind": "quantity", "source": "s", "target": "t", "unit": "min", "form": "h:mm" }""");
        Assert.Equal("""{"s":"7:15"}""", mapper.Back("""{"t":{"value":"7.25","unit":"h"}}""").Text());
        Assert.Equal(MappingCodes.NotConvertible, mapper.Back("""{"t":{"value":"7.333","unit":"h"}}""").Issue().Code);
        Assert.Equal(MappingCodes.NotConvertible, mapper.Back("""{"t":{"value":"1","unit":"d"}}""").Issue().Code);
        Assert.Equal(MappingCodes.WrongKind, mapper.Back("""{"t":"7"}""").Issue().Code);
    }

    [Fact]
    public void Constant_OnEachSide_WritesThereAndComparesFromThere()
    {
        var mapper = Bench.Mapper("""
            { "id": "t", "kind": "constant", "target": "kind", "value": "organization" },
            { "id": "v", "kind": "constant", "source": "attributes.type", "value": "Account" },
            { "id": "m", "kind": "constant", "source": "toBeEmailed", "value": false, "only": "toVendor", "loss": "An instruction, not a fact." }
            """);
        Assert.Equal("""{"kind":"organization"}""", mapper.Forth("""{"id":1,"attributes":{"type":"Account"},"toBeEmailed":true}""").Body());
        Assert.Equal("""{"attributes":{"type":"Account"},"toBeEmailed":false}""", mapper.Back("""{"kind":"organization"}""").Text());
        var differs = mapper.Back("""{"kind":"person"}""");
        Assert.True(differs.Succeeded);
        Assert.Equal((MappingCodes.ConstantDiffers, MappingSeverity.Warning), (differs.Issue().Code, differs.Issue().Severity));
        Assert.Equal(MappingCodes.ConstantDiffers, mapper.Forth("""{"id":1,"attributes":{"type":"Lead"}}""").Issue().Code);
    }

    [Fact]
    public void Default_UnsetMember_IsFilledAndABadOneIsNot()
    {
        var mapper = Bench.Mapper("""
            { "id": "c", "kind": "field", "source": "Cur", "target": "c", "convert": "upper" },
            { "id": "d", "kind": "default", "target": "c", "value": "EUR", "loss": "The default is written back." },
            { "id": "s", "kind": "default", "source": "Sub", "value": "1", "loss": "The first subsidiary." }
            """);
        Assert.Equal("""{"c":"EUR"}""", mapper.Forth("""{"id":1,"Cur":null}""").Body());
        Assert.Equal("""{"c":"SEK"}""", mapper.Forth("""{"id":1,"Cur":"sek"}""").Body());
        Assert.Equal("""{"Cur":"EUR","Sub":"1"}""", mapper.Back("""{"c":"EUR"}""").Text());
        Assert.Equal("c", mapper.Forth("""{"id":1,"Cur":7}""").Issue().Lens);
    }

    [Theory]
    [InlineData("reject", "\"9\"", null)]
    [InlineData("pass", "\"9\"", "\"9\"")]
    [InlineData("pass", "\"open\"", null)]
    [InlineData("default", "\"9\"", "\"open\"")]
    public void Table_UnknownCode_FollowsThePolicy(string unknown, string vendor, string? canonical)
    {
        var fallback = unknown == "default" ? """, "default": { "toCanonical": "open" }, "loss": "Unknown codes become open." """ : "";
        var mapper = Bench.Mapper($$"""
            { "id": "t", "kind": "table", "source": "s", "target": "t", "unknown": "{{unknown}}"{{fallback}},
              "entries": [ { "vendor": "1", "canonical": "open" }, { "vendor": 2, "canonical": "done" }, { "vendor": true, "canonical": "gone" } ] }
            """);
        var result = mapper.Forth($$"""{"id":1,"s":{{vendor}}}""");
        if (canonical is null)
            Assert.Equal(MappingIssueKind.UnknownCode, result.Issue().Kind);
        else
            Assert.Equal($$"""{"t":{{canonical}}}""", result.Body());
        Assert.Equal("""{"t":"done"}""", mapper.Forth("""{"id":1,"s":2.0}""").Body());
        Assert.Equal("""{"s":2}""", mapper.Back("""{"t":"done"}""").Text());
        Assert.Equal("""{"s":true}""", mapper.Back("""{"t":"gone"}""").Text());
        Assert.Equal("{}", mapper.Forth("""{"id":1,"s":""}""").Body());
    }

    [Fact]
    public void Table_Alias_ComesBackAsTheMainCode()
    {
        var mapper = Bench.Mapper("""{ "id": "t", "kind": "table", "source": "s", "target": "t", "table": "terms" }""", """
             "tables": { "terms": { "loss": "COD comes back as receipt.", "entries": [ { "vendor": "Receipt", "canonical": "immediate" }, { "vendor": "COD", "canonical": "immediate", "only": "toCanonical" } ] } },
            """);
        Assert.Equal("""{"t":"immediate"}""", mapper.Forth("""{"id":1,"s":"COD"}""").Body());
        Assert.Equal("""{"s":"Receipt"}""", mapper.Back("""{"t":"immediate"}""").Text());
    }

    [Theory]
    [InlineData("string", "\"77\"", "\"77\"")]
    [InlineData("number", "77", "77")]
    [InlineData("number", "\"77\"", "77")]
    [InlineData("id", """{"id":"77","refName":"EUR","links":[]}""", """{"id":"77"}""")]
    [InlineData("id", "\"77\"", """{"id":"77"}""")]
    [InlineData("string", "77.0", "\"77\"")]
    public void Reference_EveryForm_RunsBothWays(string form, string vendor, string back)
    {
        var mapper = Bench.Mapper($$"""{ "id": "r", "kind": "reference", "source": "s", "target": "t", "to": "customer", "form": "{{form}}" }""");
        var id = CanonicalId.Derive("acme", "customer", "test", "org1", "77");
        var canonical = $$$"""{"t":{"id":"{{{id}}}"}}""";
        Assert.Equal(canonical, mapper.Forth($$"""{"id":1,"s":{{vendor}}}""").Body());
        Assert.Equal(MappingIssueKind.ReferenceMissing, mapper.Back(canonical).Issue().Kind);
        var known = Bench.Context with { References = new DictionaryReferenceResolver().Add(new VendorReference("acme", "customer", "test", "org1", "77", VendorObject: "Account"), id) };
        Assert.Equal($$"""{"s":{{back}}}""", mapper.Back(canonical, known).Text());
    }

    [Fact]
    public void Reference_ByExternalId_AsksForThatKind()
    {
        var mapper = Bench.Mapper("""{ "id": "r", "kind": "reference", "source": "s", "target": "t", "to": "project", "form": "externalId", "system": "erp" }""");
        var id = CanonicalId.Derive("acme", "project", "crm", "x", "1");
        var resolver = new DictionaryReferenceResolver().Add(new VendorReference("acme", "project", "erp", "org1", "JOB-1", ReferenceKeyKind.ExternalId), id);
        var context = Bench.Context with { References = resolver };
        Assert.Equal($$$"""{"t":{"id":"{{{id}}}"}}""", mapper.Forth("""{"id":1,"s":{"externalId":"JOB-1"}}""", context).Body());
        Assert.Equal("""{"s":{"externalId":"JOB-1"}}""", mapper.Back($$$"""{"t":{"id":"{{{id}}}"}}""", context).Text());
        Assert.Equal(MappingCodes.ReferenceMissing, mapper.Forth("""{"id":1,"s":{"externalId":"JOB-1"}}""").Issue().Code);
        Assert.Equal(MappingCodes.ReferenceMalformed, mapper.Forth("""{"id":1,"s":{"id":"1"}}""", context).Issue().Code);
        Assert.Equal(MappingCodes.ReferenceMalformed, mapper.Back("""{"t":{"id":"x"}}""", context).Issue().Code);
    }

    [Fact]
    public void Reference_Missing_IsOmittedWithAWarningWhereTheLensSaysSo()
    {
        var mapper = Bench.Mapper("""{ "id": "r", "kind": "reference", "source": "s", "target": "t", "to": "customer", "missing": "omit" }""");
        var result = mapper.Forth("""{"id":1,"s":"9"}""", Bench.Context with { References = new DictionaryReferenceResolver() });
        Assert.True(result.Succeeded);
        Assert.Equal((MappingCodes.ReferenceMissing, MappingSeverity.Warning), (result.Issue().Code, result.Issue().Severity));
    }

    [Fact]
    public void First_OfSeveralSources_TakesTheFirstValueAndWritesTheChosenOne()
    {
        var mapper = Bench.Mapper("""{ "id": "f", "kind": "first", "sources": [ "a", "b", "c" ], "back": "b", "target": "t", "convert": "text", "loss": "Which one it was." }""");
        Assert.Equal("""{"t":"x"}""", mapper.Forth("""{"id":1,"a":" ","b":null,"c":"x"}""").Body());
        Assert.Equal("""{"t":"y"}""", mapper.Forth("""{"id":1,"b":"y","c":"x"}""").Body());
        Assert.Equal("""{"b":"x"}""", mapper.Back("""{"t":"x"}""").Text());
    }

    [Fact]
    public void Each_Element_IsMappedWithItsPlaceInIssues()
    {
        var mapper = Bench.Mapper("""
            { "id": "e", "kind": "each", "source": "book.items", "target": "lines", "lenses": [
              { "id": "n", "kind": "field", "source": "no", "target": "number", "convert": "integer" },
              { "id": "m", "kind": "money", "source": "amt", "target": "amount", "currency": { "path": "$.cur" } },
              { "id": "t", "kind": "each", "source": "tags", "target": "tags", "lenses": [ { "id": "tag", "kind": "field", "source": ".", "target": ".", "convert": "upper" } ] } ] }
            """);
        const string canonical = """{"lines":[{"number":1,"amount":{"amount":"2","currency":"EUR"},"tags":["A","B"]},{"number":2,"tags":[]}]}""";
        Assert.Equal(canonical, mapper.Forth("""{"id":1,"cur":"EUR","book":{"items":[{"no":1.0,"amt":2,"tags":["a","b"]},{"no":"2","tags":[]}]}}""").Body());
        Assert.Equal("""{"cur":"EUR","book":{"items":[{"no":1,"amt":2,"tags":["A","B"]},{"no":2,"tags":[]}]}}""", mapper.Back(canonical).Text());
        Assert.Equal("{}", mapper.Forth("""{"id":1,"book":{"items":null}}""").Body());
        Assert.Equal("""{"lines":[]}""", mapper.Forth("""{"id":1,"book":{"items":[]}}""").Body());
        var bad = mapper.Forth("""{"id":1,"book":{"items":[{"no":1},{"no":2,"tags":["a",5]}]}}""").Issue();
        Assert.Equal(("book.items[1].tags[1]", "lines[1].tags[1]", "tag"), (bad.SourcePath, bad.TargetPath, bad.Lens));
        Assert.Equal(MappingCodes.ElementDropped, mapper.Forth("""{"id":1,"book":{"items":[{}]}}""").Issue().Code);
        Assert.Equal(MappingCodes.WrongKind, mapper.Forth("""{"id":1,"book":{"items":{}}}""").Issue().Code);
        Assert.Equal(MappingCodes.NotCleared, mapper.Back("""{"lines":null}""").Issue().Code);
    }

    [Fact]
    public void When_ConditionOfEachSide_ChoosesTheBranch()
    {
        var mapper = Bench.Mapper("""
            { "id": "w", "kind": "when", "source": { "path": "IsPerson", "equals": true }, "target": { "path": "kind", "equals": "person" },
              "lenses": [
                { "id": "p1", "kind": "constant", "source": "IsPerson", "value": true }, { "id": "p2", "kind": "constant", "target": "kind", "value": "person" },
                { "id": "p3", "kind": "field", "source": "LastName", "target": "name" } ],
              "else": [
                { "id": "o1", "kind": "constant", "source": "IsPerson", "value": false }, { "id": "o2", "kind": "constant", "target": "kind", "value": "organization" },
                { "id": "o3", "kind": "field", "source": "Name", "target": "name" } ] }
            """);
        Assert.Equal("""{"kind":"person","name":"B"}""", mapper.Forth("""{"id":1,"IsPerson":true,"Name":"A","LastName":"B"}""").Body());
        Assert.Equal("""{"kind":"organization","name":"A"}""", mapper.Forth("""{"id":1,"IsPerson":false,"Name":"A","LastName":"B"}""").Body());
        Assert.Equal("""{"IsPerson":true,"LastName":"B"}""", mapper.Back("""{"kind":"person","name":"B"}""").Text());
        Assert.Equal("""{"IsPerson":false,"Name":"A"}""", mapper.Back("""{"kind":"organization","name":"A"}""").Text());
    }

    [Fact]
    public void Lenses_ThatMeetAtRunTime_AreAConflict()
    {
        var mapper = Bench.Mapper("""
            { "id": "m", "kind": "money", "source": "a", "target": "a", "currency": { "path": "cur" } },
            { "id": "c", "kind": "field", "source": "cur", "target": "c" }
            """);
        Assert.Equal("""{"cur":"EUR","a":1}""", mapper.Back("""{"a":{"amount":"1","currency":"EUR"},"c":"EUR"}""").Text());
        Assert.Equal(MappingCodes.WriteConflict, mapper.Back("""{"a":{"amount":"1","currency":"EUR"},"c":"USD"}""").Issue().Code);
    }
}
