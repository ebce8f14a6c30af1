using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Where the log goes and how it looks. Section "Log"; what is logged is the section "Logging"'s to say.</summary>
internal sealed record LogOptions : IValidatableObject
{
    /// <summary>The console's: Text, one line an event, or Json (compact JSON, https://clef-json.org). Default Text.</summary>
    [EnumDataType(typeof(LogFormat))] public LogFormat Format { get; init; }

    /// <summary>A file that the log goes to as well, such as /var/log/faceauth/faceauth.log. Default none.</summary>
    /// <remarks>The day goes into its name.</remarks>
    public string? File { get; init; }

    /// <summary>The file's: Text or Json. Default Text.</summary>
    [EnumDataType(typeof(LogFormat))] public LogFormat FileFormat { get; init; }

    /// <summary>Days that a file is kept. 1–3650, default 14.</summary>
    [Range(1, 3650)] public int KeepDays { get; init; } = 14;

    /// <summary>Files that are kept, whatever their days. 1–10 000, default 31.</summary>
    [Range(1, 10_000)] public int KeepFiles { get; init; } = 31;

    /// <summary>Size of a file, in MiB, at which the next is begun. 1–10 240, default 100.</summary>
    [Range(1, 10_240)] public int MaxFileMiB { get; init; } = 100;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FaultOf(File) is { } fault) yield return new(fault);
    }

    /// <remarks>Found out here, because the file's writer would be silent about it.</remarks>
    static string? FaultOf(string? path)
    {
        if (path is null) return null;
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (folder is null || Path.GetFileName(path).Length == 0) return $"Log:File must name a file, and \"{path}\" does not.";
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                Path.Combine(folder, $".faceauth-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"Log:File {path} cannot be written: {e.Message}";
        }
    }
}

/// <summary>How an event of the log is written.</summary>
internal enum LogFormat
{
    /// <summary>One line for people.</summary>
    Text,

    /// <summary>One JSON object a line, for programs.</summary>
    Json,
}
