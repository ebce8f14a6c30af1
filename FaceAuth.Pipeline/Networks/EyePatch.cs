namespace FaceAuth.Pipeline.Networks;

/// <summary>Light and colour about one eye.</summary>
/// <remarks>
/// Light is the natural logarithm of its ratio to the face's skin, 0 as light as that; contrast and tints are shares of the skin's light,
/// tints times ten.
/// </remarks>
/// <param name="Under">Light just below the eye: skin on a bare face or behind clear glasses, dark behind a lens.</param>
/// <param name="Lid">Light between eye and brow.</param>
/// <param name="Eye">Light of the eye.</param>
/// <param name="Dark">Light of the eye's darkest tenth: iris and lashes. A hand has none.</param>
/// <param name="Contrast">From the darkest tenth of the eye to its brightest: iris to white.</param>
/// <param name="TintBlue">How much bluer or less blue than the skin the place below the eye is, 0 and more.</param>
/// <param name="TintRed">The same of red.</param>
internal readonly record struct EyePatch(
    float Under, float Lid, float Eye, float Dark, float Contrast, float TintBlue, float TintRed);
