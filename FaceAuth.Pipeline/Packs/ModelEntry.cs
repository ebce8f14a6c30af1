using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Packs;

/// <summary>One model of the manifest.</summary>
internal sealed record ModelEntry
{
    const string OwnRepository = "FaceAuth";

    /// <summary>Its id; see <see cref="TemplateModel"/> for what templates carry.</summary>
    public required string Id { get; init; }

    /// <summary>File name without folder.</summary>
    public required string File { get; init; }

    /// <summary>Zips, by file name, of which the file is a member as its makers publish it; they are used unopened.</summary>
    public IReadOnlyList<string> Archives { get; init => field = value ?? []; } = [];

    /// <summary>SHA-256 of the file, 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>What it does: detector, mesh, pose, quality, obstacle, mask, antiSpoof, embedder.</summary>
    public required string Task { get; init; }

    /// <summary>Which code decodes it, e.g. "yunet" or "scrfd".</summary>
    public required string Architecture { get; init; }

    /// <summary>Where the file comes from.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>Its licence, as its origin states it.</summary>
    public required ModelLicence Licence { get; init; }

    /// <summary>Inputs in the model's order.</summary>
    public required IReadOnlyList<TensorEntry> Inputs { get; init; }

    /// <summary>Outputs in the order in which the code reads them.</summary>
    public required IReadOnlyList<TensorEntry> Outputs { get; init; }

    /// <summary>How a picture becomes its input.</summary>
    public required ModelPreprocessing Preprocessing { get; init; }

    /// <summary>Floats in one embedding; 0 for models that make none.</summary>
    public int EmbeddingLength { get; init; }

    /// <summary>Measured thresholds with where they come from.</summary>
    public IReadOnlyList<ModelThreshold> Thresholds { get; init => field = value ?? []; } = [];

    /// <summary>An embedder's made-up faces, which tell how alike strangers are to one; null for none.</summary>
    public OwnModelEntry? Cohort { get; init; }

    /// <summary>What an embedder's templates are kept under.</summary>
    /// <remarks>
    /// A file from elsewhere is pinned and never another one under its id; FaceAuth's own are trained anew now and then, and what two
    /// trainings say of a face has nothing in common.
    /// </remarks>
    internal string TemplateModel => Source.Repository == OwnRepository ? $"{Id}:{Sha256[..12]}" : Id;

    /// <summary>The named threshold.</summary>
    /// <exception cref="ModelException">The manifest has none of that name.</exception>
    public float Threshold(string name) =>
        Thresholds.FirstOrDefault(threshold => threshold.Name == name)?.Value
        ?? throw new ModelException($"The manifest's model {Id} has no threshold \"{name}\": restore models/manifest.json or add it.");

    /// <summary>Shape of the input that the preprocessing describes, for one picture.</summary>
    internal long[] InputShape => Preprocessing.Layout == "NHWC"
        ? [1, Preprocessing.Height, Preprocessing.Width, 3]
        : [1, 3, Preprocessing.Height, Preprocessing.Width];

    /// <summary>The tensor that the preprocessing describes.</summary>
    internal TensorFormat Format(PictureBorder border) => new(
        Preprocessing.Width, Preprocessing.Height, Preprocessing.Colour == "BGR", Preprocessing.Layout == "NHWC",
        ToVector(Preprocessing.Mean), ToVector(Preprocessing.Deviation), border);

    static Vector3 ToVector(IReadOnlyList<float> values) => new(values[0], values[1], values[2]);
}
