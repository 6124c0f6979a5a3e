using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Canonical.Mapping;

/// <summary>Adds lenses, one method a kind: those of a document, of an array or of a branch. What they mean is in the guide of the document format. Used by one thread.</summary>
/// <typeparam name="TScope">The canonical object, or the part of it that paths start at.</typeparam>
/// <typeparam name="TSelf">The builder itself.</typeparam>
public abstract partial class LensListBuilder<TScope, TSelf>
    where TScope : class
    where TSelf : LensListBuilder<TScope, TSelf>
{
    private readonly string _prefix;

    private protected LensListBuilder(string prefix) => _prefix = prefix;

    internal JsonArray LensNodes { get; } = [];

    private protected abstract TSelf Self { get; }

    /// <summary>One member becomes one member: <c>field</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Field(string source, Func<TScope, object?> target, FieldLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Field(source, MemberText.Path(member), options);

    /// <summary>One member becomes one member: <c>field</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Field(string source, string target, FieldLensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, target), "field", options);
        lens["source"] = source;
        lens["target"] = target;
        Convert(lens, options);
        LensJson.Value(lens, options);
        return Add(lens);
    }

    /// <summary>The first source that has a value gives it: <c>first</c>.</summary>
    /// <param name="sources">Paths of the vendor's members, the first choice first.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="loss">What is lost, for people: the way back cannot tell which one gave the value.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf First(IReadOnlyList<string> sources, Func<TScope, object?> target, string loss, FieldLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        First(sources, MemberText.Path(member), loss, options);

    /// <summary>The first source that has a value gives it: <c>first</c>.</summary>
    /// <param name="sources">Paths of the vendor's members, the first choice first.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="loss">What is lost, for people: the way back cannot tell which one gave the value.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf First(IReadOnlyList<string> sources, string target, string loss, FieldLensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, target), "first", (options ?? new FieldLensOptions()) with { Loss = loss });
        lens["sources"] = LensJson.Texts(sources);
        lens["target"] = target;
        LensJson.Set(lens, "back", options?.Back);
        Convert(lens, options);
        LensJson.Value(lens, options);
        return Add(lens);
    }

    /// <summary>An amount and its currency: <c>money</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="currency">Where the currency comes from.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Money(string source, Func<TScope, object?> target, MappingCurrency currency, MoneyLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Money(source, MemberText.Path(member), currency, options);

    /// <summary>An amount and its currency: <c>money</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="currency">Where the currency comes from.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Money(string source, string target, MappingCurrency currency, MoneyLensOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var lens = LensJson.Head(Id(options, target), "money", options);
        lens["source"] = source;
        lens["target"] = target;
        var from = new JsonObject();
        LensJson.Set(from, "path", currency.Path);
        LensJson.Set(from, "table", currency.Table);
        LensJson.Set(from, "parameter", currency.Parameter);
        LensJson.Set(from, "value", currency.Value);
        if (!currency.WriteBack)
            from["writeBack"] = false;
        lens["currency"] = from;
        if (options is { Shift: not 0 })
            lens["shift"] = options.Shift;
        if (options is { AsString: true })
            lens["as"] = "string";
        LensJson.Value(lens, options);
        return Add(lens);
    }

    /// <summary>A count and its unit: <c>quantity</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="unit">The canonical unit, such as <c>h</c> or <c>min</c>.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Quantity(string source, Func<TScope, object?> target, string unit, QuantityLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Quantity(source, MemberText.Path(member), unit, options);

    /// <summary>A count and its unit: <c>quantity</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="unit">The canonical unit, such as <c>h</c> or <c>min</c>.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Quantity(string source, string target, string unit, QuantityLensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, target), "quantity", options);
        lens["source"] = source;
        lens["target"] = target;
        lens["unit"] = unit;
        LensJson.Set(lens, "vendorUnit", options?.VendorUnit);
        LensJson.Set(lens, "form", options?.Form);
        LensJson.Value(lens, options);
        return Add(lens);
    }

    /// <summary>A reference to another record: <c>reference</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="to">The canonical object type that is referred to, such as <c>customer</c>.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Reference(string source, Func<TScope, object?> target, string to, ReferenceLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Reference(source, MemberText.Path(member), to, options);

    /// <summary>A reference to another record: <c>reference</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="to">The canonical object type that is referred to, such as <c>customer</c>.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Reference(string source, string target, string to, ReferenceLensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, target), "reference", options);
        lens["source"] = source;
        lens["target"] = target;
        lens["to"] = to;
        LensJson.Set(lens, "form", options?.Form);
        LensJson.Set(lens, "object", options?.VendorObject);
        LensJson.Set(lens, "system", options?.System);
        if (options is { OmitMissing: true })
            lens["missing"] = "omit";
        LensJson.Value(lens, options);
        return Add(lens);
    }

    /// <summary>A fixed value on the canonical side: <c>constant</c>.</summary>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="value">The value, or a parameter.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Constant(Func<TScope, object?> target, MappingLiteral value, LensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Constant(MemberText.Path(member), value, options);

    /// <summary>A fixed value on the canonical side: <c>constant</c>.</summary>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="value">The value, or a parameter.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Constant(string target, MappingLiteral value, LensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, target), "constant", options);
        lens["target"] = target;
        LensJson.Fixed(lens, value);
        return Add(lens);
    }

    /// <summary>Fills a canonical member that the lenses before it left unset: <c>default</c>.</summary>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="value">The value, or a parameter.</param>
    /// <param name="loss">What is lost, for people: the way back cannot tell a default from a value.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Default(Func<TScope, object?> target, MappingLiteral value, string loss, LensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Default(MemberText.Path(member), value, loss, options);

    /// <summary>Fills a canonical member that the lenses before it left unset: <c>default</c>.</summary>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="value">The value, or a parameter.</param>
    /// <param name="loss">What is lost, for people: the way back cannot tell a default from a value.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Default(string target, MappingLiteral value, string loss, LensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, target), "default", (options ?? new LensOptions()) with { Loss = loss });
        lens["target"] = target;
        LensJson.Fixed(lens, value);
        return Add(lens);
    }
}
