using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

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
                retainedFileTimeLimit: TimeSpan.FromDays(options.KeepDays));
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

    sealed class WriterSink(ITextFormatter formatter, TextWriter to) : Serilog.Core.ILogEventSink
    {
        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, to);
    }
}
