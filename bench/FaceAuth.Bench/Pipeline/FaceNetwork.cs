using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Bench.Pipeline;

/// <summary>A network of the manifest that looks at one face, with its tensors, fed with a real face: times depend on the input.</summary>
internal sealed class FaceNetwork : IDisposable
{
    readonly OnnxSession _session;

    public FaceNetwork(string id, InferenceOptions options)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Model(id);
        _session = OnnxSession.Open(model, File.ReadAllBytes(SharedFiles.Model(model.File)), InferenceProvider.Cpu, options);
        var format = model.Format(PictureBorder.Repeat);
        Run = new(_session, [1, 3, format.Height, format.Width],
            [.. model.Outputs.Select(output => output.Shape.Select(side => (long)Math.Max(1, side)).ToArray())]);
        using var frame = Clips.Still(SharedFiles.Data("video/single_face.mp4"));
        var picture = new PicturePyramid();
        picture.Load(frame);
        var face = new Box(frame.Width * 0.25f, frame.Height * 0.15f, frame.Width * 0.5f, frame.Height * 0.7f);
        for (var item = 0; item < Run.MaxBatch; item++)
            picture.Sample(CropMap.Stretch(CropMap.Square(face, 1), format.Width, format.Height), format, Run.InputOf(item));
        picture.Unload();
    }

    public OnnxRun Run { get; }

    public void Dispose()
    {
        Run.Dispose();
        _session.Dispose();
    }
}
