using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Canonical.Mapping;

/// <content>Codes, texts, extensions, the vendor's side, arrays and branches.</content>
public abstract partial class LensListBuilder<TScope, TSelf>
{
    /// <summary>A code through a shared table: <c>table</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Table(string source, Func<TScope, object?> target, string table, TableLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Table(source, MemberText.Path(member), table, options);

    /// <summary>A code through a shared table: <c>table</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Table(string source, string target, string table, TableLensOptions? options = null)
    {
        var lens = TableLens(source, target, options);
        lens["table"] = table;
        return Add(lens);
    }

    /// <summary>A code through entries of its own: <c>table</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="entries">Adds the entries.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Table(string source, Func<TScope, object?> target, Action<CodeTableBuilder> entries, TableLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Table(source, MemberText.Path(member), entries, options);

    /// <summary>A code through entries of its own: <c>table</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="entries">Adds the entries.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Table(string source, string target, Action<CodeTableBuilder> entries, TableLensOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var table = new CodeTableBuilder();
        entries(table);
        var lens = TableLens(source, target, options);
        lens["entries"] = table.Entries;
        return Add(lens);
    }

    /// <summary>Several texts become one: <c>concat</c>.</summary>
    /// <param name="sources">Paths of the vendor's texts, in order.</param>
    /// <param name="separator">Stands between them.</param>
    /// <param name="target">The canonical member, a lambda such as <c>c => c.BillingAddress!.City</c>. It is read, never called.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Concat(IReadOnlyList<string> sources, string separator, Func<TScope, object?> target, TextLensOptions? options = null, [CallerArgumentExpression(nameof(target))] string member = "") =>
        Concat(sources, separator, MemberText.Path(member), options);

    /// <summary>Several texts become one: <c>concat</c>.</summary>
    /// <param name="sources">Paths of the vendor's texts, in order.</param>
    /// <param name="separator">Stands between them.</param>
    /// <param name="target">Path of the canonical member, for selectors and extensions, such as <c>phones[kind=main].number</c>.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Concat(IReadOnlyList<string> sources, string separator, string target, TextLensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, target), "concat", options);
        lens["sources"] = LensJson.Texts(sources);
        lens["separator"] = separator;
        lens["target"] = target;
        Exact(lens, options);
        return Add(lens);
    }

    /// <summary>One text becomes several: <c>split</c>.</summary>
    /// <param name="source">Path of the vendor's text.</param>
    /// <param name="separator">Stands between the parts.</param>
    /// <param name="targets">Paths of the canonical texts, in order.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Split(string source, string separator, IReadOnlyList<string> targets, TextLensOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var lens = LensJson.Head(Id(options, targets.Count == 0 ? "" : targets[0]), "split", options);
        lens["source"] = source;
        lens["separator"] = separator;
        lens["targets"] = LensJson.Texts(targets);
        Exact(lens, options);
        return Add(lens);
    }

    /// <summary>A member of the tenant or of a partner: <c>extension</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="extensionNamespace">The namespace of whoever added it, such as <c>acme.crm</c>.</param>
    /// <param name="name">The name of the canonical member in that namespace; the id too, unless the options have one.</param>
    /// <param name="type">Its type.</param>
    /// <param name="options">Id, notes and more; null for the defaults.</param>
    public TSelf Extension(string source, string extensionNamespace, string name, MappingExtensionType type, FieldLensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, name), "extension", options);
        lens["source"] = source;
        lens["namespace"] = extensionNamespace;
        lens["name"] = name;
        lens["type"] = type switch
        {
            MappingExtensionType.Code => "code",
            MappingExtensionType.Integer => "integer",
            MappingExtensionType.Decimal => "decimal",
            MappingExtensionType.Boolean => "boolean",
            MappingExtensionType.Date => "date",
            MappingExtensionType.Instant => "instant",
            _ => "text",
        };
        Convert(lens, options);
        LensJson.Value(lens, options);
        return Add(lens);
    }

    /// <summary>Every member that no lens reads, into an object under extensions: <c>rest</c>.</summary>
    /// <param name="target">Path of that object, such as <c>extensions.'acme.crm'.rest</c>.</param>
    /// <param name="except">Names of members that are left out; they need a loss in the options. Null for none.</param>
    /// <param name="options">Id and notes; null for the defaults. The id is <c>rest</c> by default.</param>
    public TSelf Rest(string target, IReadOnlyList<string>? except = null, LensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, "rest"), "rest", options);
        lens["target"] = target;
        if (except is { Count: > 0 })
            lens["except"] = LensJson.Texts(except);
        return Add(lens);
    }

    /// <summary>A fixed value on the vendor's side: <c>constant</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="value">The value, or a parameter.</param>
    /// <param name="options">Id and notes; the id is the vendor's path by default.</param>
    public TSelf VendorConstant(string source, MappingLiteral value, LensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, source), "constant", options);
        lens["source"] = source;
        LensJson.Fixed(lens, value);
        return Add(lens);
    }

    /// <summary>Fills a vendor's member that the lenses before it left unset: <c>default</c>.</summary>
    /// <param name="source">Path of the vendor's member.</param>
    /// <param name="value">The value, or a parameter.</param>
    /// <param name="loss">What is lost, for people.</param>
    /// <param name="options">Id and notes; the id is the vendor's path by default.</param>
    public TSelf VendorDefault(string source, MappingLiteral value, string loss, LensOptions? options = null)
    {
        var lens = LensJson.Head(Id(options, source), "default", (options ?? new LensOptions()) with { Loss = loss });
        lens["source"] = source;
        LensJson.Fixed(lens, value);
        return Add(lens);
    }

    /// <summary>Every element of an array: <c>each</c>.</summary>
    /// <typeparam name="TElement">The canonical element.</typeparam>
    /// <param name="source">Path of the vendor's array.</param>
    /// <param name="target">The canonical array, a lambda such as <c>i => i.Lines</c>. It is read, never called.</param>
    /// <param name="lenses">Adds the lenses of an element; their paths start at it.</param>
    /// <param name="options">Id, filter and more; null for the defaults.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentException">The lambda is no path of members.</exception>
    public TSelf Each<TElement>(
        string source, Func<TScope, IReadOnlyList<TElement>?> target, Action<LensList<TElement>> lenses, EachLensOptions? options = null,
        [CallerArgumentExpression(nameof(target))] string member = "")
        where TElement : class =>
        Each(source, MemberText.Path(member), lenses, options);

    /// <summary>Every element of an array: <c>each</c>.</summary>
    /// <typeparam name="TElement">The canonical element.</typeparam>
    /// <param name="source">Path of the vendor's array.</param>
    /// <param name="target">Path of the canonical array.</param>
    /// <param name="lenses">Adds the lenses of an element; their paths start at it.</param>
    /// <param name="options">Id, filter and more; null for the defaults.</param>
    public TSelf Each<TElement>(string source, string target, Action<LensList<TElement>> lenses, EachLensOptions? options = null)
        where TElement : class
    {
        ArgumentNullException.ThrowIfNull(lenses);
        var id = Id(options, target);
        var lens = LensJson.Head(id, "each", options);
        lens["source"] = source;
        lens["target"] = target;
        LensJson.Required(lens, options?.Required ?? MappingRequired.No);
        if (options?.Where is not null || options?.WhereTarget is not null)
        {
            var where = new JsonObject();
            if (options.Where is not null)
                where["source"] = options.Where.Node();
            if (options.WhereTarget is not null)
                where["target"] = options.WhereTarget.Node();
            lens["where"] = where;
        }

        var list = new LensList<TElement>(id + ".");
        lenses(list);
        lens["lenses"] = list.LensNodes;
        return Add(lens);
    }

    /// <summary>Lenses that run when a condition holds, and others when not: <c>when</c>.</summary>
    /// <param name="id">The id: a branch has no path to take it from.</param>
    /// <param name="source">Tested on the way to the canonical object; null only for a lens that does not run there.</param>
    /// <param name="target">Tested on the way to the vendor; null only for a lens that does not run there.</param>
    /// <param name="lenses">Adds the lenses of the case in which it holds.</param>
    /// <param name="otherwise">Adds the lenses of the other case; null for none.</param>
    /// <param name="options">Notes, direction and loss; null for the defaults.</param>
    public TSelf When(
        string id, MappingCondition? source, MappingCondition? target, Action<LensList<TScope>> lenses, Action<LensList<TScope>>? otherwise = null, LensOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lenses);
        var lens = LensJson.Head(id, "when", options);
        if (source is not null)
            lens["source"] = source.Node();
        if (target is not null)
            lens["target"] = target.Node();
        var list = new LensList<TScope>(id + ".");
        lenses(list);
        lens["lenses"] = list.LensNodes;
        if (otherwise is not null)
        {
            var other = new LensList<TScope>(id + ".else.");
            otherwise(other);
            lens["else"] = other.LensNodes;
        }

        return Add(lens);
    }

    private JsonObject TableLens(string source, string target, TableLensOptions? options)
    {
        var lens = LensJson.Head(Id(options, target), "table", options);
        lens["source"] = source;
        lens["target"] = target;
        LensJson.Set(lens, "unknown", options?.Unknown);
        if (options is { DefaultToCanonical: not null } or { DefaultToVendor: not null })
        {
            var fallback = new JsonObject();
            if (options.DefaultToCanonical is { } forth)
                fallback["toCanonical"] = forth.Node();
            if (options.DefaultToVendor is { } back)
                fallback["toVendor"] = back.Node();
            lens["default"] = fallback;
        }

        if (options?.AsOf is { } asOf)
            lens["asOf"] = new JsonObject { ["source"] = asOf.Source, ["target"] = asOf.Target };
        LensJson.Value(lens, options);
        return lens;
    }

    private static void Convert(JsonObject lens, FieldLensOptions? options)
    {
        if (options?.Convert is { } convert)
            lens["convert"] = convert.Node();
    }

    private static void Exact(JsonObject lens, TextLensOptions? options)
    {
        if (options is { Exact: false })
            lens["exact"] = false;
        LensJson.Value(lens, options);
    }

    // A path of plain names is an id as it stands.
    private string Id(LensOptionsBase? options, string path)
    {
        if (options?.Id is { } id)
            return id;
        return path.Length > 0 && path != "." && path.All(c => char.IsAsciiLetterOrDigit(c) || c == '.')
            ? _prefix + path
            : throw new ArgumentException($"The lens of '{path}' needs an id: its path is none.", nameof(options));
    }

    private TSelf Add(JsonObject lens)
    {
        LensNodes.Add((JsonNode)lens);
        return Self;
    }
}
