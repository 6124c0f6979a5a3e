namespace Canonical.Model;

/// <summary>What is done to the record in the target; part of the idempotency key. Thread-safe: a value.</summary>
public enum PostingOperation
{
    /// <summary>A fact is posted (<c>post</c>).</summary>
    Post,

    /// <summary>Master data is created or brought up to date (<c>upsert</c>).</summary>
    Upsert,

    /// <summary>A posting is taken back by its opposite (<c>reverse</c>).</summary>
    Reverse,

    /// <summary>A posting is changed in place (<c>adjust</c>).</summary>
    Adjust,

    /// <summary>A posting is made void (<c>void</c>).</summary>
    Void,

    /// <summary>A posted invoice is credited (<c>credit</c>).</summary>
    Credit,
}
