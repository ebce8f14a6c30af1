namespace FaceAuth.Pipeline.Packs;

/// <summary>How a picture becomes a model's input.</summary>
/// <param name="Colour">"RGB" or "BGR".</param>
/// <param name="Layout">"NCHW" or "NHWC".</param>
/// <param name="Width">Width of the input; of the largest one where the file leaves it open.</param>
/// <param name="Height">Height, likewise.</param>
/// <param name="Mean">Subtracted from samples of 0–255: red, green, blue.</param>
/// <param name="Deviation">Divides them then: red, green, blue.</param>
/// <param name="Crop">
/// What is cut out: "letterbox", "arcface", "square", "box", "shiftedBox" or "turnedSquare"; models/docs/packs.md describes each.
/// </param>
/// <param name="CropScale">Width and height of the cut, in widths and heights of the face's box.</param>
internal sealed record ModelPreprocessing(
    string Colour, string Layout, int Width, int Height, IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation,
    string Crop, IReadOnlyList<float> CropScale);
