using System.Text;
using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

public sealed class HandMapperTests
{
    private static readonly MappingContext s_context = Bench.Context;
    private readonly HandMapper<Customer> _mapper = new(new ByHand());

    [Fact]
    public void ToCanonical_ARecord_HasTheIdThatADocumentDerives()
    {
        var result = _mapper.ToCanonical("""{ "no": 7, "name": "Example AB" }"""u8, s_context);
        Assert.True(result.Succeeded, string.Join('\n', result.Issues));
        Assert.Equal(CanonicalId.Derive("acme", "customer", "hand", "org1", "7"), result.Value.Id);
        Assert.Equal("Firm", result.Value.SourceRefs[0].ObjectType);
        Assert.Equal(s_context.ObservedAt, result.Value.ObservedAt);
        Assert.True(Customer.TryRead(result.Json.Span, out var read, out _));
        Assert.Equal(result.Value, read);
        Assert.Equal("example.by-hand/2.0.0", _mapper.Identity.ToString());
        Assert.Equal("name", _mapper.Lenses.Single().Id);
    }

    [Fact]
    public void ToCanonical_AnObjectAgainstTheContract_IsRefusedWithItsPlace()
    {
        var result = _mapper.ToCanonical("""{ "no": 7, "name": "" }"""u8, s_context);
        Assert.False(result.Succeeded);
        var issue = Assert.Single(result.Issues);
        Assert.Equal((MappingCodes.ContractViolation, "name"), (issue.Code, issue.TargetPath));
        Assert.True(result.Json.IsEmpty);
    }

