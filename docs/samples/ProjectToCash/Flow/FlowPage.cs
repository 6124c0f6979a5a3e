using System.Globalization;

using Canonical.Sync;
using Canonical.Testing;

using Connectors.Abstractions;

using Spectre.Console;

namespace ProjectToCash;

/// <summary>Shows what moved, what was refused and why, and what the systems did on the way.</summary>
internal static class FlowPage
{
    public static void Show(FlowResult result, SandboxPair sandboxes)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Object", "Record", "Outcome", "NetSuite id", "Why, and what to do");
        foreach (FlowLine line in result.Lines)
            table.AddRow(new Text(line.Kind), new Text(line.Name), Outcome(line.Result), new Text(line.Result.NativeId ?? "—"), Why(line.Result));
        AnsiConsole.Write(table);

        OnTheWay(Count(sandboxes.Salesforce, 401), "Salesforce had ended the session: it was renewed, and the call sent once more.");
        OnTheWay(Count(sandboxes.NetSuite, 429), "NetSuite asked to wait (429 with Retry-After): we waited that long and sent the same upsert again.");
        OnTheWay(Count(sandboxes.NetSuite, 0), "An answer of NetSuite was lost after the work was done: the same upsert went again by its external id, and made no second record.");
        AnsiConsole.MarkupLineInterpolated($"Customers: {Sentence(result.Customers)}");
        AnsiConsole.MarkupLineInterpolated($"Projects: {Sentence(result.Projects)}");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Posted to NetSuite: {result.Posts}");
        foreach (string mismatch in result.Mismatches)
            AnsiConsole.MarkupLineInterpolated($"[red]Read back differs[/]: {mismatch}");
    }

    private static void OnTheWay(int times, string what)
    {
        if (times > 0)
            AnsiConsole.MarkupLineInterpolated($"[grey]On the way:[/] {what}");
    }

    private static int Count(SandboxServer sandbox, int status) => sandbox.Requests.Count(request => request.Status == status);

    private static string Sentence(SyncReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Read} read = {report.Created} created + {report.Updated} updated + {report.Applied} applied + {report.Unchanged} unchanged + {report.Refused} refused + {report.Rejected} rejected + {report.Deferred} deferred + {report.InDoubt} in doubt");

    private static Markup Outcome(SyncItemResult result) => new(result.Outcome switch
    {
        SyncOutcome.Created or SyncOutcome.Updated or SyncOutcome.Applied => $"[green]{result.Outcome}[/]",
        SyncOutcome.Unchanged => "[grey]Unchanged[/]",
        SyncOutcome.Refused or SyncOutcome.Rejected => $"[yellow]{result.Outcome}[/]",
        _ => $"[red]{result.Outcome}[/]",
    });

    private static Text Why(SyncItemResult result) => new(string.Join('\n', result.Issues.Select(Line)));

    private static string Line(RecordIssue issue) => $"{issue.Code} {issue.VendorPath ?? issue.Path}: {issue.Message}{(issue.Remedy is null ? "" : " " + issue.Remedy)}";
}
