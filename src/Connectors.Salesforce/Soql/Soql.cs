namespace Connectors.Salesforce;

/// <summary>A finished SOQL query. Immutable and thread-safe.</summary>
public sealed class Soql
{
    /// <summary>The most characters that a query may have (Salesforce, SOQL and SOSL Reference): 100,000.</summary>
    public const int MaxLength = 100_000;

    private Soql(string text) => Text = text;

    /// <summary>The query as it is sent.</summary>
    public string Text { get; }

    /// <summary>Takes a query that a programmer wrote. Never put values into it: that is what <see cref="SoqlBuilder"/> is for.</summary>
    /// <param name="text">The query.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentException">The text is empty or longer than <see cref="MaxLength"/>.</exception>
    public static Soql FromText(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (text.Length > MaxLength)
            throw new ArgumentException($"The query has {text.Length} characters; Salesforce takes at most {MaxLength}. Ask for fewer fields, or split a list of values.", nameof(text));
        return new Soql(text);
    }

    /// <summary>The query as it is sent. It may hold values: do not log it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
