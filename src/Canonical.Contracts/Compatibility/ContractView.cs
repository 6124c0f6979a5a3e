namespace Canonical.Contracts;

/// <summary>
/// The views of one authored contract. A record has an owner, its system of record: documents go to it and come from it. Where a contract marks no member as <c>readOnly</c> or <c>writeOnly</c>, both ways are the same,
/// and so are <see cref="Writer"/> and <see cref="OwnerWriter"/>, and <see cref="Reader"/> and <see cref="OwnerReader"/>. Thread-safe: a value.
/// </summary>
public enum ContractView
{
    /// <summary>The contract as it was written.</summary>
    Authored,

    /// <summary>
    /// What a writer may send to the owner: objects that declare their members are closed, so that an unknown member is an error; the namespaces of <c>extensions</c> stay open. Members that are <c>readOnly</c> are refused,
    /// and not asked for.
    /// </summary>
    Writer,

    /// <summary>
    /// What a reader accepts from the owner: objects stay open, an <c>enum</c> with <c>x-canonical-open-enum: true</c> is any text, and a union with <c>x-canonical-fallback</c> takes alternatives that it does not know.
    /// Members that are <c>writeOnly</c> are not asked for.
    /// </summary>
    Reader,

    /// <summary>What the owner hands out: closed like <see cref="Writer"/>, with the members that are <c>readOnly</c> and without those that are <c>writeOnly</c>.</summary>
    OwnerWriter,

    /// <summary>What the owner accepts: open like <see cref="Reader"/>; members that are <c>readOnly</c> are not asked for, those that are <c>writeOnly</c> as the contract says.</summary>
    OwnerReader,
}
