using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>
/// Looks at the records of a run and tells a changed source from bad records: when nearly all records fail in the same way at the same field, or lack a field that every record had,
/// it throws one <see cref="MappingDriftException"/>. Make one for each run. Thread-safe.
/// </summary>
/// <remarks>It keeps no value of any record: fields, codes and counts alone.</remarks>
public sealed class DriftDetector
{
    private readonly MappingDocument _document;
    private readonly DriftOptions _options;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Code, string? Lens, string? Source, MappingValueKind Kind), long> _failures = [];
    private readonly Expected[] _expected;
    private long _records;
    private long _read;

    /// <summary>Makes a detector.</summary>
    /// <param name="document">The mapping.</param>
    /// <param name="shape">The shape that the mapping was made for, so that a field that is simply no longer there is found too; null to look at failures alone.</param>
    /// <param name="options">How many records are looked at; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are out of range.</exception>
    public DriftDetector(MappingDocument document, VendorShape? shape = null, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        _document = document;
        _options = options ?? new DriftOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MinimumRecords, 1, nameof(options));
        if (_options.FailingShare is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), _options.FailingShare, "FailingShare is above 0 and at most 1.");
        _expected = shape is null ? [] : Fields(document, shape);
    }

    /// <summary>Looks at one record and what became of it.</summary>
    /// <param name="vendorUtf8">The vendor's record.</param>
    /// <param name="issues">The issues of mapping it; empty when there were none.</param>
    /// <exception cref="MappingDriftException">The source has changed.</exception>
    public void Observe(ReadOnlySpan<byte> vendorUtf8, IReadOnlyList<MappingIssue> issues)
    {
        ArgumentNullException.ThrowIfNull(issues);
        // Nearly all records are sound, and a page is mapped by several threads: they count without waiting for each other.
        if (issues.Count == 0 && _expected.Length == 0 && Interlocked.Increment(ref _records) % _options.MinimumRecords != 0)
            return;
        ObserveAll(vendorUtf8, issues, isCounted: issues.Count == 0 && _expected.Length == 0);
    }

    private void ObserveAll(ReadOnlySpan<byte> vendorUtf8, IReadOnlyList<MappingIssue> issues, bool isCounted)
    {
        Span<Sight> seen = _expected.Length <= 256 ? stackalloc Sight[_expected.Length] : new Sight[_expected.Length];
        var isRead = _expected.Length > 0 && See(vendorUtf8, seen);
        List<MappingFinding> findings;
        long records;
        lock (_lock)
        {
            records = isCounted ? Interlocked.Read(ref _records) : Interlocked.Increment(ref _records);
            if (isRead)
            {
                _read++;
                for (var i = 0; i < seen.Length; i++)
                {
                    _expected[i].Seen += seen[i] > Sight.None ? 1 : 0;
                    _expected[i].Valued += seen[i] == Sight.Value ? 1 : 0;
                }
            }

            if (issues.Count > 0)
            {
                foreach (var failure in Failures(issues))
                    _failures[failure] = _failures.GetValueOrDefault(failure) + 1;
            }

            // A run of many records is judged once more each time that as many have come: a release may happen in the middle of it.
            // Another thread may have judged them since this record was counted.
            if (records < _options.MinimumRecords || (!isCounted && records % _options.MinimumRecords != 0))
                return;
            findings = Findings(records);
            Interlocked.Exchange(ref _records, 0);
            _read = 0;
            _failures.Clear();
            foreach (var field in _expected)
                (field.Seen, field.Valued) = (0, 0);
        }

        if (findings.Count > 0)
            throw new MappingDriftException($"{_document.Id} {_document.Version}", records, findings);
    }

    // One record counts once for a way to fail, however often it does so in an array.
    private static HashSet<(string Code, string? Lens, string? Source, MappingValueKind Kind)> Failures(IReadOnlyList<MappingIssue> issues)
    {
        var failures = new HashSet<(string, string?, string?, MappingValueKind)>();
        foreach (var issue in issues)
        {
            // What a release of the vendor causes; a reference that is not known yet or an unknown code is not of that sort.
            if (issue.Severity == MappingSeverity.Error && issue.Kind is MappingIssueKind.MissingValue or MappingIssueKind.Value or MappingIssueKind.Contract or MappingIssueKind.Configuration)
                failures.Add((issue.Code, issue.Lens, issue.SourcePath is null ? null : WithoutPlaces(issue.SourcePath), issue.ValueKind));
        }

        return failures;
    }

    private List<MappingFinding> Findings(long records)
    {
        var findings = new List<MappingFinding>();
        var least = (long)Math.Ceiling(records * _options.FailingShare);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        if (_read >= least)
        {
            foreach (var field in _expected.Where(field => field.Seen == 0))
            {
                gone.Add(field.Path);
                findings.Add(new MappingFinding
                {
                    Code = MappingCodes.FieldGone,
                    Severity = MappingFindingSeverity.Error,
                    Path = field.Pointer,
                    Lens = field.Lens,
                    SourcePath = field.Path,
                    Message = string.Create(CultureInfo.InvariantCulture, $"The field '{field.Path}', which every record had, is in none of {_read} records."),
                    Remedy = "Compare the shape of today with the old one: canonical mapping check DOCUMENT --shape NEW --against OLD.",
                });
            }
        }

        foreach (var (failure, count) in _failures.OrderBy(pair => pair.Key.Source, StringComparer.Ordinal))
        {
            if (failure.Source is not null && gone.Contains(failure.Source))
                continue;
            // Where it is known how many records have a value at all, those without one say nothing about its type.
            var valued = failure.Kind is MappingValueKind.Missing or MappingValueKind.Null or MappingValueKind.EmptyString or MappingValueKind.None ? null : Array.Find(_expected, field => field.Path == failure.Source);
            var enough = valued is not null && valued.Valued * 4 >= _options.MinimumRecords ? Math.Min(least, (long)Math.Ceiling(valued.Valued * _options.FailingShare)) : least;
            if (count < enough)
                continue;
            if (failure.Code is MappingCodes.ParameterMissing or MappingCodes.ParameterInvalid)
            {
                findings.Add(new MappingFinding
                {
                    Code = failure.Code,
                    Severity = MappingFindingSeverity.Error,
                    Path = "/parameters",
                    Lens = failure.Lens,
                    Message = string.Create(CultureInfo.InvariantCulture, $"{count} of {records} records fail because a parameter of the mapping has no value, or one of another type. The source has not changed."),
                    Remedy = "Give the parameters that the document declares in MappingContext.Parameters; MappingDocument.CheckParameters tells them before the first record.",
                });
                continue;
            }

            var site = failure.Lens is { } id ? LensSite.All(_document).FirstOrDefault(site => site.Lens.Id == id) : null;
            findings.Add(new MappingFinding
            {
                Code = failure.Kind is MappingValueKind.Missing or MappingValueKind.Null or MappingValueKind.EmptyString ? MappingCodes.FieldGone : MappingCodes.FieldRetyped,
                Severity = MappingFindingSeverity.Error,
                Path = site?.Lens.Head.Pointer ?? "",
                Lens = failure.Lens,
                SourcePath = failure.Source,
                Message = string.Create(CultureInfo.InvariantCulture, $"{count} of {records} records fail alike{(failure.Source is null ? "" : $" at '{failure.Source}'")}: {Words(failure.Kind)} [{failure.Code}]."),
                Remedy = "Compare the shape of today with the old one: canonical mapping check DOCUMENT --shape NEW --against OLD.",
            });
        }

        return findings;
    }

    private static string Words(MappingValueKind kind) => kind switch
    {
        MappingValueKind.Missing => "the field is missing",
        MappingValueKind.Null => "the field is null",
        MappingValueKind.EmptyString => "the field is empty",
        MappingValueKind.None => "they break the contract",
        _ => $"the value, of kind {kind.ToString().ToLowerInvariant()}, is not what the lens needs",
    };

    // Which of the expected fields a record has, if only as null. Fields of elements are not looked for: an empty array has none.
    private bool See(ReadOnlySpan<byte> vendorUtf8, Span<Sight> seen)
    {
        try
        {
            var reader = new Utf8JsonReader(vendorUtf8, new JsonReaderOptions { MaxDepth = VendorShape.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            Walk(ref reader, 0, _expected.Length, 0, seen);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not one record, or a name that is no text: the mapper says what there is to say.
            return false;
        }
    }

    // The expected fields are sorted, so those that share a beginning are neighbours.
    private void Walk(ref Utf8JsonReader reader, int from, int to, int depth, Span<Sight> seen)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = from;
            while (start < to && !(_expected[start].Names.Length > depth && reader.ValueTextEquals(_expected[start].Names[depth])))
                start++;
            var end = start;
            while (end < to && _expected[end].Names.Length > depth && _expected[end].Names[depth].AsSpan().SequenceEqual(_expected[start].Names[depth]))
                end++;
            reader.Read();
            for (var i = start; i < end; i++)
            {
                // Behind a null there is nothing, and that is no change.
                if (reader.TokenType == JsonTokenType.Null)
                    seen[i] = Sight.Null;
                else if (_expected[i].Names.Length == depth + 1)
                    seen[i] = Sight.Value;
            }

            if (start < end && reader.TokenType == JsonTokenType.StartObject)
                Walk(ref reader, start, end, depth + 1, seen);
            else
                reader.Skip();
        }
    }

    private static Expected[] Fields(MappingDocument document, VendorShape shape)
    {
        var fields = new Dictionary<string, Expected>(StringComparer.Ordinal);
        foreach (var site in LensSite.All(document))
        {
            if (site.Lens is RestLens or ConstantLens or DefaultLens || !site.Runs(MappingDirection.ToCanonical))
                continue;
            foreach (var path in site.Lens.SourcePaths)
            {
                var steps = site.Source(path);
                var length = Array.FindIndex(steps, step => step.Kind != PathStepKind.Member);
                var members = length < 0 ? steps : steps[..length];
                if (members.Length == 0 || shape.Root.Find(members)?.Field is not { IsAlwaysPresent: true } field)
                    continue;
                fields.TryAdd(string.Join("\0", members.Select(step => step.Name)), new Expected(field.Path, [.. members.Select(step => Encoding.UTF8.GetBytes(step.Name))], site.Lens.Id, site.Lens.Head.Pointer));
            }
        }

        // By name after name: in the order of the texts "A-B" would stand between "A" and "A.B".
        return [.. fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value)];
    }

    private static string WithoutPlaces(string path)
    {
        var text = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            text.Append(path[i]);
            if (path[i] == '[' && i + 1 < path.Length && char.IsAsciiDigit(path[i + 1]))
            {
                while (i + 1 < path.Length && char.IsAsciiDigit(path[i + 1]))
                    i++;
            }
        }

        return text.ToString();
    }

    private enum Sight : byte
    {
        None,
        Null,
        Value,
    }

    private sealed class Expected(string path, byte[][] names, string lens, string pointer)
    {
        public string Path => path;

        public byte[][] Names => names;

        public string Lens => lens;

        public string Pointer => pointer;

        public long Seen { get; set; }

        public long Valued { get; set; }
    }
}
