using FaceAuth.People.Numbers;

namespace FaceAuth.People.Scenes;

/// <summary>Something to film. A picture depends on its number alone. One thread at a time.</summary>
internal interface IScene
{
    /// <summary>The light that reaches the camera, linear, row by row.</summary>
    /// <param name="seconds">When.</param>
    /// <param name="picture">Receives it: width × height.</param>
    void Draw(double seconds, Span<V3> picture);

    /// <summary>Where and with what it is filmed.</summary>
    Setting Setting { get; }

    /// <summary>What is true at that time.</summary>
    Truth TruthAt(double seconds);
}
