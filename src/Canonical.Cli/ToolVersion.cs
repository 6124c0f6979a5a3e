using System.Reflection;

namespace Canonical.Cli;

internal static class ToolVersion
{
    // Without the commit that the build adds after a plus.
    public static string Text { get; } = (typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