    [Theory]
    [InlineData("""{ "no": 7, "name": "Keyless", "mode": "noHeader" }""", MappingCodes.KeyMissing)]
    [InlineData("""{ "no": 7, "name": "Other", "mode": "otherId" }""", MappingCodes.HandMappingHeader)]
    [InlineData("""{ "no": 7, "name": "Other", "mode": "otherTime" }""", MappingCodes.HandMappingHeader)]
    [InlineData("""{ "no": 7, "name": "Other", "mode": "otherRef" }""", MappingCodes.HandMappingHeader)]
    [InlineData("""{ "no": 7, "name": "None", "mode": "null" }""", MappingCodes.HandMapping)]
    [InlineData("""{ "no": 7, "name": "secret-value", "mode": "throw" }""", MappingCodes.HandMappingFailed)]
    [InlineData("""{ "no": 7, "mode": "error" }""", MappingCodes.HandMapping)]
    [InlineData("""{ "no": 7, "no": 8 }""", MappingCodes.InputNotJson)]
    [InlineData("[]", MappingCodes.InputNotJson)]
    [InlineData("{", MappingCodes.InputNotJson)]
    public void ToCanonical_WhatWentWrong_IsAnIssueAndNeverAnException(string vendor, string code)
    {
        var result = _mapper.ToCanonical(Encoding.UTF8.GetBytes(vendor), s_context);
        Assert.False(result.Succeeded);
        Assert.Equal(code, Assert.Single(result.Issues).Code);
        Assert.DoesNotContain("secret", result.Issues[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToCanonical_AHeldRecord_IsHeld()
    {
        var result = _mapper.ToCanonical("""{ "no": 7, "name": "x", "mode": "hold" }"""u8, s_context);
        Assert.True(result.IsHeld);
        Assert.Null(result.Value);
    }

    [Fact]
    public void ToCanonical_WithoutObservedAt_Throws() =>
        Assert.Throws<ArgumentException>(() => _mapper.ToCanonical("{}"u8, s_context with { ObservedAt = default }));

    [Fact]
    public void ToCanonical_ACancellation_GoesThrough() =>
        Assert.Throws<OperationCanceledException>(() => _mapper.ToCanonical("""{ "no": 7, "name": "x", "mode": "cancel" }"""u8, s_context));

    [Fact]
    public void ToVendor_AnObject_ComesBackAsItWas()
    {
        var customer = _mapper.ToCanonical("""{ "no": 7, "name": "Example AB" }"""u8, s_context).Value!;
        Assert.Equal("""{"name":"Example AB"}""", Encoding.UTF8.GetString(_mapper.ToVendor(customer, s_context).Json.Span));
    }

    [Theory]
    [InlineData("unended", MappingCodes.HandMappingFailed)]
    [InlineData("valueless", MappingCodes.HandMappingFailed)]
    [InlineData("twice", MappingCodes.HandMappingFailed)]
    [InlineData("raw", MappingCodes.HandMappingFailed)]
    [InlineData("refused", MappingCodes.HandMapping)]
    [InlineData("", MappingCodes.ContractViolation)]
    public void ToVendor_WhatWentWrong_GivesNoRecord(string name, string code)
    {
        var customer = _mapper.ToCanonical("""{ "no": 7, "name": "Example AB" }"""u8, s_context).Value! with { Name = name };
        var result = _mapper.ToVendor(customer, s_context);
        Assert.False(result.Succeeded);
        Assert.True(result.Json.IsEmpty);
        Assert.Equal(code, Assert.Single(result.Issues).Code);
    }

    internal sealed class ByHand : IHandMapping<Customer>
    {
        public MappingIdentity Identity { get; } = new("example.by-hand", "2.0.0");

        public string System => "hand";

        public string ObjectType => "Firm";

        public IReadOnlyList<LensDescription> Lenses { get; } = [new LensDescription("name", "hand", ["name"], ["name"], null, null, "Only the name is carried over.")];

        public Customer? ToCanonical(JsonElement vendor, HandMappingRun run)
        {
            var mode = vendor.TryGetProperty("mode", out var given) ? given.GetString() : null;
            var key = vendor.GetProperty("no").GetRawText();
            switch (mode)
            {
                case "error":
                    run.Error(MappingIssueKind.MissingValue, "name", "name", "There is no name.", "Fill the name.");
                    return null;
                case "null":
                    return null;
                case "throw":
                    throw new FormatException(vendor.GetProperty("name").GetString());
                case "cancel":
                    throw new OperationCanceledException();
                case "hold":
                    run.Hold("name", "name", "Somebody has to decide.", "Decide.");
                    break;
            }

            var header = mode == "noHeader" ? new HandMappingHeader(CanonicalId.Derive("a", "b", "c", "d", "e"), [], run.Context.ObservedAt) : run.Header(key);
            return new Customer
            {
                Id = mode == "otherId" ? CanonicalId.Derive("a", "b", "c", "d", "e") : header.Id,
                SourceRefs = mode is "otherRef" or "noHeader" ? [new SourceRef { System = "x", Instance = "x", ObjectType = "x", RecordId = "x" }] : header.SourceRefs,
                ObservedAt = mode == "otherTime" ? header.ObservedAt.AddDays(1) : header.ObservedAt,
                Status = RecordStatus.Active,
                Name = vendor.GetProperty("name").GetString()!,
                Kind = CustomerKind.Organization,
                DefaultCurrency = CurrencyCode.Parse("EUR"),
            };
        }

        public void ToVendor(Customer value, Utf8JsonWriter vendor, HandMappingRun run)
        {
            if (value.Name == "refused")
                run.Error(MappingIssueKind.Value, "name", "name", "Not this one.", "Rename it.");
            switch (value.Name)
            {
                case "unended":
                    vendor.WriteStartObject("name");
                    break;
                case "valueless":
                    vendor.WritePropertyName("name");
                    break;
                case "raw":
                    vendor.WritePropertyName("name");
                    vendor.WriteRawValue("{", skipInputValidation: true);
                    break;
                case "twice":
                    vendor.WriteString("name", value.Name);
                    goto default;
                default:
                    vendor.WriteString("name", value.Name);
                    break;
            }
        }
    }
}
