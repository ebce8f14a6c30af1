using System.CommandLine;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval</c>: error rates of the pipeline as it is, on pictures of one's own.</summary>
internal static class EvalCommand
{
    public static Command Create() => new("eval",
        "Measures error rates with the pipeline's own code: the same decoding, alignment, models and decision. Needs ffmpeg. "
        + "Takes the server's settings too, such as --Decision:Gate:MaxYaw 20.")
    {
        VerifyCommand.Create(),
        IdentifyCommand.Create(),
        PadCommand.Create(),
        ObstacleCommand.Create(),
        BlinkCommand.Create(),
        FacesCommand.Create(),
        FunnelCommand.Create(),
        InjectCommand.Create(),
        ThresholdsCommand.Create(),
        ReportCommand.Create(),
    };
}
