using FaceAuth.People.Numbers;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Attacks;

/// <summary>Another film from some moment on: the track is swapped.</summary>
internal sealed class CutScene(IScene before, IScene after, double at) : IScene
{
    /// <inheritdoc/>
    public Setting Setting => before.Setting;

    /// <inheritdoc/>
    public void Draw(double seconds, Span<V3> picture) => (seconds < at ? before : after).Draw(seconds, picture);

    /// <inheritdoc/>
    public Truth TruthAt(double seconds) => seconds < at ? before.TruthAt(seconds) : after.TruthAt(seconds) with { Attack = "swap" };
}
