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

    public int All(IReadOnlyList<string> files, IReadOnlyList<string> problems, CancellationToken cancellationToken)
    {
        writer.Begin();
        foreach (var problem in problems) Unreadable(problem);
        var lengths = new long[files.Count];
        var total = 0L;
        var isParallel = options.Workers > 1 && files.Count > 1;
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Length(files[i]);
            total += Math.Max(0, lengths[i]);
            isParallel |= options.Workers > 1 && (lengths[i] < 0 || lengths[i] > BlockReader.DefaultBlockSize || InputStream.IsCompressedName(files[i]));
        }
        using (_progress = context.CreateProgressBar(total))
        {
            for (var i = 0; i < files.Count && !_isStopped; i++)
            {
                OneFile(files[i], lengths[i], isParallel, cancellationToken);
            }
            Drain(0, cancellationToken);
        }
        writer.End(new RunSummary("validate", "document", _files, _documents, _invalid, _undecided, _findings) { IsComplete = !_isStopped, IsEverythingRead = !_isUnreadable });
        return _isUnreadable ? ExitCodes.UnreadableInput : _invalid > 0 ? ExitCodes.Findings : _undecided > 0 ? ExitCodes.Undecided : ExitCodes.Success;
    }

    // -1 where it is not known.
    private static long Length(string file)
    {
        if (file == CommonOptions.StandardInput) return -1;
        var info = new FileInfo(file);
        return info.Exists ? info.Length : -1;
    }

    private void OneFile(string file, long length, bool isParallel, CancellationToken cancellationToken)
    {
        var source = new Source(file, InputFile.DisplayName(file), contracts.ForFile(file));
        if (length is >= 0 and <= BlockReader.DefaultBlockSize && !InputStream.IsCompressedName(file))
        {
            // Small files are read where they are checked.
            Queue(new(source, Start(isParallel, () => CheckWholeFile(source, cancellationToken)), IsWholeFile: true, length), cancellationToken);
            return;
        }
        var before = _progress?.Done ?? 0;
        try
        {
            using var stream = InputFile.Open(file, context);
            using var reader = new BlockReader(stream, Form(file), options.BlockSize);
            while (!_isStopped && reader.Read(cancellationToken) is { } block)
            {
                Queue(new(source, Start(isParallel, () => Check(source, block)), IsWholeFile: false, before + stream.RawBytes), cancellationToken);
            }
        }
        catch (Exception e) when (e is CliException { ExitCode: ExitCodes.UnreadableInput } or IOException)
        {
            Drain(0, cancellationToken);
            Unreadable(e is CliException ? e.Message : $"{source.Name} cannot be read: {e.Message}");
            return;
        }
        Queue(new(source, null, IsWholeFile: false, 0), cancellationToken);
    }

    private static Task<BlockResult> Start(bool isParallel, Func<BlockResult> check) => isParallel ? Task.Run(check) : Task.FromResult(check());

    private BlockResult Check(Source source, Block block)
    {
        using (block) return new BlockChecker(contracts, source.Contract, source.Name, options.ShowsValues).Check(block);
    }

    private BlockResult CheckWholeFile(Source source, CancellationToken cancellationToken)
    {
        var whole = new BlockResult();
        try
        {
            using var stream = InputFile.Open(source.File, context);
            using var reader = new BlockReader(stream, Form(source.File), options.BlockSize);
            while (reader.Read(cancellationToken) is { } block)
            {
                whole.Append(Check(source, block));
                // A little file may be compressed from a large one; more findings than are reported need no room.
                if (options.MaxFindings > 0 && whole.Findings?.Count > options.MaxFindings) break;
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
        return InputFile.HoldsLines(file) ? InputForm.Lines : InputForm.Auto;
    }

    private void Queue(Pending pending, CancellationToken cancellationToken)
    {
        _pending.Enqueue(pending);
        Drain(options.Workers * 2, cancellationToken);
    }

    // Reports the oldest blocks until so many are left.
    private void Drain(int left, CancellationToken cancellationToken)
    {
        while (_pending.Count > left || (_pending.Count > 0 && _pending.Peek().Result is null or { IsCompleted: true }))
        {
            var (source, task, isWholeFile, bytesRead) = _pending.Dequeue();
            var result = task?.GetAwaiter().GetResult();
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
