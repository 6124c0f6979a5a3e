using System.Diagnostics.CodeAnalysis;

namespace Canonical.Model;

/// <summary>The answer to a business question, or why there is none. Thread-safe: immutable.</summary>
/// <typeparam name="T">The answer.</typeparam>
public sealed class Resolution<T> where T : class
{
    private Resolution(T? value, BusinessFailure? failure) => (Value, Failure) = (value, failure);

    /// <summary>The answer; null when there is none.</summary>
    public T? Value { get; }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public BusinessFailure? Failure { get; }

    /// <summary>True when there is an answer.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsResolved => Value is not null;

    /// <summary>The answer or the failure, for people.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsResolved ? Value.ToString() ?? "" : Failure.ToString();

    internal static Resolution<T> Of(T value) => new(value, null);

    internal static Resolution<T> Failed(BusinessFailure failure) => new(null, failure);
}
