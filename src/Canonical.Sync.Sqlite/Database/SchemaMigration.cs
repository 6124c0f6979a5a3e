namespace Canonical.Sync.Sqlite;

/// <summary>One step of the schema.</summary>
/// <param name="Version">The version that the database has afterwards, from 1 without gaps.</param>
/// <param name="Description">What the step brings, kept in the database.</param>
/// <param name="Sql">The statements, run in one transaction.</param>
internal sealed record SchemaMigration(int Version, string Description, string Sql);
