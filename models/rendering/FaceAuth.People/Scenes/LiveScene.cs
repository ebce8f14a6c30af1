using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Scenes;

/// <summary>A person in front of a camera.</summary>
internal sealed class LiveScene : IScene
{
    readonly Canvas _canvas;
    readonly V3[] _behind;

    /// <param name="setting">Where.</param>
    /// <param name="actors">Who; the first is the one in front.</param>
    public LiveScene(Setting setting, params Actor[] actors)
    {
        (Setting, Actors) = (setting, actors);
        _canvas = new(setting.Camera.Width, setting.Camera.Height);
        _behind = new V3[setting.Camera.Width * setting.Camera.Height];
    }

    /// <summary>Who is there.</summary>
    public IReadOnlyList<Actor> Actors { get; }

    /// <inheritdoc/>
    public Setting Setting { get; }

    /// <inheritdoc/>
    public void Draw(double seconds, Span<V3> picture)
    {
        var camera = Setting.At(seconds);
        _canvas.Clear();
        var light = Setting.LightAt(seconds);
        foreach (var actor in Actors)
        {
            var state = actor.Behaviour.At(seconds);
            var surfaces = actor.Body.Surfaces(state).Concat(actor.Cover?.Surfaces(actor.Person, state) ?? []);
            foreach (var surface in surfaces) _canvas.Draw(surface, camera, light);
        }

        Setting.View(seconds, camera, _behind);
        _canvas.Over(_behind, picture);
    }

    /// <inheritdoc/>
    public Truth TruthAt(double seconds)
    {
        var actor = Actors[0];
        var state = actor.Behaviour.At(seconds);
        var camera = Setting.At(seconds);
        var points = actor.Body.MeshPoints(state);
        var mesh = new float[3 * points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            (mesh[3 * i], mesh[3 * i + 1]) = camera.Project(points[i]);
            mesh[3 * i + 2] = (points[i].Z - state.Distance) * camera.Focal / state.Distance;
        }

        return new()
        {
            Identity = actor.Person.Traits.Seed,
            State = state,
            Obstacle = actor.Cover?.Name ?? "none",
            Attack = "none",
            Faces = Actors.Count,
            Mesh = mesh,
            FivePoints = FivePoints.Of(mesh),
        };
    }
}
