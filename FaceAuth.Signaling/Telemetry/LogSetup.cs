using System.Text;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Sinks.File;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>The server's log: to the console, and to files that roll and are let go of.</summary>
internal static class LogSetup
{
    /// <summary>Logs by the settings of the section "Log"; levels stay those of the section "Logging".</summary>
    public static WebApplicationBuilder AddLog(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(_ => new SerilogLoggerProvider(Create(Read(builder.Configuration)), dispose: true));
        return builder;
    }

    internal static Serilog.Core.Logger Create(LogOptions options, TextWriter? console = null)
    {
        var log = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.With<KnownProperties>();
        if (console is null) log.WriteTo.Console(FormatterOf(options.Format));
        else log.WriteTo.Sink(new WriterSink(FormatterOf(options.Format), console));
        if (options.File is { } file)
        {
            log.WriteTo.File(
                FormatterOf(options.FileFormat), file, rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true,
                fileSizeLimitBytes: options.MaxFileMiB * 1024L * 1024, retainedFileCountLimit: options.KeepFiles,
                retainedFileTimeLimit: TimeSpan.FromDays(options.KeepDays), hooks: new OwnersFile());
        }

        return log.CreateLogger();
    }

    static ITextFormatter FormatterOf(LogFormat format) => format == LogFormat.Json ? new CompactJsonFormatter() : new LineFormatter();

    /// <summary>The settings before their check at the start, which tells what is wrong with them; that much goes to the console.</summary>
    static LogOptions Read(ConfigurationManager configuration)
    {
        try
        {
            var options = configuration.GetSection("Log").Get<LogOptions>() ?? new();
            return new LogOptionsValidator().Validate(null, options).Succeeded ? options : new();
        }
        catch (InvalidOperationException)
        {
            return new();
        }
    }

    /// <summary>What is logged is the server's and its operator's: a new file is its owner's, an old one at most its group's to read.</summary>
    sealed class OwnersFile : FileLifecycleHooks
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
        {
            if (!OperatingSystem.IsWindows())
            {
                var mode = File.GetUnixFileMode(path);
                var most = underlyingStream.Length == 0 ? Owner : Owner | UnixFileMode.GroupRead;
                if ((mode & ~most) != 0) File.SetUnixFileMode(path, mode & most);
            }

            return underlyingStream;
        }
    }

    sealed class WriterSink(ITextFormatter formatter, TextWriter to) : Serilog.Core.ILogEventSink
    {
        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, to);
    }
}
