using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>
/// Live face or presentation attack: MiniFASNet V2 on a crop 2.7 times the face's box and V1SE on one 4 times
/// (https://github.com/minivision-ai/Silent-Face-Anti-Spoofing).
/// </summary>
/// <remarks>
/// Where the pack has it, also MiniFASNet V2-SE as facenox trained it on CelebA-Spoof, on a square 1.5 times the box
/// (https://github.com/facenox/face-antispoof-onnx). Owns its tensors: one thread at a time.
/// </remarks>
internal sealed class AntiSpoofModel(OnnxSession narrow, OnnxSession wide, OnnxSession? close)
    : IFaceCropModel<AntiSpoofScores>, IDisposable
{
    const int Live = 1;        // of: paper or screen, live, other attack
    const int LiveClose = 0;   // of: live, attack

    readonly OnnxRun _narrow = new(narrow, [1, 3, 80, 80], [1, 3]);
    readonly OnnxRun _wide = new(wide, [1, 3, 80, 80], [1, 3]);
    readonly TensorFormat _format = narrow.Model.Format(PictureBorder.Repeat);
    readonly OnnxRun? _close = close is null ? null : new(close, [1, 3, 128, 128], [1, 2]);
    readonly TensorFormat _closeFormat = (close ?? narrow).Model.Format(PictureBorder.Repeat);

    /// <inheritdoc/>
    public int MaxBatch => Math.Min(Math.Min(_narrow.MaxBatch, _wide.MaxBatch), _close?.MaxBatch ?? int.MaxValue);

    /// <summary>Looks at one face. Allocates nothing.</summary>
    public AntiSpoofScores Run(PicturePyramid picture, in Box face)
    {
        Draw(0, picture, face);
        Run(1);
        return Read(0);
    }

    /// <inheritdoc/>
    public void Draw(int item, PicturePyramid picture, in Box place)
    {
        Draw(_narrow.InputOf(item), Crop(place, narrow.Model.Preprocessing.CropScale[0], picture.Width, picture.Height), _format, picture);
        Draw(_wide.InputOf(item), Crop(place, wide.Model.Preprocessing.CropScale[0], picture.Width, picture.Height), _format, picture);
        if (_close is not null)
            Draw(_close.InputOf(item), CropMap.Square(place, close!.Model.Preprocessing.CropScale[0]), _closeFormat, picture);
    }

    /// <inheritdoc/>
    public void Run(int count)
    {
        _narrow.Run(count);
        _wide.Run(count);
        _close?.Run(count);
    }

    /// <inheritdoc/>
    public AntiSpoofScores Read(int item) => new(
        Softmax(_narrow.Output(0, item), Live), Softmax(_wide.Output(0, item), Live),
        _close is null ? null : Softmax(_close.Output(0, item), LiveClose));

    /// <inheritdoc/>
    public void Dispose()
    {
        _narrow.Dispose();
        _wide.Dispose();
        _close?.Dispose();
    }

    static void Draw(Span<float> input, in Box crop, in TensorFormat format, PicturePyramid picture) =>
        picture.Sample(CropMap.Stretch(crop, format.Width, format.Height), format, input);

    /// <summary>The crop the networks were trained on.</summary>
    /// <remarks>
    /// The box grown about its middle, by less where the picture is too small for it, and moved inside the picture instead of being cut
    /// off.
    /// </remarks>
    internal static Box Crop(in Box face, float scale, int width, int height)
    {
        scale = MathF.Min(scale, MathF.Min((width - 1) / face.Width, (height - 1) / face.Height));
        var (cropWidth, cropHeight) = (face.Width * scale, face.Height * scale);
        var left = Math.Clamp(face.Centre.X - cropWidth / 2, 0, MathF.Max(0, width - 1 - cropWidth));
        var top = Math.Clamp(face.Centre.Y - cropHeight / 2, 0, MathF.Max(0, height - 1 - cropHeight));
        // Corners are whole pixels and the last row and column belong to the crop.
        var (x, y) = (MathF.Floor(left), MathF.Floor(top));
        return new(x, y, MathF.Floor(left + cropWidth) - x + 1, MathF.Floor(top + cropHeight) - y + 1);
    }

    internal static float Softmax(ReadOnlySpan<float> logits, int index)
    {
        var (sum, most) = (0f, float.NegativeInfinity);
        foreach (var logit in logits) most = MathF.Max(most, logit);
        foreach (var logit in logits) sum += MathF.Exp(logit - most);
        return MathF.Exp(logits[index] - most) / sum;
    }
}
