using System.Runtime.InteropServices;
using System.Text.Json;

namespace Canonical.Contracts;

// Walks two versions side by side and names every change by its rule. It explains verdicts and never makes one, so it may be simple where the proof must be exact.
internal sealed partial class ChangeWalker(DateOnly today)
{
    private const int MaxDepth = 24;
    private readonly List<FindingDraft> _findings = [];

    // Pairs of references that are being gone into, with their depth, and texts that were the same on both sides with nothing found in them. A text in which a pair was not gone into again may have findings yet.
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _same = new(StringComparer.Ordinal);
    private int _lowest = int.MaxValue;
    private static readonly string[] Conditions = ["if", "then", "else"];
    private static readonly string[] Spellings = ["type", "const", "enum"];

    public static IReadOnlyList<FindingDraft> Walk(SchemaFacets old, SchemaFacets @new, DateOnly today)
    {
        var walker = new ChangeWalker(today);
        walker.Compare(old, @new, "", 0);
        return [.. walker._findings.Distinct()];
    }

    private void Add(string rule, string path, string message, CompatibilityDirection affects = CompatibilityDirection.None, VersionStep step = VersionStep.None, FindingSeverity severity = FindingSeverity.Note) =>
        _findings.Add(new(rule, path, message, affects, step, severity));

    private static string Step(string name) => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private void Compare(SchemaFacets old, SchemaFacets @new, string path, int depth)
    {
        if (depth > MaxDepth) return;
        Annotations(old, @new, path);
        References(old, @new, path);
        // A recursive definition is gone into once on the way down.
        var pair = old.References.Count > 0 && @new.References.Count > 0 ? $"{old.References[0]}\n{@new.References[0]}" : null;
        if (pair is not null && _open.TryGetValue(pair, out var at))
        {
            _lowest = Math.Min(_lowest, at);
            return;
        }
        if (pair is not null) _open.Add(pair, _open.Count);
        Inside(old, @new, path, depth);
        if (pair is not null) _open.Remove(pair);
    }

    // A member of both. Most are the same text: what refers to nothing needs no look, and what was found the same once needs no second one.
    private void Member(SchemaFacets old, SchemaFacets @new, string name, string path, int depth)
    {
        var (before, after) = (old.Properties[name], @new.Properties[name]);
        if (!JsonMarshal.GetRawUtf8Value(before.Schema).SequenceEqual(JsonMarshal.GetRawUtf8Value(after.Schema)))
        {
            Compare(old.Property(name)!, @new.Property(name)!, path + Step(name), depth + 1);
            return;
        }
        if (JsonMarshal.GetRawUtf8Value(before.Schema).IndexOf("\"$"u8) < 0) return;
        var text = $"{before.Base}\n{after.Base}\n{before.Schema.GetRawText()}";
        if (_same.Contains(text)) return;
        var (found, outer, opened) = (_findings.Count, _lowest, _open.Count);
        _lowest = int.MaxValue;
        Compare(old.Property(name)!, @new.Property(name)!, path + Step(name), depth + 1);
        if (_findings.Count == found && _lowest >= opened && depth < MaxDepth / 2) _same.Add(text);
        _lowest = Math.Min(outer, _lowest < opened ? _lowest : int.MaxValue);
    }

    private void Inside(SchemaFacets old, SchemaFacets @new, string path, int depth)
    {
        if (old.Schema.ValueKind != JsonValueKind.Object || @new.Schema.ValueKind != JsonValueKind.Object)
        {
            if (old.Schema.ValueKind != @new.Schema.ValueKind) Add("CS-TYP-003", path, "A schema of true or false took the place of another, or the reverse.", CompatibilityDirection.Both);
            return;
        }
        if (!Types(old, @new, path)) return;
        Values(old, @new, path);
        Texts(old, @new, path);
        Numbers(old, @new, path);
        Items(old, @new, path, depth);
        Members(old, @new, path, depth);
        Composition(old, @new, path);
    }

    // False when nothing below can be compared.
    private bool Types(SchemaFacets old, SchemaFacets @new, string path)
    {
        var (before, after) = (old.Kinds(), @new.Kinds());
        if (before == after)
        {
            if (IsRespelled(old, @new)) Add("CS-TYP-004", path, "The same values are written in another way.", step: VersionStep.Patch);
            return true;
        }
        var gone = before & ~Widen(after);
        var come = after & ~Widen(before);
        var text = $"The type changed from {Words(before)} to {Words(after)}.";
        if (gone == JsonKinds.None) Add("CS-TYP-001", path, text, CompatibilityDirection.Consumer);
        else if (come == JsonKinds.None) Add("CS-TYP-002", path, text, CompatibilityDirection.Producer);
        else Add("CS-TYP-003", path, text, CompatibilityDirection.Both);
        return (Widen(before) & Widen(after)) != JsonKinds.None;
    }

    // An integer is a number.
    private static JsonKinds Widen(JsonKinds kinds) => kinds.HasFlag(JsonKinds.Number) ? kinds | JsonKinds.Integer : kinds;

    private static string Words(JsonKinds kinds) => kinds == JsonKinds.All
        ? "any"
        : string.Join(" or ", Enum.GetValues<JsonKinds>().Where(k => k is not (JsonKinds.None or JsonKinds.All) && kinds.HasFlag(k)).Select(k => k.ToString().ToLowerInvariant()));

    private static bool IsRespelled(SchemaFacets old, SchemaFacets @new)
    {
        var (before, after) = (old.Values(), @new.Values());
        if ((before is null) != (after is null)) return false;
        if (before is not null && !before.ToHashSet().SetEquals(after!)) return false;
        return Spellings.Any(k => (old.Get(k) is null) != (@new.Get(k) is null)) || old.Shape("type") != @new.Shape("type");
    }

