namespace Connectors.Abstractions.Tests;

public sealed class ChangeCursorTests
{
    private static readonly ChangeCursor Cursor = new("salesforce/Account", 2, """{"t":"2026-01-01T00:00:00Z","id":"001"}"""u8);

    [Fact]
    public void Parse_OwnText_GivesTheSameCursor()
    {
        ChangeCursor read = ChangeCursor.Parse(Cursor.ToString());

        Assert.Equal(Cursor, read);
        Assert.Equal(Cursor.GetHashCode(), read.GetHashCode());
        Assert.Equal("salesforce/Account", read.Source);
        Assert.Equal(2, read.Version);
        Assert.Equal(Cursor.State.ToArray(), read.Open("salesforce/Account", 2).ToArray());
    }

    [Fact]
    public void Parse_EmptyAndLargestState_GivesThemBack()
    {
        Assert.Equal(0, ChangeCursor.Parse(new ChangeCursor("a", 1, []).ToString()).State.Length);
        var largest = new ChangeCursor(new string('s', 200), int.MaxValue, new byte[ChangeCursor.MaxStateBytes]);
        Assert.True(largest.ToString().Length <= ChangeCursor.MaxLength);
        Assert.Equal(largest, ChangeCursor.Parse(largest.ToString()));
    }

    [Fact]
    public void TryParse_EachTextWithOneCharacterLessOrAnother_IsRefused()
    {
        string text = Cursor.ToString();
        for (int i = 0; i < text.Length; i++)
        {
            Assert.False(ChangeCursor.TryParse(text[..i], out _), text[..i]);
            string other = text[..i] + (text[i] == 'x' ? 'y' : 'x') + text[(i + 1)..];
            Assert.False(ChangeCursor.TryParse(other, out _), other);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cc1:0:a::00000000")]
    [InlineData("cc1:-1:a::00000000")]
    [InlineData("cc1:1:a b::00000000")]
    [InlineData("cc2:1:a::00000000")]
    public void TryParse_OtherText_IsRefused(string? text)
    {
        Assert.False(ChangeCursor.TryParse(text, out ChangeCursor? cursor));
        Assert.Null(cursor);
        if (text is not null)
            Assert.Throws<FormatException>(() => ChangeCursor.Parse(text));
    }

    [Fact]
    public void Open_AnotherSourceOrANewerForm_IsRefusedWithTheWayOut()
    {
        var other = Assert.Throws<ConnectorException>(() => Cursor.Open("salesforce/Contact", 2));
        var newer = Assert.Throws<ConnectorException>(() => Cursor.Open("salesforce/Account", 1));

        Assert.Equal(ConnectorErrorCodes.CursorRefused, other.Code);
        Assert.Contains("its own cursor", other.Message, StringComparison.Ordinal);
        Assert.Equal(ConnectorErrorCodes.CursorRefused, newer.Code);
        Assert.Contains("newer version", newer.Message, StringComparison.Ordinal);
        Assert.Equal(Cursor.State.Length, Cursor.Open("salesforce/Account", 3).Length);
    }

    [Fact]
    public void Constructor_TooLargeOrAStrangeName_Throws()
    {
        Assert.Throws<ArgumentException>(() => new ChangeCursor("a:b", 1, []));
        Assert.Throws<ArgumentException>(() => new ChangeCursor(new string('a', 201), 1, []));
        Assert.Throws<ArgumentException>(() => new ChangeCursor("a", 1, new byte[ChangeCursor.MaxStateBytes + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChangeCursor("a", 0, []));
    }
}
