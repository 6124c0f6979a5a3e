using System.Text.Json;

namespace Canonical.Schema;

/// <summary>The "detailed" output: errors under the parts of the schema that they have in common; a part with one child is left out.</summary>
internal sealed class OutputTree
{
    private readonly string _evaluationPath;
    private readonly string _instancePath;
    private ValidationError? _error;
    private readonly List<OutputTree> _children = [];

    private OutputTree(string evaluationPath, string instancePath)
    {
        _evaluationPath = evaluationPath;
        _instancePath = instancePath;
    }

    public static OutputTree Build(IReadOnlyList<ValidationError> errors)
    {
        var root = new OutputTree("", "");
        foreach (var error in errors) root.Add(error);
        root.Condense();
        return root;
    }

    public static void WriteError(Utf8JsonWriter writer, ValidationError error)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, false);
        WritePlace(writer, error);
        writer.WriteString("error"u8, error.Message);
        writer.WriteEndObject();
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, false);
        if (_error is not null)
        {
            WritePlace(writer, _error);
            writer.WriteString("error"u8, _error.Message);
        }
        else
        {
            writer.WriteString("keywordLocation"u8, _evaluationPath);
            if (Absolute() is { } absolute) writer.WriteString("absoluteKeywordLocation"u8, absolute);
            writer.WriteString("instanceLocation"u8, _instancePath);
        }
        if (_children.Count > 0)
        {
            writer.WriteStartArray("errors"u8);
            foreach (var child in _children) child.Write(writer);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter writer, ValidationError error)
    {
        writer.WriteString("keywordLocation"u8, error.EvaluationPath);
        if (UriReference.IsAbsolute(error.SchemaLocation)) writer.WriteString("absoluteKeywordLocation"u8, error.SchemaLocation);
        writer.WriteString("instanceLocation"u8, error.InstancePath);
    }

    // Of an inner part: an error below it has the same absolute location but for the parts that it is further down.
    private string? Absolute()
    {
        var below = this;
        while (below._error is null) below = below._children[0];
        var location = below._error.SchemaLocation;
        var rest = below._evaluationPath[_evaluationPath.Length..];
        return UriReference.IsAbsolute(location) && location.EndsWith(rest, StringComparison.Ordinal) ? location[..^rest.Length] : null;
    }

    private void Add(ValidationError error)
    {
        var at = this;
        var path = error.EvaluationPath;
        for (var end = 0; end < path.Length;)
        {
            var next = path.IndexOf('/', end + 1);
            end = next < 0 ? path.Length : next;
            var part = path[..end];
            var isLast = end == path.Length;
            var child = at._children.Find(c => c._evaluationPath == part && c._error is null == !isLast && (!isLast || c._instancePath == error.InstancePath));
            if (child is null) at._children.Add(child = new OutputTree(part, isLast ? error.InstancePath : Common(error, at)));
            at = child;
        }
        if (at._error is not null) at._children.Add(new OutputTree(path, error.InstancePath) { _error = error });
        else at._error = error;
    }

    private static string Common(ValidationError error, OutputTree parent) => error.InstancePath.StartsWith(parent._instancePath, StringComparison.Ordinal) ? parent._instancePath : "";

    private void Condense()
    {
        for (var i = 0; i < _children.Count; i++)
        {
            _children[i].Condense();
            while (_children[i]._error is null && _children[i]._children.Count == 1) _children[i] = _children[i]._children[0];
        }
    }
}
