namespace Canonical.Model.Tests;

public sealed class AccountingPeriodsTests
{
    private static readonly CanonicalId Entity = Dated.Id("entity");

    private static readonly AccountingPeriod January = Dated.Period("Jan", Dated.Day(1, 1), Dated.Day(2, 1), AccountingPeriodState.Closed);
    private static readonly AccountingPeriod February = Dated.Period("Feb", Dated.Day(2, 1), Dated.Day(3, 1), AccountingPeriodState.SoftClosed);
    private static readonly AccountingPeriod March = Dated.Period("Mar", Dated.Day(3, 1), Dated.Day(4, 1));
    private static readonly AccountingPeriod April = Dated.Period("Apr", Dated.Day(4, 1), Dated.Day(5, 1), AccountingPeriodState.Future);

    private static readonly AccountingPeriod[] Year = [April, January, March, February];

    [Fact]
    public void Find_DayOfAPeriod_IsHalfOpen()
    {
        Assert.Equal("Jan", AccountingPeriods.Find(Year, Entity, Dated.Day(1, 31)).Value!.Name);
        Assert.Equal("Feb", AccountingPeriods.Find(Year, Entity, Dated.Day(2, 1)).Value!.Name);
        Assert.Equal(EffectiveDatingCodes.NoPeriod, AccountingPeriods.Find(Year, Entity, Dated.Day(5, 1)).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoPeriod, AccountingPeriods.Find(Year, Dated.Id("another"), Dated.Day(1, 1)).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoPeriod, AccountingPeriods.Find(Year, Entity, Dated.Day(1, 1), AccountingPeriodKind.Year).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.PeriodsOverlap, AccountingPeriods.Find([.. Year, Dated.Period("Twice", Dated.Day(1, 15), Dated.Day(2, 15))], Entity, Dated.Day(2, 3)).Failure!.Code);
    }

    [Fact]
    public void FindOpen_ClosedDay_IsRefusedOrMovedByTheRule()
    {
        Assert.Equal((Dated.Day(3, 9), false), Open(Dated.Day(3, 9), ClosedPeriodRule.NextOpen));
        Assert.Equal((Dated.Day(3, 1), true), Open(Dated.Day(1, 20), ClosedPeriodRule.NextOpen));
        Assert.Equal(EffectiveDatingCodes.PeriodNotOpen, AccountingPeriods.FindOpen(Year, Entity, Dated.Day(1, 20)).Failure!.Code);
        // What lies in the future is never pulled back, nor pushed on.
        Assert.Equal(EffectiveDatingCodes.PeriodNotOpen, AccountingPeriods.FindOpen(Year, Entity, Dated.Day(4, 2), rule: ClosedPeriodRule.NextOpen).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoOpenPeriod, AccountingPeriods.FindOpen([January, February, April], Entity, Dated.Day(1, 2), rule: ClosedPeriodRule.NextOpen).Failure!.Code);
        Assert.Equal(EffectiveDatingCodes.NoPeriod, AccountingPeriods.FindOpen(Year, Entity, Dated.Day(6, 1)).Failure!.Code);
    }

    [Fact]
    public void FindOpen_Subledger_CountsBeforeItsPeriod()
    {
        var march = March with { Subledgers = [new() { Ledger = AccountingPeriodSubledgerLedger.Time, State = AccountingPeriodSubledgerState.Closed }] };

        Assert.Equal(EffectiveDatingCodes.PeriodNotOpen, AccountingPeriods.FindOpen([march], Entity, Dated.Day(3, 2), AccountingPeriodSubledgerLedger.Time).Failure!.Code);
        Assert.True(AccountingPeriods.FindOpen([march], Entity, Dated.Day(3, 2), AccountingPeriodSubledgerLedger.Revenue).IsResolved);
        Assert.True(AccountingPeriods.FindOpen([march], Entity, Dated.Day(3, 2)).IsResolved);
    }

    // A calendar that keeps the set laws has exactly one period for each day that it covers, and a posting never lands in a period that is not open, nor before its day.
    [Fact]
    public void Find_RandomCalendars_AgreeWithTheLaws()
    {
        var seed = Dated.Seed();
        var random = new Random(seed);
        var (lawful, gaps, overlaps) = (0, 0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var start = Dated.Day(1, 1);
            List<AccountingPeriod> periods = [];
            for (var i = 0; i < random.Next(2, 7); i++)
            {
                var end = start.AddDays(random.Next(1, 9));
                periods.Add(Dated.Period("P" + i, start, end, (AccountingPeriodState)random.Next(5)));
                start = end.AddDays(random.Next(6) == 0 ? random.Next(-2, 3) : 0);
            }
            var calendar = periods.ToArray();
            random.Shuffle(calendar);
            var violations = SetLaws.CheckPeriods(calendar);
            var (first, last) = (periods.Min(p => p.Start), periods.Max(p => p.End));
            var found = Enumerable.Range(0, last.DayNumber - first.DayNumber).Select(d => AccountingPeriods.Find(calendar, Entity, first.AddDays(d))).ToArray();

            Assert.Equal(violations.Any(v => v.Code == SetLaws.PeriodGap), found.Any(f => f.Failure?.Code == EffectiveDatingCodes.NoPeriod));
            Assert.Equal(violations.Any(v => v.Code == SetLaws.PeriodOverlap), found.Any(f => f.Failure?.Code == EffectiveDatingCodes.PeriodsOverlap));
            if (violations.Count == 0) lawful++;
            if (violations.Any(v => v.Code == SetLaws.PeriodGap)) gaps++;
            if (violations.Any(v => v.Code == SetLaws.PeriodOverlap)) overlaps++;
            for (var day = first; day < last; day = day.AddDays(1))
            {
                if (AccountingPeriods.FindOpen(calendar, Entity, day, rule: ClosedPeriodRule.NextOpen).Value is not { } posted) continue;
                Assert.Equal(AccountingPeriodState.Open, posted.Period.State);
                Assert.True(posted.Date >= day && posted.Period.Start <= posted.Date && posted.Date < posted.Period.End, $"seed {seed}, round {round}");
                Assert.Equal(posted.Moved, posted.Date != day);
                if (violations.Count == 0) Assert.DoesNotContain(calendar, p => p.State == AccountingPeriodState.Open && p.Start > day && p.Start < posted.Date);
            }
        }
        Assert.True(lawful > 100 && gaps > 100 && overlaps > 100, $"{lawful} lawful, {gaps} with a gap, {overlaps} with an overlap");
    }

    private static (DateOnly Date, bool Moved) Open(DateOnly day, ClosedPeriodRule rule)
    {
        var found = AccountingPeriods.FindOpen(Year, Entity, day, rule: rule);
        Assert.True(found.IsResolved, found.ToString());
        return (found.Value.Date, found.Value.Moved);
    }
}
