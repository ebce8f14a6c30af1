using System.Diagnostics;
using System.Text;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>A started program with its output kept (the last 400 lines) and its end guaranteed.</summary>
sealed class ChildProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly Queue<string> _lines = new();
    readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waits = [];
    readonly Lock _gate = new();

    ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it printed, both streams in order of arrival.</summary>
    public string Output
    {
        get
        {
            lock (_gate) return string.Join('\n', _lines);
        }
    }

    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Repository.Root,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, e) => child.Take(e.Data);
        child._process.ErrorDataReceived += (_, e) => child.Take(e.Data);
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end; throws with its output when it takes longer than <paramref name="limit"/>.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, TimeSpan limit, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var child = Start(program, arguments, environment);
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await child._process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{program} did not end within {limit.TotalSeconds} s:\n{child.Output}");
        }

        return (child._process.ExitCode, child.Output);
    }

    /// <summary>Waits for a line of output.</summary>
    public async Task<string> LineAsync(Func<string, bool> matches, TimeSpan limit)
    {
        TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.FirstOrDefault(matches) is { } already) return already;
            _waits.Add((matches, found));
        }

        try
        {
            return await found.Task.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The awaited line did not come within {limit.TotalSeconds} s. Output so far:\n{Output}");
        }
    }

    /// <summary>SIGKILL: no chance to say goodbye.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    void Take(string? line)
    {
        if (line is null) return;
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > 400) _lines.Dequeue();
            foreach (var wait in _waits)
                if (wait.Matches(line))
                    wait.Found.TrySetResult(line);
        }
    }
}
