using System.Globalization;

namespace Canonical.Cli;

// How far a long run is, on the last line of a terminal. Drawn by the thread that reports, which hides it before it writes anything else.
internal sealed class ProgressBar(TextWriter terminal, long total, TimeProvider time) : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly long _started = time.GetTimestamp();
    private long _drawn;
    private bool _isShown;

    public long Done { get; private set; }

    public void Advance(long bytes) => MoveTo(Done + bytes);

    public void MoveTo(long bytes)
    {
        Done = bytes;
        if (_drawn != 0 && time.GetElapsedTime(_drawn) < Pause) return;
        _drawn = time.GetTimestamp();
        Draw();
    }

    public void Hide()
    {
        if (_isShown) terminal.Write("\r\u001b[2K");
        _isShown = false;
        terminal.Flush();
    }

    public void Dispose() => Hide();

    private void Draw()
    {
        var share = total == 0 ? 1 : Math.Min(1.0, (double)Done / total);
        var filled = (int)(share * Width);
        var seconds = time.GetElapsedTime(_started).TotalSeconds;
        var rate = seconds > 0 ? Done / seconds / 1e6 : 0;
        terminal.Write(string.Create(CultureInfo.InvariantCulture,
            $"\r\u001b[2K{new string('█', filled)}{new string('░', Width - filled)} {share * 100:0} %  {Done / 1e6:0} of {total / 1e6:0} MB, {rate:0} MB/s"));
        terminal.Flush();
        _isShown = true;
    }
}
