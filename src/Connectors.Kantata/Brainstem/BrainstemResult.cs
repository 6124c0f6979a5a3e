namespace Connectors.Kantata;

/// <summary>A record that belongs to a page.</summary>
/// <param name="Key">The map that holds it.</param>
/// <param name="Id">Its id in that map.</param>
internal readonly record struct BrainstemResult(string Key, string Id);
