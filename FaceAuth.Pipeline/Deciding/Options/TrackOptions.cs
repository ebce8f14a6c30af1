using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>When the face in the picture is still the same one. Section "Decision:Track".</summary>
internal sealed record TrackOptions
{
    /// <summary>Longest time without the face before all evidence is void.</summary>
    /// <remarks>33 ms–2 s, default 250 ms: a decoder's glitch is forgiven, handing a picture to the camera is not.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.033", "00:00:02")] public TimeSpan LostAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest time between two analysed pictures before all evidence is void. 0.1–5 s, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:05")] public TimeSpan BlindAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Least overlap (intersection over union) of the face with where it was last. 0–1, default 0.2.</summary>
    [Range(0.0, 1.0)] public float MinOverlap { get; init; } = 0.2f;

    /// <summary>
    /// Least cosine similarity to the embeddings taken so far. 0–1, default 0.45: pictures of one person within a
    /// session give 0.65–1, two persons below 0.25.
    /// </summary>
    [Range(0.0, 1.0)] public float SameFaceAt { get; init; } = 0.45f;

    /// <summary>The same for a face that is turned away or too close, in a picture that answers a challenge.</summary>
    /// <remarks>
    /// 0–1, default 0.3: of LFW's development people turned by 30–45°, compared with their straight looks of other days, 95 of 100 give
    /// 0.48 and more (permissive pack), and of two persons 99 of 100 less than 0.26.
    /// </remarks>
    [Range(0.0, 1.0)] public float SameTurnedFaceAt { get; init; } = 0.3f;

    /// <summary>Embeddings in a row that must differ before the face counts as swapped. 1–10, default 2.</summary>
    [Range(1, 10)] public int SwappedAfter { get; init; } = 2;

    /// <summary>Full detections in a row with further faces before all evidence is void. 1–10, default 2.</summary>
    [Range(1, 10)] public int CrowdedAfter { get; init; } = 2;

    /// <summary>Longest time between two full detections. 33 ms–2 s, default 300 ms: how fast a second face is noticed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.033", "00:00:02")] public TimeSpan DetectEvery { get; init; } = TimeSpan.FromMilliseconds(300);
}
