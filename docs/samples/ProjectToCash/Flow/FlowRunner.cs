using Canonical.Model;
using Canonical.Sync;

using Connectors.Abstractions;
using Connectors.Salesforce;

using Spectre.Console;

namespace ProjectToCash;

/// <summary>Runs the flow with a progress bar: read, customers, projects, read back.</summary>
internal static class FlowRunner
{
    public static Task<FlowResult> RunAsync(ProjectToCashFlow flow, CancellationToken cancellationToken) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context => RunAsync(flow, context, cancellationToken));

    private static async Task<FlowResult> RunAsync(ProjectToCashFlow flow, ProgressContext context, CancellationToken cancellationToken)
    {
        ProgressTask reading = context.AddTask("Read won opportunities from Salesforce").IsIndeterminate();
        ProgressTask movingCustomers = context.AddTask("Customers to NetSuite", autoStart: false);
        ProgressTask movingProjects = context.AddTask("Projects to NetSuite", autoStart: false);
        ProgressTask readingBack = context.AddTask("Read back from NetSuite", autoStart: false);

        IReadOnlyList<SalesforceWonOpportunity> won = await flow.ReadAsync(_ => { }, cancellationToken);
        reading.IsIndeterminate(false).Value(reading.MaxValue);
        IReadOnlyList<SourceItem<Customer>> customers = ProjectToCashFlow.CustomersOf(won);
        SourceItem<Project>[] projects = [.. won.Select(opportunity => opportunity.Project)];

        var customerResults = new Counted(movingCustomers, customers.Count);
        SyncReport customerReport = await flow.MoveCustomersAsync(customers, customerResults, cancellationToken);
        var projectResults = new Counted(movingProjects, projects.Length);
        SyncReport projectReport = await flow.MoveProjectsAsync(projects, projectResults, cancellationToken);

        readingBack.MaxValue(Math.Max(1, customers.Count + projects.Length)).StartTask();
        var mismatches = new List<string>();
        foreach ((SourceItem<Customer> item, SyncItemResult result) in customers.Zip(customerResults.Results))
        {
            if (item.Value is { } customer && Arrived(result))
                Verify(await flow.ReadBackAsync(customer, result.Key!.Value, cancellationToken), $"customer {customer.Name}");
            readingBack.Increment(1);
        }

        foreach ((SourceItem<Project> item, SyncItemResult result) in projects.Zip(projectResults.Results))
        {
            if (item.Value is { } project && Arrived(result))
                Verify(await flow.ReadBackAsync(project, result.Key!.Value, cancellationToken), $"project {project.Name}");
            readingBack.Increment(1);
        }

        return new FlowResult
        {
            Customers = customerReport,
            Projects = projectReport,
            Mismatches = mismatches,
            Lines =
            [
                .. customers.Zip(customerResults.Results, (item, result) => new FlowLine("customer", item.Value?.Name ?? item.Source.RecordId, result)),
                .. projects.Zip(projectResults.Results, (item, result) => new FlowLine("project", item.Value?.Name ?? item.Source.RecordId, result)),
            ],
        };

        void Verify(ReadBack found, string what)
        {
            if (!found.Matches)
                mismatches.Add(found.Found ? $"{what}: {string.Join(", ", found.Differences)} differ" : $"{what}: not found");
        }
    }

    private static bool Arrived(SyncItemResult result) =>
        result is { Key: not null, Outcome: SyncOutcome.Created or SyncOutcome.Updated or SyncOutcome.Applied or SyncOutcome.Unchanged };

    /// <summary>Keeps the results in their order and moves the bar.</summary>
    private sealed class Counted : IProgress<SyncItemResult>
    {
        private readonly ProgressTask _task;

        public Counted(ProgressTask task, int count)
        {
            _task = task.MaxValue(Math.Max(1, count));
            _task.StartTask();
        }

        public List<SyncItemResult> Results { get; } = [];

        public void Report(SyncItemResult value)
        {
            Results.Add(value);
            _task.Increment(1);
        }
    }
}
