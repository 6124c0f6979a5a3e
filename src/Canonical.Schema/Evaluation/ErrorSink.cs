using System.Globalization;
using System.Text;

namespace Canonical.Schema;

/// <summary>Collects what a document breaks, with the way through document and schema that leads to each place. Made for one document, and only when it is known to be invalid.</summary>
internal sealed class ErrorSink(int maxErrors, bool keepAllBranches)
{
    // Room for the errors of alternatives of which only the closest is kept.
    private const int BranchRoom = 400;

    private readonly List<ValidationError> _errors = [];
    private readonly List<(string? Name, int Index)> _evaluation = [];
    private readonly List<(int NameEntry, int Index)> _instance = [];
    private readonly List<int> _branches = [];
    private int _openBranches;

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    public readonly record struct Position(int Errors, int Branches);

    public bool IsTruncated { get; private set; }

    /// <summary>True when no further error can be of use.</summary>
    public bool IsFull => _openBranches == 0 && _errors.Count >= maxErrors;

    public void Enter(string part) => _evaluation.Add((part, 0));

    public void Enter(int index) => _evaluation.Add((null, index));

    public void Leave(int parts) => _evaluation.RemoveRange(_evaluation.Count - parts, parts);

    public void EnterInstance(int nameEntry, int index) => _instance.Add((nameEntry, index));

    public void LeaveInstance() => _instance.RemoveAt(_instance.Count - 1);

    public Position Mark()
    {
        _openBranches++;
        return new(_errors.Count, _branches.Count);
    }

    public void BeginBranch() => _branches.Add(_errors.Count);

    /// <summary>Forgets the errors of the branches since a mark when one matched; otherwise keeps those of the closest branch: the one that fails furthest inside, then the one that fails least.</summary>
    public void EndBranches(Position since, bool matched)
    {
        _openBranches--;
        if (matched)
        {
            _errors.RemoveRange(since.Errors, _errors.Count - since.Errors);
        }
        else if (!keepAllBranches && _branches.Count - since.Branches > 1)
        {
            KeepClosest(since);
        }
        _branches.RemoveRange(since.Branches, _branches.Count - since.Branches);
    }

    private void KeepClosest(Position since)
    {
        var (best, bestCount, bestDepth) = (since.Branches, int.MaxValue, -1);
        for (var i = since.Branches; i < _branches.Count; i++)
        {
            var (start, end) = BranchRange(i);
            var depth = 0;
            var wrongKind = false;
            for (var e = start; e < end; e++)
            {
                var path = Depth(_errors[e]);
                depth = Math.Max(depth, path);
                wrongKind |= path == _instance.Count && _errors[e].Code is SchemaCodes.WrongType;
            }
            var count = end - start;
            // A branch whose const or enum property failed is another case, not a near miss.
            if (wrongKind || HasDiscriminatorError(start, end)) depth = 0;
            if (depth > bestDepth || (depth == bestDepth && count < bestCount)) (best, bestCount, bestDepth) = (i, count, depth);
        }
        var (from, to) = BranchRange(best);
        _errors.RemoveRange(to, _errors.Count - to);
        _errors.RemoveRange(since.Errors, from - since.Errors);
    }

    private bool HasDiscriminatorError(int start, int end)
    {
        for (var e = start; e < end; e++)
        {
            if (_errors[e].Code is SchemaCodes.NotConst or SchemaCodes.NotInEnum && Depth(_errors[e]) == _instance.Count + 1) return true;
        }
        return false;
    }

    private static int Depth(ValidationError error) => error.InstancePath.AsSpan().Count('/');

    private (int Start, int End) BranchRange(int branch) => (_branches[branch], branch + 1 < _branches.Count ? _branches[branch + 1] : _errors.Count);

    public void Add(in JsonTape tape, Node? node, string keyword, string code, int offset, string message, int insertAt = -1)
    {
        if (_errors.Count >= maxErrors + (_openBranches > 0 ? BranchRoom : 0))
        {
            IsTruncated = true;
            return;
        }
        var error = new ValidationError
        {
            Code = code,
            Keyword = keyword,
            InstancePath = InstancePath(tape),
            SchemaLocation = node?.Location(keyword) ?? "",
            EvaluationPath = EvaluationPath(keyword),
            Line = 0,
            Column = 0,
            ByteOffset = offset,
            Message = message,
        };
        if (insertAt >= 0) _errors.Insert(insertAt, error);
        else _errors.Add(error);
    }

    /// <summary>The report, with lines and columns counted.</summary>
    public ValidationReport ToReport(ReadOnlySpan<byte> json)
    {
        var sorted = _errors.OrderBy(static e => e.ByteOffset).Take(maxErrors).ToArray();
        var (line, lineStart, at) = (1, 0, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            var offset = (int)Math.Min(sorted[i].ByteOffset, json.Length);
            while (json[at..offset].IndexOf((byte)'\n') is >= 0 and var newline)
            {
                at += newline + 1;
                line++;
                lineStart = at;
            }
            at = offset;
            sorted[i] = sorted[i] with { Line = line, Column = JsonScan.CountCodePoints(json[lineStart..offset]) + 1 };
        }
        return new ValidationReport(sorted, IsTruncated || _errors.Count > maxErrors || (_errors.Count >= maxErrors && IsFull));
    }

    private string InstancePath(in JsonTape tape)
    {
        if (_instance.Count == 0) return "";
        var path = new StringBuilder();
        foreach (var (name, index) in _instance)
        {
            path.Append('/');
            if (name >= 0) path.Append(Pointer.Escape(Name(tape, name)));
            else path.Append(CultureInfo.InvariantCulture, $"{index}");
        }
        return path.ToString();
    }

    private string EvaluationPath(string keyword)
    {
        var path = new StringBuilder();
        foreach (var (name, index) in _evaluation)
        {
            path.Append('/');
            if (name is not null) path.Append(Pointer.Escape(name));
            else path.Append(CultureInfo.InvariantCulture, $"{index}");
        }
        if (keyword.Length > 0) path.Append('/').Append(keyword);
        return path.ToString();
    }

    private static string Name(in JsonTape tape, int entry)
    {
        var raw = tape.Raw(entry);
        if (!tape.Entries[entry].Escaped) return Encoding.UTF8.GetString(raw);
        var text = new byte[raw.Length];
        return Encoding.UTF8.GetString(text.AsSpan(0, JsonScan.Unescape(raw, text)));
    }
}
