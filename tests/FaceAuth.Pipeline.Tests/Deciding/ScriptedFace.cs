using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What stands in front of the scripted camera: a good face unless a test says otherwise.</summary>
internal sealed record ScriptedFace
{
    public const int EmbeddingLength = 128;

    /// <summary>Nobody.</summary>
    public static readonly ScriptedFace None = new() { Faces = 0 };

    /// <summary>Persons have embeddings at right angles to each other; 1 is the subject.</summary>
    public int Person { get; init; } = 1;

    /// <summary>Whose face is blended into this one, half and half; null for nobody's.</summary>
    public int? BlendedWith { get; init; }

    /// <summary>To the subject's templates, of the subject's own face.</summary>
    public float Similarity { get; init; } = 0.8f;

    /// <summary>The same to those that an enrolment stored, where it differs.</summary>
    public float? EnrolledSimilarity { get; init; }

    public int Faces { get; init; } = 1;

    public float X { get; init; } = 220;

    public float Y { get; init; } = 80;

    public float FaceWidth { get; init; } = 150;

    public float Presence { get; init; } = 1;

    public float Yaw { get; init; }

    public float Pitch { get; init; } = -5;

    /// <summary>Gap between the lips, in distances between the eyes' outer corners.</summary>
    public float MouthOpen { get; init; } = 0.01f;

    public float MouthWidth { get; init; } = 0.56f;

    /// <summary>How many times as large as <see cref="FaceWidth"/> the face is: it came closer.</summary>
    public float Growth { get; init; } = 1;

    /// <summary>How many times 640 × 480 pixels the camera sends: browsers change it with the network.</summary>
    public float Resolution { get; init; } = 1;

    public float Light { get; init; } = 0.6f;

    public float Sharpness { get; init; } = 0.85f;

    /// <summary>Tilt of the picture in degrees, clockwise.</summary>
    public float Tilt { get; init; }

    /// <summary>How much colour the whole picture has.</summary>
    public float Colour { get; init; } = 12;

    public float EyesCovered { get; init; } = -7;

    public float MouthCovered { get; init; } = -7;

    public float Mask { get; init; } = 0.02f;

    public float Live { get; init; } = 0.95f;

    /// <summary>Aspect ratio of both eyes when open.</summary>
    public float OpenEyes { get; init; } = 0.3f;

    /// <summary>Share of <see cref="OpenEyes"/> at a time since the face was put there; 1 is open.</summary>
    public Func<double, float> Eyes { get; init; } = _ => 1;

    /// <summary>Turn to the person's left at a time since the face was put there, in degrees.</summary>
    public Func<double, float>? Turning { get; init; }

    /// <summary>
    /// Closes over 66 ms, stays closed for <paramref name="closed"/> and opens over 100 ms, from <paramref name="at"/> on.
    /// </summary>
    public static Func<double, float> BlinkAt(double at, double closed = 0.1, float depth = 0.12f) => time =>
    {
        var since = time - at;
        return since switch
        {
            < 0 => 1,
            < 0.066 => 1 - (1 - depth) * (float)(since / 0.066),
            _ when since < 0.066 + closed => depth,
            _ when since < 0.166 + closed => depth + (1 - depth) * (float)((since - 0.066 - closed) / 0.1),
            _ => 1,
        };
    };

    /// <summary>Turns there and back within two seconds from <paramref name="at"/> on.</summary>
    public static Func<double, float> TurnAt(double at, float degrees) =>
        time => time < at || time > at + 2 ? 0 : degrees * MathF.Sin((float)((time - at) / 2 * Math.PI));

    /// <summary>Writes what the models would say <paramref name="time"/> seconds after the face was put there.</summary>
    public void Show(FrameEvidence frame, double time, FrameWants wants)
    {
        (frame.Width, frame.Height) = ((int)(640 * Resolution), (int)(480 * Resolution));
        (frame.Searched, frame.Faces) = (wants.HasFlag(FrameWants.Search), Faces);
        if (Faces == 0) return;
        var (width, height) = (FaceWidth * Growth, FaceWidth * Growth * 1.35f);
        frame.Box = new Box(
            Resolution * (X - (width - FaceWidth) / 2), Resolution * (Y - (height - FaceWidth * 1.35f) / 2),
            Resolution * width, Resolution * height);
        var eyes = OpenEyes * Eyes(time);
        var angles = new HeadAngles(Turning?.Invoke(time) ?? Yaw, Pitch, 2);
        frame.Colour = Colour;
        var points = default(FacePoints) with { RightEye = new(MathF.Cos(Tilt * MathF.PI / 180), MathF.Sin(Tilt * MathF.PI / 180)) };
        frame.Mesh = new MeshResult(Presence, eyes, eyes, Tilt == 0 ? default : points, default)
        {
            Shape = new FaceShape(MouthOpen, MouthWidth, EyeSpan: 0.55f * width * Resolution, angles),
        };
        frame.Pose = angles;
        frame.Quality = new QualityScores(Light, Sharpness, 0.3f);
        frame.Obstacle = new ObstacleScores(EyesCovered, EyesCovered, MouthCovered, MouthCovered, MouthCovered);
        frame.Mask = Mask;
        if (wants.HasFlag(FrameWants.AntiSpoof)) frame.Spoof = new AntiSpoofScores(Live, Live);
        if (!wants.HasFlag(FrameWants.Embed) && !wants.HasFlag(FrameWants.Bind)) return;
        frame.IsEmbedded = true;
        frame.Embedding.Clear();
        frame.Embedding[Person] = BlendedWith is null ? 1 : MathF.Sqrt(0.5f);
        if (BlendedWith is { } other) frame.Embedding[other] = MathF.Sqrt(0.5f);
        frame.Similarity = Person == 1 ? Similarity : 0.05f;
        frame.EnrolledSimilarity = Person == 1 ? EnrolledSimilarity ?? Similarity : 0.05f;
    }
}
