namespace Canonical.Cli;

// The contract of the files that match a pattern, relative to the folder of canonical.json.
internal sealed record FolderRule(string Files, string Contract);
