using System.CommandLine;
using System.Reflection;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The version built.</summary>
    public static string Version { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static Command Create()
    {
        var command = new Command("version", "Prints the version.");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine($"faceauth {Version}"));
        return command;
    }
}
