namespace Canonical.Contracts;

/// <summary>The views of one authored contract. Thread-safe: a value.</summary>
public enum ContractView
{
    /// <summary>The contract as it was written.</summary>
    Authored,

    /// <summary>What a writer may send: objects that declare their members are closed, so that an unknown member is an error; the namespaces of <c>extensions</c> stay open.</summary>
    Writer,

    /// <summary>What a reader accepts: objects stay open, and an <c>enum</c> with <c>x-canonical-open-enum: true</c> is any text.</summary>
    Reader,
}
