using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.DataChannel;

/// <summary>The surround's colours as the browser is told.</summary>
internal static class LightMessages
{
    /// <summary>The message of a plan.</summary>
    public static LightMessage For(LightPlan plan) => new(
        (long)plan.Move.TotalMilliseconds, (long)plan.Stay.TotalMilliseconds,
        [.. plan.Colours.Select(colour => new ColourMessage((long)colour.At.TotalMilliseconds, colour.Red, colour.Green, colour.Blue))]);
}
