using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>What a picture must be like to count as evidence. Section "Decision:Gate".</summary>
internal sealed record FaceGateOptions
{
    /// <summary>The mesh's presence score from which a detection counts as a face. 0–1, default 0.5.</summary>
    /// <remarks>Detectors call some pets faces; the mesh gives clear faces 0.98 and more, other things below 0.1.</remarks>
    [Range(0.0, 1.0)] public float Presence { get; init; } = 0.5f;

    /// <summary>
    /// Log-odds of detector and mesh together (<see cref="Networks.FaceConfirmation"/>) from which an uncovered face is confirmed. −100 to
    /// 100, default 0: the point chosen in models/manifest.json.
    /// </summary>
    /// <remarks>Lower takes more pets for people.</remarks>
    [Range(-100.0, 100.0)] public float ConfirmAt { get; init; }

    /// <summary>Smallest width of a face. 40–1000 pixels, default 64: about 28 pixels between the eyes.</summary>
    /// <remarks>Down to it attacks pass no oftener, and strangers match no oftener, than from 80 on (models/docs/measured.md).</remarks>
    [Range(40, 1000)] public float MinWidth { get; init; } = 64;

    /// <summary>Smallest width of a face as a share of the picture's shorter side. 0–1, default 0.12.</summary>
    [Range(0.0, 1.0)] public float MinShare { get; init; } = 0.12f;

    /// <summary>Largest height of a face as a share of the picture's height. 0–2, default 0.95.</summary>
    [Range(0.0, 2.0)] public float MaxShare { get; init; } = 0.95f;

    /// <summary>How much of a face's width or height may lie beyond the border. 0–1, default 0.08.</summary>
    [Range(0.0, 1.0)] public float MaxCutOff { get; init; } = 0.08f;

    /// <summary>
    /// How far a cheek or the chin, where the mesh places them, may lie beyond the border, as a share of the face's width.
    /// </summary>
    /// <remarks>0–1, default 0.15: webcam pictures keep 0.3 away from it, selfies cropped to fill reach 0.04.</remarks>
    [Range(0.0, 1.0)] public float MaxHidden { get; init; } = 0.15f;

    /// <summary>Largest turn of the head to either side. 5–60 degrees, default 25.</summary>
    [Range(5, 60)] public float MaxYaw { get; init; } = 25;

    /// <summary>Largest nod up or down. 5–60 degrees, default 30: laptops look up at their owners.</summary>
    [Range(5, 60)] public float MaxPitch { get; init; } = 30;

    /// <summary>Largest tilt. 5–60 degrees, default 25.</summary>
    [Range(5, 60)] public float MaxRoll { get; init; } = 25;

    /// <summary>Least light score. 0–1, default 0.25: lit rooms give 0.4–0.65, a quarter of their brightness 0.12–0.29.</summary>
    [Range(0.0, 1.0)] public float MinLight { get; init; } = 0.25f;

    /// <summary>Light score below which a cover that only light and colour tell is taken for shadow: more light is asked for.</summary>
    /// <remarks>0–1, default 0.35: lit rooms give 0.4–0.65; a clip darkened to 0.25–0.28 had 13 of 16 pictures called covered.</remarks>
    [Range(0.0, 1.0)] public float ShadowBelow { get; init; } = 0.35f;

    /// <summary>Least colour of a picture (<see cref="Imaging.ColourSpread"/>).</summary>
    /// <remarks>
    /// 0–20, default 1.5: webcams and clips give 5.5 and more, in the dark too, grey pictures 0. 0 takes grey and infrared cameras, with
    /// which nothing here was measured.
    /// </remarks>
    [Range(0.0, 20.0)] public float MinColour { get; init; } = 1.5f;

    /// <summary>Least sharpness score before a camera that can more. 0–1, default 0.3.</summary>
    /// <remarks>Clear faces give 0.6–0.96, blurred ones 0.03–0.05.</remarks>
    [Range(0.0, 1.0)] public float MinSharpness { get; init; } = 0.3f;

    /// <summary>Share of its best sharpness that is asked of a camera that cannot as much (<see cref="CameraMachine"/>).</summary>
    /// <remarks>0–1, default 0.6: a camera that reaches 0.5 is held to <see cref="MinSharpness"/>.</remarks>
    [Range(0.0, 1.0)] public float SharpnessShare { get; init; } = 0.6f;

    /// <summary>Least sharpness score before any camera. 0–1, default 0.15; <see cref="MinSharpness"/> makes one limit for all.</summary>
    [Range(0.0, 1.0)] public float SharpnessFloor { get; init; } = 0.15f;

    /// <summary>How long a person may try with a camera that was named as never good enough. 1–60 s, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan CameraPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Margin above which an eye, the nose or the mouth counts as covered. −10 to 10; default: the model's "minMargin"
    /// in models/manifest.json.
    /// </summary>
    [Range(-10.0, 10.0)] public float? CoveredAt { get; init; }

    /// <summary>The mask model's probability from which a face counts as covered, even where no point does. 0–1, default 0.6.</summary>
    /// <remarks>It takes sunglasses for masks, so alone it names nothing. Rates: models/docs/measured.md.</remarks>
    [Range(0.0, 1.0)] public float MaskAt { get; init; } = 0.6f;

    /// <summary>Margin of nose and mouth above which what the mask model sees is called a mask. −10 to 10, default −2.</summary>
    [Range(-10.0, 10.0)] public float CoveredWithMaskAt { get; init; } = -2;

    /// <summary>
    /// Logit above which an eye counts as covered by what the landmarker, light and colour say together. −10 to 10, default 0.
    /// </summary>
    /// <remarks>Lower flags more glasses and more bare eyes; models/docs/measured.md has the rates.</remarks>
    [Range(-10.0, 10.0)] public float EyeCoveredAt { get; init; }

    /// <summary>The same logit of the less covered eye, above which both are covered: glasses, not a hand.</summary>
    /// <remarks>−10 to 10, default −1.5.</remarks>
    [Range(-10.0, 10.0)] public float BothEyesCoveredAt { get; init; } = -1.5f;

    /// <summary>Logit above which the mouth counts as covered. −10 to 10, default 0.</summary>
    [Range(-10.0, 10.0)] public float MouthCoveredAt { get; init; }

    /// <summary>Whether a mask may stay on.</summary>
    /// <remarks>
    /// Default false. Each of these switches lets pictures count that show less of the face: the match thresholds were not measured on
    /// such, and wrong accepts get likelier.
    /// </remarks>
    public bool AllowsMask { get; init; }

    /// <summary>Whether sunglasses may stay on. Default false. Blinks cannot be seen behind them.</summary>
    public bool AllowsSunglasses { get; init; }

    /// <summary>Whether one eye may be covered. Default false.</summary>
    public bool AllowsCoveredEye { get; init; }

    /// <summary>Whether something other than a mask may cover the mouth. Default false.</summary>
    public bool AllowsCoveredMouth { get; init; }

    /// <summary>A further face counts when its width is at least this share of the main one's.</summary>
    /// <remarks>
    /// 0–1, default 0.5: who is twice as far away, passes behind or hangs on the wall is no second person. The main face alone is decided
    /// about, however many there are: what company it has shall be told where it could be meant, or stands beside it.
    /// </remarks>
    [Range(0.0, 1.0)] public float OtherFaceShare { get; init; } = 0.5f;

    /// <summary>Detector score from which a further face counts. 0–1, default 0.7.</summary>
    [Range(0.0, 1.0)] public float OtherFaceScore { get; init; } = 0.7f;
}
