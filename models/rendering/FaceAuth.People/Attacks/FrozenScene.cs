using FaceAuth.People.Numbers;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Attacks;

/// <summary>One picture, again and again: nothing moves but the noise.</summary>
internal sealed class FrozenScene(IScene scene) : IScene
{
    /// <inheritdoc/>
    public Setting Setting => scene.Setting;

    /// <inheritdoc/>
    public void Draw(double seconds, Span<V3> picture) => scene.Draw(0, picture);

    /// <inheritdoc/>
    public Truth TruthAt(double seconds) => scene.TruthAt(0) with { Attack = "frozen" };
}
