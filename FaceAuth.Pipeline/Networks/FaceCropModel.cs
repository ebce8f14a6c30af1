using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>One network that looks at a square around a face's box.</summary>
/// <remarks>Owns its tensors: one thread at a time. Allocates nothing once warm.</remarks>
/// <typeparam name="TResult">Its answer.</typeparam>
internal abstract class FaceCropModel<TResult> : IFaceCropModel<TResult>, IDisposable
{
    readonly TensorFormat _format;

    /// <param name="session">The model.</param>
    /// <param name="border">What lies beyond the picture's edge.</param>
    /// <param name="outputs">Shapes of its outputs for one face.</param>
    protected FaceCropModel(OnnxSession session, PictureBorder border, params long[][] outputs)
    {
        Tensors = new(session, session.Model.InputShape, outputs);
        _format = session.Model.Format(border);
        Scale = session.Model.Preprocessing.CropScale;
    }

    /// <inheritdoc/>
    public int MaxBatch => Tensors.MaxBatch;

    /// <summary>The network's tensors.</summary>
    protected OnnxRun Tensors { get; }

    /// <summary>How much larger than the box the crop is, as the manifest says.</summary>
    protected IReadOnlyList<float> Scale { get; }

    /// <summary>Looks at one face.</summary>
    public TResult Run(PicturePyramid picture, in Box face)
    {
        Draw(0, picture, face);
        Run(1);
        return Read(0);
    }

    /// <inheritdoc/>
    public void Draw(int item, PicturePyramid picture, in Box place) =>
        picture.Sample(CropMap.Stretch(CropOf(place), _format.Width, _format.Height), _format, Tensors.InputOf(item));

    /// <inheritdoc/>
    public void Run(int count) => Tensors.Run(count);

    /// <inheritdoc/>
    public abstract TResult Read(int item);

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensors.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What of the picture the network sees.</summary>
    protected virtual Box CropOf(in Box face) => CropMap.Square(face, Scale[0]);
}
