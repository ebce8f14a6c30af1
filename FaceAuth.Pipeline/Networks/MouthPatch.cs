namespace FaceAuth.Pipeline.Networks;

/// <summary>Light and colour about the mouth, in the units of <see cref="EyePatch"/>.</summary>
/// <param name="Contrast">From the darkest to the brightest of it.</param>
/// <param name="Dark">Light of its darkest: the line between the lips.</param>
/// <param name="LipRed">How much redder than the skin the lips' place is; below 0 less red.</param>
/// <param name="TintBlue">How much bluer or less blue than the skin it is, 0 and more.</param>
/// <param name="Mean">Light of it all.</param>
internal readonly record struct MouthPatch(float Contrast, float Dark, float LipRed, float TintBlue, float Mean);
