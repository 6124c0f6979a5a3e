namespace Canonical.Cli;

// Checks files on several threads and reports in the order of the input. One thread reads and reports; blocks wait in a short queue, so memory does not grow with the input.
internal sealed class ValidationRun(CliContext context, ContractResolver contracts, ValidationOptions options, ReportWriter writer)
{
    private readonly Queue<Pending> _pending = new();
    private ProgressBar? _progress;
    private long _files;
    private long _documents;
    private long _invalid;
    private long _undecided;
    private long _findings;
    private bool _isUnreadable;
    private bool _isStopped;

    // One file: what is reported of it so far.
    private sealed class Source(string file, string name, ContractSource.Entry? contract)
    {
        public string File => file;

        public string Name => name;

        public ContractSource.Entry? Contract => contract;

        public TextPosition Position { get; set; } = TextPosition.Start;

        public long Documents { get; set; }

        public long Failed { get; set; }
    }

    // A block that is being checked; without one, the end of its file.
    private sealed record Pending(Source Source, Task<BlockResult>? Result, bool IsWholeFile, long BytesRead);

    public async Task<int> AllAsync(IReadOnlyList<string> files, IReadOnlyList<string> problems, CancellationToken cancellationToken)
    {
        writer.Begin();
        foreach (var problem in problems) Unreadable(problem);
        var lengths = files.Select(Length).ToArray();
        using (_progress = context.CreateProgressBar(lengths.Sum(l => Math.Max(0, l))))
        {
            var isParallel = options.Workers > 1 && (files.Count > 1 || lengths.Any(l => l is < 0 or > BlockReader.DefaultBlockSize));
            for (var i = 0; i < files.Count && !_isStopped; i++)
            {
                await OneFileAsync(files[i], lengths[i], isParallel, cancellationToken).ConfigureAwait(false);
            }
            await DrainAsync(0, cancellationToken).ConfigureAwait(false);
        }
        writer.End(new RunSummary("validate", "document", _files, _documents, _invalid, _undecided, _findings) { IsComplete = !_isStopped });
        return _isUnreadable ? ExitCodes.UnreadableInput : _invalid > 0 ? ExitCodes.Findings : _undecided > 0 ? ExitCodes.Undecided : ExitCodes.Success;
    }

    // -1 where it is not known.
    private static long Length(string file)
    {
        if (file == CommonOptions.StandardInput) return -1;
        var info = new FileInfo(file);
        return info.Exists ? info.Length : -1;
    }

    private async Task OneFileAsync(string file, long length, bool isParallel, CancellationToken cancellationToken)
    {
        var source = new Source(file, InputFile.DisplayName(file), contracts.ForFile(file));
        if (length is >= 0 and <= BlockReader.DefaultBlockSize)
        {
            // Small files are read where they are checked.
            await QueueAsync(new(source, Start(isParallel, () => CheckWholeFileAsync(source, cancellationToken)), IsWholeFile: true, length), cancellationToken).ConfigureAwait(false);
            return;
        }
        var before = _progress?.Done ?? 0;
        try
        {
            var stream = InputFile.Open(file, context);
            await using (stream.ConfigureAwait(false))
            {
                using var reader = new BlockReader(stream, Form(file), options.BlockSize);
                while (!_isStopped && await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } block)
                {
                    await QueueAsync(new(source, Start(isParallel, () => Task.FromResult(Check(source, block))), IsWholeFile: false, before + reader.BytesRead), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is CliException { ExitCode: ExitCodes.UnreadableInput } or IOException)
        {
            await DrainAsync(0, cancellationToken).ConfigureAwait(false);
            Unreadable(e is CliException ? e.Message : $"{source.Name} cannot be read: {e.Message}");
            return;
        }
        await QueueAsync(new(source, null, IsWholeFile: false, 0), cancellationToken).ConfigureAwait(false);
    }

    private static Task<BlockResult> Start(bool isParallel, Func<Task<BlockResult>> check) => isParallel ? Task.Run(check) : check();

    private BlockResult Check(Source source, Block block)
    {
        using (block) return new BlockChecker(contracts, source.Contract, source.Name, options.ShowsValues).Check(block);
    }

    private async Task<BlockResult> CheckWholeFileAsync(Source source, CancellationToken cancellationToken)
    {
        var whole = new BlockResult();
        try
        {
            var stream = InputFile.Open(source.File, context);
            await using (stream.ConfigureAwait(false))
            {
                using var reader = new BlockReader(stream, Form(source.File), options.BlockSize);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } block) whole.Append(Check(source, block));
            }
        }
        catch (Exception e) when (e is CliException { ExitCode: ExitCodes.UnreadableInput } or IOException)
        {
            whole.Unreadable = e is CliException ? e.Message : $"{source.Name} cannot be read: {e.Message}";
        }
        return whole;
    }

    private InputForm Form(string file)
    {
        if (options.Form != InputForm.Auto) return options.Form;
        return file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? InputForm.Lines : InputForm.Auto;
    }

    private async Task QueueAsync(Pending pending, CancellationToken cancellationToken)
    {
        _pending.Enqueue(pending);
        await DrainAsync(options.Workers * 2, cancellationToken).ConfigureAwait(false);
    }

    // Reports the oldest blocks until so many are left.
    private async Task DrainAsync(int left, CancellationToken cancellationToken)
    {
        while (_pending.Count > left || (_pending.Count > 0 && _pending.Peek().Result is null or { IsCompleted: true }))
        {
            var (source, task, isWholeFile, bytesRead) = _pending.Dequeue();
            var result = task is null ? null : await task.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (result is not null && !_isStopped) Report(source, result);
            if (isWholeFile) _progress?.Advance(bytesRead);
            else if (task is not null) _progress?.MoveTo(bytesRead);
            if (task is null || isWholeFile) EndFile(source, result);
        }
    }

    private void Report(Source source, BlockResult result)
    {
        if (result.Findings is { } findings)
        {
            _progress?.Hide();
            foreach (var finding in findings)
            {
                if (options.MaxFindings > 0 && _findings == options.MaxFindings)
                {
                    _isStopped = true;
                    break;
                }
                _findings++;
                var place = source.Position.Add(new(finding.Line, finding.Column));
                writer.Write(finding with { Line = place.Line, Column = place.Column });
            }
        }
        if (result.Unreadable is { } problem) Unreadable(problem);
        source.Position = source.Position.Add(result.End);
        source.Documents += result.Documents;
        source.Failed += result.Invalid + result.Undecided;
        _documents += result.Documents;
        _invalid += result.Invalid;
        _undecided += result.Undecided;
    }

    private void EndFile(Source source, BlockResult? result)
    {
        if (result?.Unreadable is not null) return;
        _files++;
        writer.EndFile(source.Name, source.Documents, source.Failed);
    }

    private void Unreadable(string problem)
    {
        _isUnreadable = true;
        _progress?.Hide();
        context.Error.WriteLine($"canonical: {problem}");
    }
}
