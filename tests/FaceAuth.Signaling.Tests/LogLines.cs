using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Signaling.Tests;

/// <summary>Keeps every log line of a host, exceptions included.</summary>
public sealed class LogLines : ILoggerProvider
{
    readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => _lines;

    /// <summary>What went wrong: errors, and whatever names an exception.</summary>
    public IEnumerable<string> Faults => _lines.Where(line =>
        line.StartsWith(nameof(LogLevel.Error), StringComparison.Ordinal) || line.Contains("Exception:", StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
