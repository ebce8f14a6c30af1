using FaceAuth.People.Covers;
using FaceAuth.People.Materials;
using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Attacks;

/// <summary>A print or a screen that somebody holds into the camera, with a film of a person on it.</summary>
/// <remarks>A print shows one picture of it, a screen plays it.</remarks>
internal sealed class HeldScene : IScene
{
    readonly Film _film;
    readonly IScene _shown;
    readonly Canvas _canvas;
    readonly V3[] _behind;
    readonly ScreenLook? _screen;
    readonly PaperLook? _paper;
    readonly uint _seed;
    readonly float _halfWidth;
    readonly float _distance;
    readonly float _unrest;
    readonly V3 _hand;
    V3[]? _still;

    /// <param name="shown">What is on it.</param>
    /// <param name="setting">Where the attacker's camera stands.</param>
    /// <param name="isPrint">A print, or a screen.</param>
    public HeldScene(IScene shown, Setting setting, bool isPrint)
    {
        var dice = new Dice(setting.Seed, "attack");
        (_shown, Setting, _film) = (shown, setting, new Film(shown));
        (_screen, _paper) = isPrint ? (null, PaperLook.Draw(dice)) : (ScreenLook.Draw(dice), (PaperLook?)null);
        _seed = (uint)dice.Next();
        _halfWidth = isPrint ? dice.Between(10, 15) : dice.Between(6.5f, 15);
        // as large in the picture as a face that is let in, sometimes with its edges outside
        _distance = _halfWidth * dice.Between(1.9f, 3f) * setting.Camera.Focal / 640;
        _unrest = dice.Happens(0.75f) ? dice.Between(0.4f, 1.4f) : 0.05f;
        _hand = new V3(0.5f, 0.3f, 0.22f) * dice.Between(0.3f, 1.1f);
        _canvas = new(setting.Camera.Width, setting.Camera.Height);
        _behind = new V3[setting.Camera.Width * setting.Camera.Height];
    }

    /// <inheritdoc/>
    public Setting Setting { get; }

    /// <inheritdoc/>
    public void Draw(double seconds, Span<V3> picture)
    {
        var camera = Setting.At(seconds);
        var inner = _shown.Setting.Camera;
        var shown = _screen is not null ? _film.Take((int)(seconds * 30 + 0.5)).ToLinear() : _still ??= _film.Take(0).ToLinear();
        Material material = _screen is not null
            ? new ScreenMaterial(shown, inner.Width, inner.Height, _screen, seconds)
            : new PaperMaterial(shown, inner.Width, inner.Height, _paper!);
        _canvas.Clear();
        var light = Setting.LightAt(seconds);
        var halfHeight = _halfWidth * inner.Height / inner.Width;
        var (points, corners) = Shapes.Sheet(17, 13, (across, down) => Sheet(across, down, halfHeight, seconds));
        var coordinates = new V3[points.Length];
        for (var i = 0; i < points.Length; i++) coordinates[i] = new(i % 17 / 16f, i / 17 / 12f, 0);
        foreach (var finger in Fingers(halfHeight, seconds)) _canvas.Draw(finger, camera, light);
        _canvas.Draw(new(points, corners, coordinates, material), camera, light);
        if (_screen is not null)
        {
            var frame = 1 + 2 * _screen.Bezel;
            var (bezel, bezelCorners) = Shapes.Sheet(2, 2, (across, down) =>
                Sheet((across - 0.5f) * frame + 0.5f, (down - 0.5f) * (frame + 0.06f) + 0.5f, halfHeight, seconds) + new V3(0, 0, 0.3f));
            _canvas.Draw(new(bezel, bezelCorners, bezel, new FrameMaterial(new(0.012f, 0.012f, 0.013f))), camera, light);
        }

        Setting.View(seconds, camera, _behind);
        _canvas.Over(_behind, picture);
    }

    /// <inheritdoc/>
    public Truth TruthAt(double seconds)
    {
        // a point of the shown picture lies on the sheet; where that is seen is where the face is
        var moment = _screen is not null ? seconds : 0;
        var truth = _shown.TruthAt(moment);
        var (inner, camera) = (_shown.Setting.Camera, Setting.At(seconds));
        var border = _paper?.Border ?? 0;
        var halfHeight = _halfWidth * inner.Height / inner.Width;
        var mesh = (float[])truth.Mesh.Clone();
        for (var i = 0; i < mesh.Length; i += 3)
        {
            var (u, v) = ((mesh[i] + 0.5f) / inner.Width, (mesh[i + 1] + 0.5f) / inner.Height);
            (mesh[i], mesh[i + 1]) = camera.Project(
                Sheet(border + u * (1 - 2 * border), border + v * (1 - 2 * border), halfHeight, seconds));
        }

        return truth with { Attack = _screen is not null ? "replay" : "print", Mesh = mesh, FivePoints = FivePoints.Of(mesh) };
    }

    V3 Sheet(float across, float down, float halfHeight, double seconds)
    {
        float Sway(uint which, double tempo, double size) => (float)(_unrest * size) * Noise.Sway(seconds, _seed + 50 * which, tempo);
        var turn = Turn.Head(Sway(1, 0.25, 4), Sway(2, 0.22, 3.5), Sway(3, 0.18, 2.5));
        var bend = (_paper?.Bend ?? 0) * (1 + Sway(4, 0.4, 0.4));
        var side = 2 * across - 1;
        var point = new V3(_halfWidth * side, halfHeight * (2 * down - 1), bend * side * side);
        return turn.Apply(point) + new V3(Sway(5, 0.2, 0.7), Sway(6, 0.23, 0.6), _distance + Sway(7, 0.15, 1));
    }

    IEnumerable<Surface> Fingers(float halfHeight, double seconds)
    {
        if (_unrest < 0.1f) yield break;   // it stands
        var skin = new SkinMaterial(_hand, _seed);
        for (var side = 0; side <= 1; side++)
        {
            var at = Sheet(side == 0 ? -0.03f : 1.03f, 0.75f, halfHeight, seconds);
            var (points, corners) = Shapes.Ellipsoid(at + new V3(side == 0 ? 0.2f : -0.2f, 0, -0.5f), new(1.9f, 0.9f, 0.8f), 14, 10, 0.7);
            yield return new(points, corners, points, skin);
            (points, corners) = Shapes.Ellipsoid(at + new V3(side == 0 ? -2.5f : 2.5f, 2.5f, 1), new(2.8f, 4.5f, 1.6f), 14, 10, 0.8);
            yield return new(points, corners, points, skin);
        }
    }
}
