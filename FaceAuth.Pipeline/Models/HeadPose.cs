using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Yaw, pitch and roll of a head (SeetaFace6 pose estimation). Owns its tensors: one thread at a time.</summary>
internal sealed class HeadPose : IBatchedModel<Box>, IDisposable
{
    readonly OnnxRun _run;
    readonly TensorFormat _format;
    readonly IReadOnlyList<float> _scale;
    readonly bool _isSquare;

    /// <param name="session">The model.</param>
    public HeadPose(OnnxSession session)
    {
        _run = new(session, session.Model.InputShape, [1, 3, 1, 1]);
        _isSquare = session.Model.Preprocessing.Crop == "square";
        _format = session.Model.Format(_isSquare ? PictureBorder.Repeat : PictureBorder.Black);
        _scale = session.Model.Preprocessing.CropScale;
    }

    /// <summary>Most faces of one run.</summary>
    public int MaxBatch => _run.MaxBatch;

    /// <summary>Estimates the angles of the face in <paramref name="face"/>. Allocates nothing.</summary>
    public HeadAngles Run(PicturePyramid picture, in Box face)
    {
        Draw(0, picture, face);
        Run(1);
        return Read(0);
    }

    /// <summary>Draws a face into place <paramref name="item"/> of the next run.</summary>
    public void Draw(int item, PicturePyramid picture, in Box place) =>
        picture.Sample(CropMap.Stretch(_isSquare ? CropMap.Square(place, _scale[0]) : Crop(place, _scale), _format.Width, _format.Height), _format, _run.InputOf(item));

    /// <summary>Looks at the first <paramref name="count"/> faces drawn, at most <see cref="MaxBatch"/>.</summary>
    public void Run(int count) => _run.Run(count);

    /// <summary>The angles of the face in place <paramref name="item"/> of the last run.</summary>
    public HeadAngles Read(int item)
    {
        var raw = _run.Output(0, item);
        // The network's yaw grows towards the picture's left, its roll anticlockwise.
        return new(-Degrees(raw[0]), Degrees(raw[1]), -Degrees(raw[2]));
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    /// <summary>What is cut for a face: its box, each side grown by its own scale.</summary>
    internal static Box Crop(in Box face, IReadOnlyList<float> scale)
    {
        var (width, height) = (face.Width * scale[0], face.Height * scale[1]);
        return new(face.Centre.X - width / 2, face.Centre.Y - height / 2, width, height);
    }

    static float Degrees(float logit) => 180 / (1 + MathF.Exp(-logit)) - 90;
}
