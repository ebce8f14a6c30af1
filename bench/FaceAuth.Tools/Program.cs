using FaceAuth.Signaling.Commands;
using FaceAuth.Tools.Eval;
using FaceAuth.Tools.Load;
using FaceAuth.Tools.Simulate;

namespace FaceAuth.Tools;

/// <summary>The verbs that measure a server and its decisions. A checkout has them; the published server does not.</summary>
internal static class ToolsProgram
{
    static Task<int> Main(string[] args) => Tools.RunAsync(args);

    /// <summary>The command.</summary>
    internal static FaceAuthCommand Tools { get; } = new(
        "Measures FaceAuth: its error rates, its load, and sessions played to a server.",
        [EvalCommand.Create(), LoadCommand.Create(), SimulateCommand.Create()]);
}
