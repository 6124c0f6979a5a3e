namespace Connectors.Kantata;

/// <summary>One error of an answer. Immutable and thread-safe.</summary>
/// <param name="Type">What sort Kantata says it is: <c>oauth</c>, <c>system</c>, <c>validation</c>, <c>syntax</c>, or another.</param>
/// <param name="Message">Kantata's text when it is known to hold no value of a record, else a text that says it was withheld. There are no machine codes.</param>
/// <param name="Field">The field that is wrong, <c>base</c> for the whole record; null when Kantata names none.</param>
/// <param name="Index">The place in the array of a bulk request, from 0; null when Kantata names none.</param>
public sealed record KantataError(string Type, string Message, string? Field, int? Index);
