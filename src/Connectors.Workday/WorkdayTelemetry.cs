using System.Diagnostics.Metrics;

namespace Connectors.Workday;

/// <summary>The name under which this connector reports metrics (OpenTelemetry).</summary>
public static class WorkdayTelemetry
{
    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string Name = "Connectors.Workday";

    /// <summary>Gauge, unit <c>{token}</c>: what the last answer said is left of the tenant's allowance, by <see cref="TenantTag"/>.</summary>
    public const string TokensInstrument = "workday.ratelimit.tokens_remaining";

    /// <summary>Tag: the tenant.</summary>
    public const string TenantTag = "workday.tenant";

    private static readonly Meter Meter = new(Name, typeof(WorkdayTelemetry).Assembly.GetName().Version?.ToString());
    private static readonly Gauge<double> Tokens = Meter.CreateGauge<double>(TokensInstrument, "{token}", "Calls that the tenant still allows.");

    internal static void RecordTokens(string tenant, decimal tokens) => Tokens.Record((double)tokens, new KeyValuePair<string, object?>(TenantTag, tenant));
}
