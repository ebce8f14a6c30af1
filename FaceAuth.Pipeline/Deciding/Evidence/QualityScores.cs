namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>How well a face can be seen; each about 0–1, higher is better.</summary>
/// <param name="Light">Brightness: 0.6 and more well lit, below 0.3 too dark.</param>
/// <param name="Sharpness">0.6 and more clear, below 0.1 blurred.</param>
/// <param name="Noise">Freedom from noise.</param>
internal readonly record struct QualityScores(float Light, float Sharpness, float Noise);
