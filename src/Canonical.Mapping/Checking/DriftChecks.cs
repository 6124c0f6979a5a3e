using System.Globalization;

namespace Canonical.Mapping;

/// <summary>A change of the vendor's record, field by field, and what it means for the lenses that use them.</summary>
internal sealed class DriftChecks(CheckRun run, VendorShape before, VendorShape after)
{
    private readonly Dictionary<string, List<(LensSite Site, string Where)>> _readers = Readers(run);
    private readonly HashSet<string> _written = [.. run.Sites.SelectMany(site => site.SourcesWritten()).Select(Key)];

    public void Run()
    {
        var gone = before.Fields.Where(field => after.Find(field.Path) is null && !IsInside(field.Path, before, after)).ToList();
        var added = after.Fields.Where(field => before.Find(field.Path) is null && !IsInside(field.Path, after, before)).ToList();
        var renamed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in gone)
            Gone(field, added, renamed);
        foreach (var field in before.Fields)
        {
            if (after.Find(field.Path) is { } now)
                Changed(field, now);
        }

        foreach (var field in added)
        {
            if (!renamed.Contains(field.Path))
                Added(field);
        }
    }

    // The object around it is gone or new, and that says it all.
    private static bool IsInside(string path, VendorShape has, VendorShape lacks)
    {
        var steps = ShapePath.Parse(path);
        for (var length = 1; length < steps.Length; length++)
        {
            var outer = PathText.Of(steps.AsSpan(0, length));
            if (has.Find(outer) is not null && (lacks.Find(outer) is null || lacks.Find(outer)!.IsOpen))
                return true;
        }

        return false;
    }

    private void Gone(VendorField field, List<VendorField> added, HashSet<string> renamed)
    {
        // Something that samples did not have is not gone.
        if (!after.IsComplete && !field.IsAlwaysPresent)
            return;
        var (parent, name) = Split(field.Path);
        var alike = added.Where(other => !renamed.Contains(other.Path) && Split(other.Path).Parent == parent && IsLike(field, other)).ToList();
        var guess = RenameGuess.Closest(name, alike.Select(other => Split(other.Path).Name))
            // The name that people see often stays.
            ?? alike.Where(other => field.Label is not null && other.Label == field.Label).Select(other => Split(other.Path).Name).FirstOrDefault();
        if (guess is not null)
        {
            var now = alike.First(other => Split(other.Path).Name == guess).Path;
            renamed.Add(now);
            Report(
                field.Path, MappingCodes.FieldRenamed, MappingFindingSeverity.Error, MappingFindingSeverity.Note,
                $"The field '{field.Path}' is gone; '{now}' is new, of the same type, and may be it under another name (a guess).", $"If it is, read '{now}' in the mapping and give it a new version.");
            return;
        }

        Report(
            field.Path, MappingCodes.FieldGone, MappingFindingSeverity.Error, MappingFindingSeverity.Note,
            $"The field '{field.Path}' is gone.", "Ask the vendor's administrator whether it was removed or hidden from the integration's user; take the lens out, or read another field.");
    }

    private static bool IsLike(VendorField field, VendorField other) => field.Type == other.Type || field.Type == VendorFieldType.Any || other.Type == VendorFieldType.Any;

    private void Changed(VendorField field, VendorField now)
    {
        if (field.Type != now.Type && field.Type != VendorFieldType.Any && now.Type != VendorFieldType.Any)
        {
            // A whole number is a number too.
            var widened = field.Type == VendorFieldType.Integer && now.Type == VendorFieldType.Decimal && !after.IsComplete;
            Report(
                field.Path, MappingCodes.FieldRetyped, widened ? MappingFindingSeverity.Warning : MappingFindingSeverity.Error, MappingFindingSeverity.Note,
                $"The field '{field.Path}' was {field.VendorType ?? ShapeJson.Name(field.Type)} and is {now.VendorType ?? ShapeJson.Name(now.Type)} ({ShapeJson.Name(now.Type)}).", "Give the lens another converter or kind, and the mapping a new version.");
        }

        if (now.IsRequiredOnCreate && !field.IsRequiredOnCreate)
            Required(now);
        if (_written.Contains(field.Path) && (field.IsCreateable || field.IsUpdateable) && !now.IsCreateable && !now.IsUpdateable)
            Report(field.Path, MappingCodes.FieldReadOnly, MappingFindingSeverity.Error, MappingFindingSeverity.Note, $"The field '{field.Path}' has become read-only, and the mapping writes it.", "Let the lens run toCanonical only, or have the right to write restored.");
        else if (_written.Contains(field.Path) && ((field.IsCreateable && !now.IsCreateable) || (field.IsUpdateable && !now.IsUpdateable)))
            Report(field.Path, MappingCodes.FieldReadOnly, MappingFindingSeverity.Warning, MappingFindingSeverity.Note, $"The field '{field.Path}' can no longer be given when a record is {(now.IsCreateable ? "changed" : "made")}, and the mapping writes it.", "Send it only where the vendor takes it.");
        Narrowed(field, now);
        Values(field, now);
    }

    private void Required(VendorField now)
    {
        var isWritten = _written.Contains(now.Path);
        // Only records that this mapping makes need it.
        Report(
            now.Path, MappingCodes.FieldNewlyRequired, MappingFindingSeverity.Note, _written.Count > 0 && !isWritten ? MappingFindingSeverity.Error : MappingFindingSeverity.Note,
            $"The field '{now.Path}' is newly required{(isWritten ? "; the mapping writes it, but not for objects that lack it" : _written.Count > 0 ? ", and no lens writes it on the way to the vendor" : "")}.", "Write it, with a default for objects that lack it.");
    }

    private void Narrowed(VendorField field, VendorField now)
    {
        if (now.Length < field.Length || (now.Length is not null && field is { Length: null, Type: VendorFieldType.Text } && before.IsComplete))
            Narrow(field, string.Create(CultureInfo.InvariantCulture, $"takes {now.Length} characters now"), now.Length > field.Length);
        if (now.Scale < field.Scale)
            Narrow(field, string.Create(CultureInfo.InvariantCulture, $"has {now.Scale} digits behind the point now"), false);
        if (now.Precision - (now.Scale ?? 0) < field.Precision - (field.Scale ?? 0))
            Narrow(field, string.Create(CultureInfo.InvariantCulture, $"has {now.Precision - (now.Scale ?? 0)} digits before the point now"), false);
    }

    private void Narrow(VendorField field, string how, bool isNoLoss)
    {
        if (isNoLoss)
            return;
        Report(
            field.Path, MappingCodes.FieldNarrower, _written.Contains(field.Path) ? MappingFindingSeverity.Warning : MappingFindingSeverity.Note, MappingFindingSeverity.Note,
            $"The field '{field.Path}' {how}.", "On the way to the vendor larger values are refused or cut: check before sending.");
    }

    private void Values(VendorField field, VendorField now)
    {
        var more = now.Values.Except(field.Values, StringComparer.Ordinal).ToList();
        var less = field.Values.Except(now.Values, StringComparer.Ordinal).ToList();
        if (more.Count > 0 && field.Values.Count > 0)
        {
            var unknown = Tables(field.Path).Where(table => table is { Unknown: UnknownCode.Reject or UnknownCode.Hold })
                .SelectMany(table => more.Where(value => !LensValues.Keys(table, MappingDirection.ToCanonical).Contains(JsonScalar.Of(value)))).Distinct(StringComparer.Ordinal).ToList();
            Report(
                field.Path, MappingCodes.FieldValuesChanged, unknown.Count > 0 ? MappingFindingSeverity.Warning : MappingFindingSeverity.Note, MappingFindingSeverity.Note,
                $"The list of '{field.Path}' has new values: {CheckRun.List([.. more.Select(value => $"'{value}'")])}{(unknown.Count > 0 ? $"; records with {CheckRun.List([.. unknown.Select(value => $"'{value}'")])} are refused" : "")}.", "Add entries to the table of the lens.");
        }

        if (less.Count > 0 && now.HasOnlyValues)
        {
            var sent = Tables(field.Path).SelectMany(table => LensValues.Codes(table, MappingDirection.ToVendor)).Select(code => code.Text).Intersect(less, StringComparer.Ordinal).ToList();
            Report(
                field.Path, MappingCodes.FieldValuesChanged, sent.Count > 0 && _written.Contains(field.Path) ? MappingFindingSeverity.Warning : MappingFindingSeverity.Note, MappingFindingSeverity.Note,
                $"The list of '{field.Path}' has lost values: {CheckRun.List([.. less.Select(value => $"'{value}'")])}.", "Write others on the way to the vendor.");
        }
    }

    private void Added(VendorField field)
    {
        if (field.IsRequiredOnCreate)
        {
            Required(field);
            return;
        }

        Report(field.Path, MappingCodes.FieldAdded, MappingFindingSeverity.Note, MappingFindingSeverity.Note, $"The field '{field.Path}' is new.", "Map it where the contract has a place for it, or in an extension.");
    }

    private IEnumerable<TableLens> Tables(string path) => _readers.TryGetValue(path, out var readers) ? readers.Select(reader => reader.Site.Lens).OfType<TableLens>() : [];

    // One finding for each lens that uses the field, or one without a lens.
    private void Report(string path, string code, MappingFindingSeverity used, MappingFindingSeverity unused, string message, string remedy)
    {
        var steps = ShapePath.Parse(path);
        var found = false;
        foreach (var (site, where) in Uses(path))
        {
            found = true;
            run.Find(site, code, used, where, steps, null, message, remedy);
        }

        // The header's facts are read too.
        if (Header(path) is { } header)
            run.Find(null, code, used, header, steps, null, message, remedy);
        else if (!found)
            run.Find(null, code, unused, "", steps, null, message, remedy);
    }

    // Those that read it, or something in it.
    private IEnumerable<(LensSite Site, string Where)> Uses(string path)
    {
        var steps = ShapePath.Parse(path);
        foreach (var (read, sites) in _readers)
        {
            var inner = ShapePath.Parse(read);
            if (!StepPath.Covers(steps, inner))
                continue;
            foreach (var use in sites)
                yield return use;
        }
    }

    private string? Header(string path)
    {
        var header = run.Document.Header;
        foreach (var (named, place) in (ReadOnlySpan<(MemberPath?, string)>)[(header.Key, "key"), (header.ExternalId, "externalId"), (header.Version, "version"), (header.Created, "created"), (header.Modified, "modified"), (header.Url, "url")])
        {
            if (named is not null && Key(named.Steps.ToArray()) == path)
                return "/source/" + place;
        }

        return null;
    }

    private static Dictionary<string, List<(LensSite Site, string Where)>> Readers(CheckRun run)
    {
        var readers = new Dictionary<string, List<(LensSite Site, string Where)>>(StringComparer.Ordinal);
        foreach (var site in run.Sites)
        {
            if (site.Lens is RestLens)
                continue;
            foreach (var path in site.Lens.SourcePaths)
            {
                var key = Key(site.Source(path));
                if (!readers.TryGetValue(key, out var sites))
                    readers.Add(key, sites = []);
                sites.Add((site, "/source"));
            }
        }

        return readers;
    }

    // As shapes write it: every selector is every element.
    private static string Key(PathStep[] steps) => PathText.Of(steps.Select(step => step.Kind == PathStepKind.Member ? step : ShapePath.All).ToArray());

    private static (string Parent, string Name) Split(string path)
    {
        var steps = ShapePath.Parse(path);
        return (PathText.Of(steps.AsSpan(0, steps.Length - 1)), steps[^1].Name);
    }
}
