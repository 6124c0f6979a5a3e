namespace Canonical.Schema;

// The way through document and schema, kept only when errors are collected.
internal ref partial struct TapeEvaluator
{
    private readonly bool Enter(string keyword)
    {
        _sink?.Enter(keyword);
        return true;
    }

    private readonly bool Enter(string keyword, int index)
    {
        _sink?.Enter(keyword);
        _sink?.Enter(index);
        return true;
    }

    private readonly void Enter(string keyword, string name)
    {
        _sink?.Enter(keyword);
        _sink?.Enter(name);
    }

    private readonly void Leave(int parts = 1) => _sink?.Leave(parts);

    private readonly void EnterInstance(int name) => _sink?.EnterInstance(name, 0);

    private readonly void EnterItem(int index) => _sink?.EnterInstance(-1, index);

    private readonly void LeaveInstance() => _sink?.LeaveInstance();

    private readonly void EnterProperty(string keyword, string part, int name)
    {
        Enter(keyword, part);
        EnterInstance(name);
    }

    private readonly void LeaveProperty()
    {
        LeaveInstance();
        Leave(2);
    }

    private void Report(Node node, string keyword, string code, int at, string message)
    {
        if (_sink is null) return;
        // Strings and names are shown where their quote stands.
        var offset = Entry(at).Kind == TapeKind.String ? Entry(at).Start - 1 : Entry(at).Start;
        _sink.Add(_tape, node, keyword, code, offset, message);
        StopWhenFull();
    }

    private void ReportBefore(ErrorSink.Position position, Node node, string keyword, string code, int at, string alternatives)
    {
        if (_sink is null) return;
        var offset = Entry(at).Kind == TapeKind.String ? Entry(at).Start - 1 : Entry(at).Start;
        var count = alternatives == "anyOf" ? node.AnyOf.Length : node.OneOf.Length;
        _sink.Add(_tape, node, keyword, code, offset, $"The value matches none of the {count} alternatives of \"{alternatives}\".", position.Errors);
        StopWhenFull();
    }

    // From here on the evaluator only decides, and so ends at the next failure.
    private void StopWhenFull()
    {
        if (_sink is { IsFull: true }) _sink = null;
    }
}