    private void Limit(string rule, string path, string keyword, Rational? before, Rational? after, bool isUpper)
    {
        if (before == after) return;
        var isTighter = after is { } limit && (before is not { } was || (isUpper ? limit < was : limit > was));
        Add(rule, path, $"{keyword} changed from {before?.ToString() ?? "none"} to {after?.ToString() ?? "none"}.", isTighter ? CompatibilityDirection.Producer : CompatibilityDirection.Consumer);
    }

    private void Set(string rule, string path, string keyword, SchemaFacets old, SchemaFacets @new)
    {
        var (before, after) = (old.Shape(keyword), @new.Shape(keyword));
        if (before == after) return;
        var affects = before.Length == 0 ? CompatibilityDirection.Producer : after.Length == 0 ? CompatibilityDirection.Consumer : CompatibilityDirection.Both;
        Add(rule, path, $"{keyword} {(before.Length == 0 ? "was added" : after.Length == 0 ? "was removed" : "changed")}.", affects);
    }

    private void Composition(SchemaFacets old, SchemaFacets @new, string path)
    {
        Branches(old, @new, path, "anyOf", "CS-CMP-001", "CS-CMP-001", CompatibilityDirection.Consumer, CompatibilityDirection.Producer);
        Branches(old, @new, path, "oneOf", "CS-CMP-002", "CS-CMP-003", CompatibilityDirection.Both, CompatibilityDirection.Both);
        var (before, after) = (old.Branches("allOf"), @new.Branches("allOf"));
        foreach (var added in after.Except(before, StringComparer.Ordinal)) Add(Condition(added), path, "A condition was added to allOf.", CompatibilityDirection.Producer);
        foreach (var removed in before.Except(after, StringComparer.Ordinal)) Add(Condition(removed), path, "A condition was removed from allOf.", CompatibilityDirection.Consumer);
        Set("CS-CMP-005", path, "not", old, @new);
        foreach (var keyword in Conditions)
        {
            if (old.Shape(keyword) != @new.Shape(keyword) && old.Branches("allOf").Count + @new.Branches("allOf").Count == 0) Add("CS-CMP-006", path, $"{keyword} changed.", CompatibilityDirection.Both);
        }
    }

    private static string Condition(string shape) => shape.Contains("2:if=", StringComparison.Ordinal) ? "CS-CMP-006" : "CS-CMP-004";

    private void Branches(SchemaFacets old, SchemaFacets @new, string path, string keyword, string addedRule, string removedRule, CompatibilityDirection added, CompatibilityDirection removed)
    {
        var (before, after) = (old.Branches(keyword), @new.Branches(keyword));
        if (before.Count == 0 && after.Count == 0) return;
        // With no alternatives at all there is no restriction.
        if (before.Count == 0) Add(addedRule, path, $"{keyword} was added.", CompatibilityDirection.Producer);
        else if (after.Count == 0) Add(removedRule, path, $"{keyword} was removed.", CompatibilityDirection.Consumer);
        else
        {
            if (Fallback(old, @new, path, keyword, before, after)) return;
            var (more, fewer) = (after.Except(before, StringComparer.Ordinal).Count(), before.Except(after, StringComparer.Ordinal).Count());
            if (more > 0) Add(addedRule, path, $"{keyword} has {more} new or changed alternative{(more == 1 ? "" : "s")}.", fewer > 0 ? CompatibilityDirection.Both : added);
            if (fewer > 0) Add(removedRule, path, $"{keyword} lost or changed {fewer} alternative{(fewer == 1 ? "" : "s")}.", more > 0 ? CompatibilityDirection.Both : removed);
        }
    }

    // Readers of both versions take alternatives that they do not know: more of them surprise nobody.
    private bool Fallback(SchemaFacets old, SchemaFacets @new, string path, string keyword, List<string> before, List<string> after)
    {
        if (old.Text(UnionFallback.Annotation) is not { } member || @new.Text(UnionFallback.Annotation) != member || before.Except(after, StringComparer.Ordinal).Any()) return false;
        var more = after.Except(before, StringComparer.Ordinal).Count();
        if (more > 0) Add("CS-CMP-007", path, $"{keyword} has {more} new alternative{(more == 1 ? "" : "s")}; readers take those that they do not know by {member}.", CompatibilityDirection.Both, VersionStep.Minor);
        return true;
    }

    private void References(SchemaFacets old, SchemaFacets @new, string path)
    {
        var (before, after) = (Target(old), Target(@new));
        if (before is { Name: var name, Major: var major } && after is { } target && name == target.Name && major != target.Major && !(old.RefersToItself && @new.RefersToItself))
        {
            Add("CS-REF-003", path, $"The reference leads to {target.Name} version {target.Major} instead of {major}.", CompatibilityDirection.Both);
        }
        var (from, to) = (old.References.FirstOrDefault(), @new.References.FirstOrDefault());
        if (path.Length > 0 && from is not null != to is not null || (from is not null && to is not null && Fragment(from) != Fragment(to)))
        {
            Add("CS-REF-001", path, "The definition stands in another place.", step: VersionStep.Patch);
        }
    }

    private static string Fragment(string key) => key[(key.IndexOf('#', StringComparison.Ordinal) + 1)..];

    private static (string Name, int Major)? Target(SchemaFacets facets)
    {
        if (facets.References.Count == 0 || facets.References[0].Split('#')[0].Split('/') is not [.., var name, var version]) return null;
        return ContractVersionNumber.TryParse(version, out var number) ? (name, number.Major) : null;
    }
}
