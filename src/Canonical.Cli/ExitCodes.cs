namespace Canonical.Cli;

// What the process returns; docs/schema-authors.md lists them. 64, 65 and 70 follow sysexits.h.
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Findings = 1;
    public const int Undecided = 2;
    public const int Usage = 64;
    public const int UnreadableInput = 65;
    public const int Internal = 70;
    public const int Cancelled = 130;
}
