using FaceAuth.Accuracy.Pictures;
using FaceAuth.Frames;

namespace FaceAuth.People.Scenes;

/// <summary>Films scenes as pictures for the pipeline, rendered when they are asked for. One thread at a time.</summary>
internal sealed class SceneCamera : IDisposable
{
    readonly VideoFramePool _pool = new(limit: 8, kept: 4);

    /// <summary>A clip's pictures in order; whoever takes one disposes it.</summary>
    /// <param name="scene">What is filmed.</param>
    /// <param name="rate">Pictures a second.</param>
    /// <param name="seconds">How long.</param>
    public IEnumerable<TimedPicture> Film(IScene scene, int rate, double seconds)
    {
        var film = new Film(scene, rate);
        for (var i = 0; i < seconds * rate; i++) yield return new(Take(film, i), TimeSpan.FromSeconds(i / (double)rate));
    }

    /// <summary>One picture as a frame, owned by the caller.</summary>
    /// <exception cref="InvalidOperationException">Too many are out.</exception>
    public VideoFrame Take(Film film, int number)
    {
        var picture = film.Take(number);
        if (!_pool.TryRent(picture.Width, picture.Height, out var frame))
            throw new InvalidOperationException("Too many frames are out: dispose them.");
        picture.CopyTo(frame);
        return frame;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();
}
