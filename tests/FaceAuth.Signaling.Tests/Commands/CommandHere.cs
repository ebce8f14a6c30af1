using FaceAuth.Signaling.Commands;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>Runs the command in the test's own process, for what is not about the process: a start of its own costs two seconds of CPU.</summary>
/// <remarks>Standard streams, signals, kills and environments are for <see cref="FaceAuth.Testing.CommandProcess"/>.</remarks>
static class CommandHere
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var command = FaceAuthCommand.OfServer(_ => throw new NotSupportedException("Servers run as processes or hosts of their own."));
        var code = await command.RunAsync(arguments, output, error);
        return (code, $"{output}", $"{error}");
    }
}
