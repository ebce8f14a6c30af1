using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>What the models said about one picture; null where a model did not look.</summary>
/// <remarks>
/// Filled by one stage after another, read by <see cref="DecisionMachine"/>, then used again for the next picture: whoever wants to keep
/// something copies it.
/// </remarks>
/// <param name="embeddingLength">Floats in one embedding.</param>
internal sealed class FrameEvidence(int embeddingLength)
{
    readonly float[] _embedding = new float[embeddingLength];

    /// <summary>When it was taken and when it came.</summary>
    public FrameTime Time { get; set; }

    /// <summary>Width of the picture in pixels.</summary>
    public int Width { get; set; }

    /// <summary>Height of the picture in pixels.</summary>
    public int Height { get; set; }

    /// <summary>Whether the whole picture was searched for faces, rather than the last face followed.</summary>
    public bool Searched { get; set; }

    /// <summary>Faces that the detector found, all of them; 0 while following.</summary>
    public int Detected { get; set; }

    /// <summary>Faces found that matter, pets and far walls left out; while following, 1.</summary>
    public int Faces { get; set; }

    /// <summary>Where the largest face is; empty when there is none.</summary>
    public Box Box { get; set; }

    /// <summary>
    /// <see cref="Box"/> in heights of the picture: what pictures of different sizes are compared by, since browsers change the size as
    /// the network allows.
    /// </summary>
    public Box Place => new(Box.X / Unit, Box.Y / Unit, Box.Width / Unit, Box.Height / Unit);

    /// <summary>One height of the picture in pixels.</summary>
    public float Unit => Math.Max(1, Height);

    /// <summary>Whether no face is upright and one was found when the picture was turned, in it or a moment before.</summary>
    public bool IsOnItsSide { get; set; }

    /// <summary>How much colour the whole picture holds (<see cref="ColourSpread"/>); null where nobody looked.</summary>
    public float? Colour { get; set; }

    /// <summary>How sure detector and mesh together are of a human face: log-odds, from 0 up one.</summary>
    /// <remarks>
    /// While following, those of the search that found it. Null where nothing says so; then the mesh's presence decides alone.
    /// </remarks>
    public float? Certainty { get; set; }

    /// <summary>Eyes, mouth, presence, and the points that tell how the face moves and is built.</summary>
    public MeshResult? Mesh { get; set; }

    /// <summary>Where the head points.</summary>
    public HeadAngles? Pose { get; set; }

    /// <summary>Light and sharpness.</summary>
    public QualityScores? Quality { get; set; }

    /// <summary>Sharpness from which it counts, by what its camera has shown; null where nobody knows the camera.</summary>
    public float? SharpFrom { get; set; }

    /// <summary>The colour of the light on the face and around it; null where it was not asked for, or cannot be told.</summary>
    public LightReading? Light { get; set; }

    /// <summary>Covered points.</summary>
    public ObstacleScores? Obstacle { get; set; }

    /// <summary>Covered eyes and mouth, by light and colour as well.</summary>
    public CoverScores? Covered { get; set; }

    /// <summary>Probability of a mask, 0–1.</summary>
    public float? Mask { get; set; }

    /// <summary>Live or attack.</summary>
    public AntiSpoofScores? Spoof { get; set; }

    /// <summary>How the face moved and changed since a picture half a second before; null where nothing can be said.</summary>
    public FaceChange? Change { get; set; }

    /// <summary>The picture's brightness, small; empty unless <see cref="Spoof"/> was looked for. A picture: never written down.</summary>
    internal LumaSketch Sketch { get; } = new();

    /// <summary>The picture's brightness in cells; empty where nobody took it. Never written down.</summary>
    internal SceneGrid Scene { get; } = new();

    /// <summary>Whether <see cref="Embedding"/> holds this picture's.</summary>
    public bool IsEmbedded { get; set; }

    /// <summary>The embedding, L2 norm 1; undefined unless <see cref="IsEmbedded"/>.</summary>
    public Span<float> Embedding => _embedding;

    /// <summary>Highest similarity to the subject's templates; null unless they are compared and it is embedded.</summary>
    public float? Similarity { get; set; }

    /// <summary>
    /// The same to those of them that an enrolment stored; null where <see cref="Similarity"/> is, or where it was not asked.
    /// </summary>
    public float? EnrolledSimilarity { get; set; }

    /// <summary>Forgets everything, for the next picture.</summary>
    public void Clear()
    {
        (Time, Width, Height, Searched, Faces, Box) = (default, 0, 0, false, 0, default);
        (Mesh, Pose, Quality, Obstacle, Covered, Mask, Spoof) = (null, null, null, null, null, null, null);
        (IsEmbedded, Similarity, EnrolledSimilarity) = (false, null, null);
        (Detected, Certainty) = (0, null);
        (Change, Colour, SharpFrom, IsOnItsSide, Light) = (null, null, null, false, null);
        Sketch.Clear();
        Scene.Clear();
    }

    /// <summary>A copy to keep, in memory only.</summary>
    public FrameEvidence Copy()
    {
        var copy = new FrameEvidence(_embedding.Length)
        {
            Time = Time,
            Width = Width,
            Height = Height,
            Searched = Searched,
            Detected = Detected,
            Faces = Faces,
            Box = Box,
            Colour = Colour,
            IsOnItsSide = IsOnItsSide,
            Certainty = Certainty,
            Mesh = Mesh,
            Pose = Pose,
            Quality = Quality,
            SharpFrom = SharpFrom,
            Light = Light,
            Obstacle = Obstacle,
            Covered = Covered,
            Mask = Mask,
            Spoof = Spoof,
            Change = Change,
            IsEmbedded = IsEmbedded,
            Similarity = Similarity,
            EnrolledSimilarity = EnrolledSimilarity,
        };
        _embedding.CopyTo(copy._embedding, 0);
        copy.Sketch.CopyFrom(Sketch);
        copy.Scene.CopyFrom(Scene);
        return copy;
    }
}
