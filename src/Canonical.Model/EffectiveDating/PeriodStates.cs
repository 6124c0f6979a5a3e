namespace Canonical.Model;

// The contract says the two lists apart; they hold the same states.
internal static class PeriodStates
{
    public static AccountingPeriodState ToPeriodState(this AccountingPeriodSubledgerState state) => state switch
    {
        AccountingPeriodSubledgerState.Future => AccountingPeriodState.Future,
        AccountingPeriodSubledgerState.Open => AccountingPeriodState.Open,
        AccountingPeriodSubledgerState.SoftClosed => AccountingPeriodState.SoftClosed,
        AccountingPeriodSubledgerState.Closed => AccountingPeriodState.Closed,
        _ => AccountingPeriodState.Locked,
    };
}
