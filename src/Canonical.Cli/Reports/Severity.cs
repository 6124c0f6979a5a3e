namespace Canonical.Cli;

// How bad a finding is; every output format has these three.
internal enum Severity
{
    Error,
    Warning,
    Note,
}
