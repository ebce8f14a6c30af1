using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>Yaw, pitch and roll of a head (SeetaFace6 pose estimation).</summary>
/// <param name="session">The model.</param>
internal sealed class HeadPose(OnnxSession session)
    : FaceCropModel<HeadAngles>(session, IsSquare(session) ? PictureBorder.Repeat : PictureBorder.Black, [1, 3, 1, 1])
{
    readonly bool _isSquare = IsSquare(session);

    /// <inheritdoc/>
    public override HeadAngles Read(int item)
    {
        var raw = Tensors.Output(0, item);
        // The network's yaw grows towards the picture's left, its roll anticlockwise.
        return new(-Degrees(raw[0]), Degrees(raw[1]), -Degrees(raw[2]));
    }

    /// <summary>What is cut for a face: its box, each side grown by its own scale.</summary>
    internal static Box Crop(in Box face, IReadOnlyList<float> scale)
    {
        var (width, height) = (face.Width * scale[0], face.Height * scale[1]);
        return new(face.Centre.X - width / 2, face.Centre.Y - height / 2, width, height);
    }

    /// <inheritdoc/>
    protected override Box CropOf(in Box face) => _isSquare ? base.CropOf(face) : Crop(face, Scale);

    static bool IsSquare(OnnxSession session) => session.Model.Preprocessing.Crop == "square";

    static float Degrees(float logit) => 180 / (1 + MathF.Exp(-logit)) - 90;
}
