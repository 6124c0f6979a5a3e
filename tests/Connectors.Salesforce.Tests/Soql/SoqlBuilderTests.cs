namespace Connectors.Salesforce.Tests;

public sealed class SoqlBuilderTests
{
    [Fact]
    public void Build_AllParts_GivesOneQuery()
    {
        Soql query = SoqlBuilder.From("Opportunity", "Id", "Account.Name", "id")
            .Where(SoqlCondition.Equal("IsWon", true))
            .Where(SoqlCondition.Any(SoqlCondition.GreaterThanOrEqual("Amount", 12.50m), SoqlCondition.Equal("Type", SoqlValue.Null)))
            .Where(SoqlCondition.Not(SoqlCondition.In("StageName", "a", "b")))
            .OrderBy("CloseDate", descending: true).OrderBy("Id").Limit(10).Build();
        Assert.Equal(
            "SELECT Id, Account.Name FROM Opportunity WHERE (IsWon = true AND (Amount >= 12.50 OR Type = null)) AND (NOT (StageName IN ('a','b'))) ORDER BY CloseDate DESC, Id LIMIT 10",
            query.Text);
    }

    [Fact]
    public void Where_Value_IsWrittenInTheFormOfItsType()
    {
        Assert.Equal("a = null", Text(SoqlValue.Null));
        Assert.Equal("a = 0", Text(0));
        Assert.Equal("a = false", Text(false));
        Assert.Equal("a = 79228162514264337593543950335", Text(decimal.MaxValue));
        Assert.Equal("a = 2026-01-31", Text(new DateOnly(2026, 1, 31)));
        Assert.Equal("a = 2026-01-31T08:00:00Z", Text(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.FromHours(2))));
        Assert.Equal("a = 2026-01-31T08:00:00.250Z", Text(new DateTimeOffset(2026, 1, 31, 8, 0, 0, 250, TimeSpan.Zero)));

        static string Text(SoqlValue value) => Where(SoqlCondition.Equal("a", value));
    }

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("O'Reilly", @"'O\'Reilly'")]
    [InlineData(@"\", @"'\\'")]
    [InlineData(@"\' OR Name != '", @"'\\\' OR Name != \''")]
    [InlineData("\"", "'\\\"'")]
    [InlineData("a\nb\rc\td\be\ff", @"'a\nb\rc\td\be\ff'")]
    [InlineData("\u0001", @"'\u0001'")]
    [InlineData("100%_", "'100%_'")]
    [InlineData("Küche", "'Küche'")]
    public void Where_Text_IsEscaped(string value, string expected) =>
        Assert.Equal("Name = " + expected, Where(SoqlCondition.Equal("Name", value)));

    [Fact]
    public void StartsWith_Wildcards_CountAsCharacters() =>
        Assert.Equal(@"Name LIKE '50\% \_off\\\'%'", Where(SoqlCondition.StartsWith("Name", @"50% _off\'")));

    [Theory]
    [InlineData("")]
    [InlineData("1Name")]
    [InlineData("Name FROM User")]
    [InlineData("Name,Id")]
    [InlineData("Name\n")]
    [InlineData("Näme")]
    [InlineData("Name--")]
    [InlineData(".Name")]
    [InlineData("a..b")]
    [InlineData("a.b.c.d.e.f.g")]
    [InlineData("COUNT()")]
    public void From_WhatIsNoName_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => SoqlBuilder.From("Account", name));
        Assert.Throws<ArgumentException>(() => SoqlBuilder.From(name, "Id"));
        Assert.Throws<ArgumentException>(() => SoqlCondition.Equal(name, 1));
        Assert.Throws<ArgumentException>(() => SoqlBuilder.From("Account", "Id").OrderBy(name));
    }

    [Fact]
    public void In_NoValue_IsRefused() => Assert.Throws<ArgumentException>(() => SoqlCondition.In("Id"));

    [Fact]
    public void Build_TooLong_IsRefused()
    {
        SoqlBuilder query = SoqlBuilder.From("Account", "Id").Where(SoqlCondition.In("Id", Enumerable.Repeat((SoqlValue)"001000000000000AAA", 6000)));
        Assert.Throws<ArgumentException>(() => query.Build());
    }

    [Fact]
    public void BuildCount_Order_IsLeftOut() =>
        Assert.Equal("SELECT COUNT() FROM Account WHERE Name = 'x'", SoqlBuilder.From("Account", "Id").Where(SoqlCondition.Equal("Name", "x")).OrderBy("Id").BuildCount().Text);

    [Fact]
    public void ToString_Value_ShowsNothing() => Assert.DoesNotContain("secret", SoqlValue.From("secret").ToString(), StringComparison.Ordinal);

    private static string Where(SoqlCondition condition) =>
        SoqlBuilder.From("X", "Id").Where(condition).Build().Text["SELECT Id FROM X WHERE ".Length..];
}
