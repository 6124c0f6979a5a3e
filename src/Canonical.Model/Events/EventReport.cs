using Canonical.Schema;

namespace Canonical.Model;

/// <summary>What reading an event found: nothing, or every error of its envelope and the violations of its data. Thread-safe: immutable.</summary>
public sealed class EventReport
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly EventReport Valid = new([], null);

    // One broken event must not make a report without end; the first errors show the cause.
    private const int MaxErrors = 50;

    internal EventReport(IReadOnlyList<EventError> errors, ValidationReport? data)
    {
        Errors = errors.Count > MaxErrors ? [.. errors.Take(MaxErrors)] : errors;
        Data = data;
    }

    /// <summary>True when the event is well formed, and its data keeps its contract where that is known.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>The errors, at most 50.</summary>
    public IReadOnlyList<EventError> Errors { get; }

    /// <summary>Every violation of the data's contract; null when the data was not the problem.</summary>
    public ValidationReport? Data { get; }

    /// <summary>The errors, one a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsValid ? "valid" : string.Join('\n', Errors);

    internal static EventReport Of(string code, string attribute, string message, string remedy) => new([new(code, attribute, message, remedy)], null);
}
